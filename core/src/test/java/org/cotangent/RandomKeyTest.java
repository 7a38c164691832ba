package org.cotangent;

import static org.cotangent.Tensor.scalar;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.cotangent.kernel.Erf;
import org.cotangent.ops.Sampling;
import org.cotangent.program.Programs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/// Keys under the transformations, the distributions, and the errors. That the numbers are JAX's: [RandomReferenceTest].
class RandomKeyTest {
  private static final RandomKey KEY = RandomKey.of(42);

  /// A draw of every kind.
  private static final List<Function<RandomKey, Tensor>> DRAWS =
      List.of(
          key -> key.fold(3).bits(),
          key -> key.fold(Tensor.arange(5).get(4)).bits(),
          key -> key.split(3).get(1).bits(),
          key -> key.splitStacked(2).bits(),
          key -> Sampling.bits(key.bits(), 32, Shape.of(2, 3)),
          key -> key.uniform(4),
          key -> key.uniform(DType.F32, 2, 2),
          key -> key.uniformBetween(-1, 3, 3),
          key -> key.normal(),
          key -> key.normal(DType.F32, 3),
          key -> key.normal(0),
          key -> key.exponential(2),
          key -> key.gumbel(2),
          key -> key.integers(0, 100, 3),
          key -> key.integers(DType.I32, -9, 90, 3),
          key -> key.permutation(6),
          key -> key.bernoulli(0.5, 8),
          key -> key.bernoulli(Tensor.vector(0, 0.5, 1)),
          key -> key.categorical(Tensor.matrix(new double[] {0, 1, 2}, new double[] {2, 1, 0})));

  @Test
  void vmapIsTheLoop() {
    var keys = KEY.splitStacked(3);
    var each = KEY.split(3);
    for (int i = 0; i < DRAWS.size(); i++) {
      var draw = DRAWS.get(i);
      same(
          Tensor.stack(each.stream().map(draw).toList()),
          Autodiff.vmap(draw).apply(keys),
          "draw " + i);
    }
  }

  @Test
  void vmapOfVmap() {
    var each = KEY.split(2);
    var keys =
        new RandomKey(Tensor.stack(each.stream().map(key -> key.splitStacked(3).bits()).toList()));
    for (int i = 0; i < DRAWS.size(); i++) {
      var draw = DRAWS.get(i);
      Function<RandomKey, Tensor> row = Autodiff.vmap(draw);
      same(
          Tensor.stack(each.stream().map(key -> row.apply(key.splitStacked(3))).toList()),
          Autodiff.vmap(row).apply(keys),
          "draw " + i);
    }
  }

  @Test
  void vmapOverNoKeys() {
    Tensor none = Autodiff.vmap((RandomKey key) -> key.normal(4)).apply(KEY.splitStacked(0));
    assertEquals(Shape.of(0, 4), none.shape());
  }

  @Test
  void vmapOverNumbersOnly() {
    Tensor numbers = Tensor.arange(4);
    Tensor expected =
        Tensor.stack(LongStream.range(0, 4).mapToObj(i -> KEY.fold(i).bits()).toList());
    same(expected, Autodiff.vmap(i -> KEY.fold(i).bits()).apply(numbers), "fold");
    Tensor bounds = Tensor.indices(3, 1000, 1L << 40);
    Tensor integers =
        Autodiff.vmap(
                high -> Sampling.integers(KEY.bits(), scalar(-5).to(DType.I64), high, Shape.of(6)))
            .apply(bounds);
    for (int i = 0; i < 3; i++) {
      long high = ((Array) bounds).toLongs()[i];
      same(KEY.integers(-5, high, 6), integers.get(i), "high " + high);
    }
  }

  @Test
  void stagedIsEager() {
    for (int i = 0; i < DRAWS.size(); i++) {
      var draw = DRAWS.get(i);
      var program = Autodiff.stage(draw, KEY);
      for (long seed : new long[] {42, 0, -1}) {
        Tensor bits = RandomKey.of(seed).bits();
        Tensor expected = draw.apply(new RandomKey(bits));
        same(expected, program.apply(List.of(bits)).getFirst(), "draw " + i);
        same(
            expected,
            Programs.parse(program.toString()).apply(List.of(bits)).getFirst(),
            "parsed draw " + i);
      }
    }
  }

  @Test
  void compiledOnceForAllKeys() {
    Function<RandomKey, Tensor> draw = key -> key.normal(5).plus(key.fold(1).uniform(5));
    var compiled = Autodiff.compile(draw);
    for (var key : KEY.split(4)) {
      same(draw.apply(key), compiled.apply(key), "compiled");
    }
    assertEquals(1, Autodiff.cacheInfo(compiled).misses());
  }

