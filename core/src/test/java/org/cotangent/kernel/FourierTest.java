package org.cotangent.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.cotangent.Array;
import org.cotangent.DType;
import org.cotangent.Tensor;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Against the definition, summed with 30 digits.
class FourierTest {
  private static final IntPredicate PRIME =
      n -> n > 1 && IntStream.range(2, n).noneMatch(p -> n % p == 0);

  /// Small lengths, primes, and products of each kind of factor.
  private static IntStream lengths() {
    return IntStream.concat(
        IntStream.concat(IntStream.rangeClosed(1, 64), IntStream.range(65, 258).filter(PRIME)),
        IntStream.of(74, 128, 210, 243, 961, 1000, 1009, 1023, 1024, 1155, 2018));
  }

  /// What rounding may do, relative to the root of the mean square: the passes add up like a random walk.
  private static double bound(int n) {
    return 2e-16 * Math.sqrt(Math.log(2.0 * n) / Math.log(2));
  }

  private static Array random(long seed, int... shape) {
    int size = IntStream.of(shape).reduce(1, (a, b) -> a * b);
    return (Array) Tensor.of(new Random(seed).doubles(size, -1, 1).toArray(), shape);
  }

  private static double error(double[] want, double[] got) {
    assertEquals(want.length, got.length);
    double error = 0;
    double scale = 0;
    for (int i = 0; i < want.length; i++) {
      error += (got[i] - want[i]) * (got[i] - want[i]);
      scale += want[i] * want[i];
    }
    return scale == 0 ? error : Math.sqrt(error / scale);
  }

  private static double[] joined(List<Array> parts) {
    return joined(parts.get(0).toDoubles(), parts.get(1).toDoubles());
  }

  private static double[] joined(double[] re, double[] im) {
    return Stream.of(re, im).flatMapToDouble(java.util.Arrays::stream).toArray();
  }

  private static double[] first(double[] x, int count) {
    return java.util.Arrays.copyOf(x, count);
  }

  @TestFactory
  Stream<DynamicTest> everyKindOfLength() {
    return lengths().mapToObj(n -> dynamicTest("length " + n, () -> agrees(n)));
  }

  private static void agrees(int n) {
    Array re = random(n, n);
    Array im = random(-n, n);
    double[][] want = SlowFourier.transform(re.toDoubles(), im.toDoubles());
    double[] got = joined(Fourier.transform(re, im, 0));
    assertTrue(
        error(joined(want[0], want[1]), got) <= bound(n),
        "complex " + error(joined(want[0], want[1]), got) / bound(n));

    int half = n / 2 + 1;
    double[][] spectrum = SlowFourier.transform(re.toDoubles(), new double[n]);
    double[] real = joined(Fourier.ofReal(re, 0));
    double[] wanted = joined(first(spectrum[0], half), first(spectrum[1], half));
    assertTrue(error(wanted, real) <= bound(n), "real " + error(wanted, real) / bound(n));
    assertEquals(0.0, real[half], "the imaginary part of element 0");
    if (n % 2 == 0) {
      assertEquals(0.0, real[2 * half - 1], "the imaginary part of element n/2");
    }

    // The real part of the inverse transform of the half, filled up with zeros, is that of the
    // transform of its conjugate.
    double[] a = first(random(3L * n, half).toDoubles(), n);
    double[] b = first(random(5L * n, half).toDoubles(), n);
    double[] minus = java.util.Arrays.stream(b).map(x -> -x).toArray();
    double[] numbers = SlowFourier.transform(a, minus)[0];
    double[] back = Fourier.toReal(random(3L * n, half), random(5L * n, half), 0, n).toDoubles();
    assertTrue(error(numbers, back) <= bound(n), "transposed " + error(numbers, back) / bound(n));
  }

  /// Each line is transformed as if it were alone, bit for bit, however many there are and wherever they lie.
  @Test
  void linesDoNotMeet() {
    for (int[] shape :
        new int[][] {
          {3, 12, 5}, {70, 12}, {200, 37}, {2, 12, 131}, {12, 300}, {1, 9000, 9}, {5, 31, 1}
        }) {
      int axis = shape.length == 2 && shape[0] > 12 ? 1 : shape.length == 2 ? 0 : 1;
      int n = shape[axis];
      Tensor re = random(1, shape).moveAxis(axis, -1);
      Tensor im = random(2, shape).moveAxis(axis, -1);
      int lines = re.shape().size() / n;
      Array lastRe = (Array) re.reshape(lines, n);
      Array lastIm = (Array) im.reshape(lines, n);
      List<Array> all = Fourier.transform(random(1, shape), random(2, shape), axis);
      List<Array> real = Fourier.ofReal(random(1, shape), axis);
      Array back = Fourier.toReal(real.get(0), real.get(1), axis, n);
      for (int line = 0; line < lines; line += Math.max(1, lines / 7)) {
        Array oneRe = (Array) lastRe.get(line);
        List<Array> one = Fourier.transform(oneRe, (Array) lastIm.get(line), 0);
        List<Array> half = Fourier.ofReal(oneRe, 0);
        for (int part = 0; part < 2; part++) {
          assertArrayEquals(line(all.get(part), axis, n, line), one.get(part).toDoubles());
          assertArrayEquals(
              line(real.get(part), axis, n / 2 + 1, line), half.get(part).toDoubles());
        }
        assertArrayEquals(
            line(back, axis, n, line), Fourier.toReal(half.get(0), half.get(1), 0, n).toDoubles());
      }
    }
  }

