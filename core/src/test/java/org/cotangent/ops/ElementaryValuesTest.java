package org.cotangent.ops;

import static org.cotangent.Autodiff.grad;
import static org.cotangent.Tensor.scalar;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.cotangent.Tensor;
import org.cotangent.TensorFunction;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Values and two derivatives over wide ranges, against `elementary.csv`, which `elementary.py` beside it wrote with 90 digits.
class ElementaryValuesTest {
  private static final Map<String, TensorFunction> OPERATIONS =
      Map.ofEntries(
          Map.entry("acos", Trigonometric::acos),
          Map.entry("acosh", Trigonometric::acosh),
          Map.entry("asin", Trigonometric::asin),
          Map.entry("asinh", Trigonometric::asinh),
          Map.entry("atan", Trigonometric::atan),
          Map.entry("atanh", Trigonometric::atanh),
          Map.entry("cbrt", Arithmetic::cbrt),
          Map.entry("cos", Trigonometric::cos),
          Map.entry("cosh", Trigonometric::cosh),
          Map.entry("entr", Exponential::entr),
          Map.entry("erf", Special::erf),
          Map.entry("erfc", Special::erfc),
          Map.entry("erfcx", Special::erfcx),
          Map.entry("erfinv", Special::erfinv),
          Map.entry("exp", Exponential::exp),
          Map.entry("exp2", Exponential::exp2),
          Map.entry("expm1", Exponential::expm1),
          Map.entry("gelu", Activation::gelu),
          Map.entry("log", Exponential::log),
          Map.entry("log10", Exponential::log10),
          Map.entry("log1p", Exponential::log1p),
          Map.entry("log2", Exponential::log2),
          Map.entry("logNormalCdf", Special::logNormalCdf),
          Map.entry("logSigmoid", Exponential::logSigmoid),
          Map.entry("logit", Exponential::logit),
          Map.entry("normalCdf", Special::normalCdf),
          Map.entry("normalQuantile", Special::normalQuantile),
          Map.entry("rsqrt", Arithmetic::rsqrt),
          Map.entry("sigmoid", Exponential::sigmoid),
          Map.entry("silu", Activation::silu),
          Map.entry("sin", Trigonometric::sin),
          Map.entry("sinc", Trigonometric::sinc),
          Map.entry("sinh", Trigonometric::sinh),
          Map.entry("softSign", Activation::softSign),
          Map.entry("softplus", Exponential::softplus),
          Map.entry("sqrt", Arithmetic::sqrt),
          Map.entry("tan", Trigonometric::tan),
          Map.entry("tanh", Trigonometric::tanh));

  /// Their derivatives hold `exp(±x²)`, which magnifies the rounding of x², and `exp(y²)` that of y.
  private static final Set<String> STEEP =
      Set.of("erf", "erfc", "erfinv", "gelu", "logNormalCdf", "normalCdf", "normalQuantile");

  private record Row(String operation, double x, double value, double first, double second) {
    static Row parse(String line) {
      String[] fields = line.split(",");
      assertEquals(5, fields.length, line);
      return new Row(
          fields[0], number(fields[1]), number(fields[2]), number(fields[3]), number(fields[4]));
    }

    private static double number(String text) {
      return Double.parseDouble(text);
    }
  }

  @TestFactory
  Stream<DynamicTest> agreesWithNinetyDigits() throws IOException {
    Map<String, List<Row>> rows = rows();
    assertEquals(OPERATIONS.keySet(), rows.keySet());
    return rows.entrySet().stream()
        .map(entry ->
            DynamicTest.dynamicTest(
                entry.getKey(),
                () ->
                    check(
                        Objects.requireNonNull(OPERATIONS.get(entry.getKey())), entry.getValue())));
  }

  private static void check(TensorFunction f, List<Row> rows) {
    assertTrue(rows.size() >= 7, "too few rows");
    boolean steep = STEEP.contains(rows.getFirst().operation());
    TensorFunction first = grad(f);
    TensorFunction second = grad(first);
    double[] all = rows.stream().mapToDouble(Row::x).toArray();
    double[] values = f.apply(Tensor.vector(all)).toDoubles();
    for (int i = 0; i < all.length; i++) {
      Row row = rows.get(i);
      Tensor x = scalar(row.x());
      close("value", row, row.value(), f.apply(x).item(), 4);
      assertEquals(f.apply(x).item(), values[i], "as a number and in an array, at " + row.x());
      close("first derivative", row, row.first(), first.apply(x).item(), steep ? 512 : 16);
      close("second derivative", row, row.second(), second.apply(x).item(), steep ? 1024 : 32);
    }
  }

  private static void close(String what, Row row, double expected, double actual, int ulps) {
    double error = Math.abs(actual - expected) / Math.ulp(expected);
    assertTrue(
        error <= ulps,
        () ->
            what
                + " at "
                + row.x()
                + ": "
                + actual
                + ", not "
                + expected
                + ": "
                + error
                + " ulp, not "
                + ulps);
  }

  private static Map<String, List<Row>> rows() throws IOException {
    try (var in = ElementaryValuesTest.class.getResourceAsStream("elementary.csv")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .skip(1)
          .map(Row::parse)
          .collect(Collectors.groupingBy(Row::operation, TreeMap::new, Collectors.toList()));
    }
  }
}