  /// `d/dσ mean((μ + σz)²) = 2·mean((μ + σz)·z)`, through a key made inside, and once more.
  @Test
  void gradientsFlowThroughReparameterisedNumbers() {
    int n = 50;
    double[] z = KEY.normal(n).toDoubles();
    TensorFunction loss = sigma -> KEY.normal(n).times(sigma).plus(0.5).square().mean();
    double expected = Arrays.stream(z).map(e -> 2 * (0.5 + 1.5 * e) * e).sum() / n;
    assertEquals(expected, Autodiff.grad(loss).at(1.5), 1e-14 * n);
    double second = Arrays.stream(z).map(e -> 2 * e * e).sum() / n;
    assertEquals(second, Autodiff.grad(Autodiff.grad(loss)).at(1.5), 1e-14 * n);
    assertEquals(expected, Autodiff.jvp(loss, scalar(1.5), scalar(1)).tangent().item(), 1e-14 * n);
  }

  /// A key that passes through the differentiated function is a constant to it.
  @Test
  void keysInsideOfGradients() {
    var gradients =
        Autodiff.vmap(
                (RandomKey key) -> Autodiff.grad(x -> x.times(key.normal(3)).sum(), scalar(2)))
            .apply(KEY.splitStacked(4));
    Tensor sums = Autodiff.vmap((RandomKey key) -> key.normal(3).sum()).apply(KEY.splitStacked(4));
    assertArrayEquals(sums.toDoubles(), gradients.toDoubles(), 1e-15);
    Tensor zero = Autodiff.grad(x -> KEY.fold(x.to(DType.I64)).normal(), scalar(3));
    assertEquals(0, zero.item());
  }

  @Test
  void foldIsSplit() {
    var children = KEY.split(4);
    for (int i = 0; i < 4; i++) {
      same(children.get(i).bits(), KEY.fold(i).bits(), "child " + i);
      same(children.get(i).bits(), KEY.splitStacked(4).bits().get(i), "child " + i);
    }
    same(KEY.fold(7).bits(), KEY.fold(Tensor.of(new int[] {7})).bits(), "i32");
  }

  @Test
  void equalKeysGiveEqualNumbersAndOthersDoNot() {
    same(RandomKey.of(9).uniform(20), RandomKey.of(9).uniform(20), "seed 9");
    double[] a = RandomKey.of(9).uniform(20).toDoubles();
    double[] b = RandomKey.of(10).uniform(20).toDoubles();
    for (int i = 0; i < a.length; i++) {
      assertTrue(a[i] != b[i]);
    }
    // A prefix does not depend on how many are drawn.
    assertArrayEquals(Arrays.copyOf(KEY.normal(500).toDoubles(), 20), KEY.normal(20).toDoubles());
  }

  @Test
  void moments() {
    int n = 40_000;
    moments(0.5, 1 / 12.0, KEY.uniform(n));
    moments(0.5, 1 / 12.0, KEY.uniform(DType.F32, n));
    moments(2, 36 / 12.0, KEY.uniformBetween(-1, 5, n));
    moments(0, 1, KEY.normal(n));
    moments(0, 1, KEY.normal(DType.F32, n));
    moments(1, 1, KEY.exponential(n));
    moments(0.57721566490153286, Math.PI * Math.PI / 6, KEY.gumbel(n));
    moments(0.2, 0.16, KEY.bernoulli(0.2, n));
    moments(4.5, 99 / 12.0, KEY.integers(0, 10, n));
    moments((n - 1) / 2.0, ((double) n * n - 1) / 12, KEY.permutation(n));
  }

  /// Mean and variance within five standard errors, that of the variance for a kurtosis of at most 9.
  private static void moments(double mean, double variance, Tensor sample) {
    double[] x = sample.toDoubles();
    double m = Arrays.stream(x).average().orElseThrow();
    double v = Arrays.stream(x).map(e -> (e - m) * (e - m)).average().orElseThrow();
    assertEquals(mean, m, 5 * Math.sqrt(variance / x.length));
    assertEquals(variance, v, 5 * variance * Math.sqrt(8.0 / x.length));
  }

  /// The largest distance between the sample's distribution function and the true one, times √n, is above 1.95 once in a
  /// thousand samples (Kolmogorov).
  @Test
  void distributionFunctions() {
    int n = 20_000;
    assertTrue(kolmogorov(KEY.uniform(n), u -> u) < 1.95);
    assertTrue(kolmogorov(KEY.fold(1).exponential(n), x -> 1 - Math.exp(-x)) < 1.95);
    assertTrue(kolmogorov(KEY.fold(2).gumbel(n), x -> Math.exp(-Math.exp(-x))) < 1.95);
    assertTrue(kolmogorov(KEY.fold(3).normal(n), x -> Erf.erfc(-x / Math.sqrt(2)) / 2) < 1.95);
  }