  private static double[] line(Array array, int axis, int n, int line) {
    return array.moveAxis(axis, -1).reshape(-1, n).get(line).toDoubles();
  }

  @Test
  void singlePrecisionIsRoundedOnce() {
    Array wide = random(1, 2, 100);
    Array narrow = (Array) wide.to(DType.F32);
    List<Array> want =
        Fourier.transform((Array) narrow.to(DType.F64), (Array) narrow.to(DType.F64), 1);
    List<Array> got = Fourier.transform(narrow, narrow, 1);
    for (int part = 0; part < 2; part++) {
      assertEquals(DType.F32, got.get(part).dtype());
      assertArrayEquals(want.get(part).to(DType.F32).toDoubles(), got.get(part).toDoubles());
    }
  }

  @Test
  void nothingGivesNothing() {
    assertEquals(0, Fourier.transform(random(1, 0, 3), random(1, 0, 3), 1).get(1).shape().size());
    assertEquals("(0,2)", Fourier.ofReal(random(1, 0, 3), 1).get(0).shape().toString());
    assertEquals(
        "(4,0)", Fourier.toReal(random(1, 3, 0), random(1, 3, 0), 0, 4).shape().toString());
  }

  /// Where the result does not overflow, the way there does not either.
  @Test
  void largeNumbersDoNotOverflow() {
    for (int n : new int[] {4, 15, 16, 37, 101}) {
      double[] x = new double[n];
      x[n / 2] = 1e307;
      Array array = (Array) Tensor.vector(x);
      for (Array part : Fourier.transform(array, array, 0)) {
        for (double y : part.toDoubles()) {
          assertTrue(Double.isFinite(y), "length " + n);
        }
      }
    }
  }

  @Test
  void rootsAreRightToTheLastPlace() {
    double worst = 0;
    for (int n : new int[] {1, 2, 3, 4, 5, 7, 8, 12, 97, 100, 1009, 4096, 30030}) {
      var roots = new Roots(n, n);
      for (int k = 0; k < n; k += 1 + n / 500) {
        worst = Math.max(worst, ulps(SlowFourier.root(k, n, 0), roots.cos[k]));
        worst = Math.max(worst, ulps(SlowFourier.root(k, n, 1), roots.sin[k]));
      }
    }
    assertTrue(worst < 1.01, "worst " + worst);
    var few = new Roots(10, 8);
    assertEquals(new Roots(10, 10).sin[7], few.sin[7]);
    assertEquals(-1.0, new Roots(6, 4).cos[3]);
    assertEquals(0.0, new Roots(6, 4).sin[3]);
  }

  /// In units of the last place; exact zeros of the circle are zeros.
  private static double ulps(double[] want, double got) {
    double difference = Math.abs((got - want[0]) - want[1]);
    return difference < 1e-29 ? 0 : difference / Math.ulp(want[0]);
  }

  @Test
  void smoothLengthsAreTheNext() {
    for (int least = 1; least < 3000; least++) {
      int n = least;
      while (rest(n) != 1) {
        n++;
      }
      assertEquals(n, Fourier.smooth(least));
    }
  }

  private static int rest(int n) {
    int rest = n;
    for (int p : new int[] {2, 3, 5}) {
      while (rest % p == 0) {
        rest /= p;
      }
    }
    return rest;
  }

  @Test
  void plansAreBounded() {
    record Plan(long weight) implements PlanCache.Weighted {}
    var made = new ArrayList<Integer>();
    var cache =
        new PlanCache<Plan>(n -> {
          made.add(n);
          return new Plan(n);
        });
    int million = 1 << 20;
    cache.get(1);
    cache.get(million);
    cache.get(1);
    cache.get(million - 1);
    assertEquals(2L * million, cache.weight());
    assertEquals(List.of(1, million, million - 1), made);
    cache.get(5);
    assertEquals(million + 5L, cache.weight(), "the least recently used one has gone");
    cache.get(1);
    cache.get(3 * million);
    cache.get(3 * million);
    assertEquals(
        List.of(1, million, million - 1, 5, 3 * million, 3 * million),
        made,
        "one that is too large is not kept");
    assertEquals(million + 5L, cache.weight());
  }

  @Test
  void threadsShareThePlans() throws InterruptedException, ExecutionException {
    double[][] want = new double[120][];
    for (int n = 1; n < want.length; n++) {
      want[n] = joined(Fourier.ofReal(random(n, n), 0));
    }
    try (var pool = Executors.newFixedThreadPool(4)) {
      var all = new ArrayList<Future<?>>();
      for (int t = 0; t < 8; t++) {
        int from = t * 15;
        all.add(
            pool.submit(() -> {
              for (int i = 0; i < 500; i++) {
                int n = 1 + (from + i) % (want.length - 1);
                assertArrayEquals(want[n], joined(Fourier.ofReal(random(n, n), 0)));
              }
            }));
      }
      for (Future<?> each : all) {
        each.get();
      }
    }
  }
}
