package org.cotangent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.cotangent.ops.Sampling;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// The numbers are those of JAX: against `random/reference.txt`, which `generate_reference.py` beside it wrote.
class RandomReferenceTest {
  /// One draw of JAX.
  private record Line(
      String function, long seed, String[] arguments, int[] shape, String[] values) {
    static Line of(String text) {
      String[] columns = text.split("\t", -1);
      int[] shape = Stream.of(parts(columns[3], ",")).mapToInt(Integer::parseInt).toArray();
      return new Line(
          columns[0],
          Long.parseLong(columns[1]),
          parts(columns[2], ","),
          shape,
          parts(columns[4], " "));
    }

    private static String[] parts(String text, String separator) {
      return text.isEmpty() ? new String[0] : text.split(separator);
    }

    long whole(int argument) {
      return Long.parseLong(arguments[argument]);
    }

    double real(int argument) {
      return Double.parseDouble(arguments[argument]);
    }
  }

  @TestFactory
  Stream<DynamicTest> numbersAreThoseOfJax() throws IOException {
    var byFunction =
        read().stream()
            .collect(Collectors.groupingBy(Line::function, TreeMap::new, Collectors.toList()));
    assertEquals(26, byFunction.size(), byFunction.keySet().toString());
    return byFunction.entrySet().stream()
        .map(e ->
            DynamicTest.dynamicTest(
                e.getKey(), () -> e.getValue().forEach(RandomReferenceTest::check)));
  }

  private static List<Line> read() throws IOException {
    try (var in = RandomReferenceTest.class.getResourceAsStream("random/reference.txt")) {
      assertTrue(in != null, "random/reference.txt is missing");
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().map(Line::of).toList();
    }
  }

  private static void check(Line line) {
    String what =
        line.function
            + " of seed "
            + line.seed
            + Arrays.toString(line.arguments)
            + Arrays.toString(line.shape);
    Tensor drawn = draw(line.function.replace("_exact", ""), line);
    assertEquals(Shape.of(line.shape), drawn.shape(), what);
    if (!drawn.dtype().floating()) {
      long[] expected = Stream.of(line.values).mapToLong(Long::parseLong).toArray();
      assertArrayEquals(expected, ((Array) drawn).toLongs(), what);
      return;
    }
    double[] expected = Stream.of(line.values).mapToDouble(Double::parseDouble).toArray();
    double[] actual = drawn.toDoubles();
    assertEquals(expected.length, actual.length, what);
    double epsilon = drawn.dtype() == DType.F32 ? Math.ulp(1f) : Math.ulp(1.0);
    for (int i = 0; i < actual.length; i++) {
      // Near its zero a Gumbel number is the logarithm of a rounded one: its error is absolute.
      double scale =
          line.function.startsWith("gumbel")
              ? Math.max(1, Math.abs(expected[i]))
              : Math.abs(expected[i]);
      assertEquals(
          expected[i],
          actual[i],
          precision(line.function) * epsilon * scale,
          what + " element " + i);
    }
  }

  /// The relative error allowed, in units of the dtype's epsilon. Uniform numbers are exact; the functions of them are nearly so,
  /// and as near to JAX's as those of the table are to the exact ones. (In the tails, which it hardly reaches, JAX's normal
  /// numbers are further away.)
  private static double precision(String function) {
    return switch (function) {
      case "normal_f64_exact", "exponential_exact", "gumbel_exact" -> 4;
      case "normal_f32_exact" -> 0.5001; // computed in F64 and rounded once
      case "gumbel" -> 8;
      case "normal_f64", "normal_f32" -> 40;
      case "exponential" -> 160;
      default -> 0;
    };
  }

  private static Tensor draw(String function, Line line) {
    var key = RandomKey.of(line.seed);
    int[] shape = line.shape;
    return switch (function) {
      case "key" -> key.bits();
      case "split" -> key.splitStacked((int) line.whole(0)).bits();
      case "fold" -> key.fold(line.whole(0)).bits();
      case "nested" -> key.split(3).get(1).fold(9).splitStacked(2).bits();
      case "bits64" -> Sampling.bits(key.bits(), 64, Shape.of(shape));
      case "bits32" -> Sampling.bits(key.bits(), 32, Shape.of(shape));
      case "uniform_f64" ->
          line.arguments.length == 0
              ? key.uniform(shape)
              : key.uniformBetween(line.real(0), line.real(1), shape);
      case "uniform_f32" ->
          line.arguments.length == 0
              ? key.uniform(DType.F32, shape)
              : Sampling.uniform(
                  key.bits(), DType.F32, line.real(0), line.real(1), Shape.of(shape));
      case "normal_f64" -> key.normal(shape);
      case "normal_f32" -> key.normal(DType.F32, shape);
      case "exponential" -> key.exponential(shape);
      case "gumbel" -> key.gumbel(shape);
      case "bernoulli" -> key.bernoulli(line.real(0), shape);
      case "integers" -> key.integers(line.whole(0), line.whole(1), shape);
      case "integers_i32" -> key.integers(DType.I32, line.whole(0), line.whole(1), shape);
      case "permutation" -> key.permutation((int) line.whole(0));
      case "categorical" -> key.categorical(logits());
      case "bits64_end" -> end(Sampling.bits(key.bits(), 64, Shape.of(many(line))), line);
      case "bits32_end" -> end(Sampling.bits(key.bits(), 32, Shape.of(many(line))), line);
      case "uniform_f64_end" -> end(key.uniform(many(line)), line);
      case "uniform_f32_end" -> end(key.uniform(DType.F32, many(line)), line);
      case "permutation_end" -> end(key.permutation(many(line)), line);
      default -> throw new AssertionError("no draw is called " + function);
    };
  }

  private static int many(Line line) {
    return (int) line.whole(0);
  }

  private static Tensor end(Tensor drawn, Line line) {
    return drawn.slice("-" + line.values.length + ":");
  }

  private static Tensor logits() {
    double[] data = new double[12];
    for (int i = 0; i < 12; i++) {
      data[i] = i % 5 - 1.5;
    }
    return Tensor.of(data, 3, 4);
  }
}