  private static double kolmogorov(Tensor sample, DoubleUnaryOperator distribution) {
    double[] x = sample.toDoubles();
    Arrays.sort(x);
    double distance = 0;
    for (int i = 0; i < x.length; i++) {
      double f = distribution.applyAsDouble(x[i]);
      distance = Math.max(distance, Math.max(f - (double) i / x.length, (i + 1.0) / x.length - f));
    }
    return distance * Math.sqrt(x.length);
  }

  @Test
  void frequencies() {
    Tensor logits =
        Tensor.vector(Math.log(1), Math.log(2), Math.log(5)).broadcastTo(Shape.of(8000, 3));
    double[] counts = new double[3];
    for (double choice : KEY.categorical(logits).toDoubles()) {
      counts[(int) choice]++;
    }
    assertEquals(1000, counts[0], 150);
    assertEquals(2000, counts[1], 200);
    assertEquals(5000, counts[2], 220);
    long[] order = ((Array) KEY.permutation(3000)).toLongs();
    Arrays.sort(order);
    assertArrayEquals(LongStream.range(0, 3000).toArray(), order);
  }

  @Test
  void bounds() {
    for (double u : KEY.uniformBetween(2, 2.5, 5000).toDoubles()) {
      assertTrue(u >= 2 && u < 2.5);
    }
    for (double i : KEY.integers(-3, 4, 5000).toDoubles()) {
      assertTrue(i >= -3 && i < 4 && i == Math.rint(i));
    }
    assertArrayEquals(new double[] {7, 7}, KEY.integers(7, 8, 2).toDoubles());
    assertEquals(DType.I32, KEY.integers(DType.I32, 7, 8, 2).dtype());
    assertArrayEquals(new double[] {3, 3}, KEY.uniformBetween(3, 3, 2).toDoubles());
    assertArrayEquals(new double[] {0, 1}, KEY.bernoulli(Tensor.vector(0, 1)).toDoubles());
  }

  @Test
  void errors() {
    refused(ShapeException.class, "use vmap", () -> KEY.splitStacked(3).normal(2));
    refused(ShapeException.class, "i64[2]", () -> new RandomKey(Tensor.vector(1, 2)).normal(2));
    refused(
        ShapeException.class,
        "RandomKey.of(seed)",
        () -> new RandomKey(Tensor.indices(1)).uniform());
    refused(DTypeException.class, "use integers", () -> KEY.uniform(DType.I64, 2));
    refused(DTypeException.class, "F64 or F32", () -> KEY.normal(DType.BOOL, 2));
    refused(DTypeException.class, "to(I64)", () -> KEY.fold(scalar(1)));
    refused(ShapeException.class, "(2)", () -> KEY.fold(Tensor.indices(1, 2)));
    refused(ShapeException.class, "(-1)", () -> KEY.normal(-1));
    refused(IllegalArgumentException.class, "-1 keys", () -> KEY.split(-1));
    refused(IllegalArgumentException.class, "from 5 to below 5", () -> KEY.integers(5, 5, 2));
    refused(
        IllegalArgumentException.class,
        "use I64",
        () -> KEY.integers(DType.I32, 0, (1L << 31) + 1, 2));
    refused(DTypeException.class, "use uniform", () -> KEY.integers(DType.F32, 0, 9, 2));
    refused(IllegalArgumentException.class, "2.0 and 1.0", () -> KEY.uniformBetween(2, 1, 3));
    refused(IllegalArgumentException.class, "NaN", () -> KEY.uniformBetween(Double.NaN, 1, 3));
    refused(IllegalArgumentException.class, "1.5", () -> KEY.bernoulli(1.5, 3));
    refused(
        ShapeException.class,
        "(2,3)",
        () -> Sampling.bernoulli(KEY.bits(), Tensor.zeros(2), Shape.of(2, 3)));
  }

  private static void refused(
      Class<? extends RuntimeException> type, String part, Executable draw) {
    String message = String.valueOf(assertThrows(type, draw).getMessage());
    assertTrue(message.contains(part), message);
  }

  /// The same bits, dtype and shape.
  private static void same(Tensor expected, Tensor actual, String what) {
    assertEquals(expected.aval(), actual.aval(), what);
    if (expected.dtype() == DType.I64) {
      assertArrayEquals(((Array) expected).toLongs(), ((Array) actual).toLongs(), what);
    } else {
      assertArrayEquals(expected.toDoubles(), actual.toDoubles(), what);
    }
  }
}
