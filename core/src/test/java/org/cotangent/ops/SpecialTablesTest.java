package org.cotangent.ops;

import static org.cotangent.Autodiff.grad;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.cotangent.DType;
import org.cotangent.Tensor;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Values and derivatives of special functions against those computed with 50 digits: the files that `special.py` beside
/// them wrote.
class SpecialTablesTest {
  /// The arguments of one function and order, each as a vector, and the values.
  private record Table(String name, String order, double[][] x, double[] values) {}

  /// What a function is and how far its results may be off, relatively, plus a part of the largest for those that have zeros.
  private record Claim(
      Function<Tensor[], Tensor> f, double relative, double derivatives, double absolute) {}

  private static final List<String> FILES = List.of("special.csv", "integrals.csv");

  private static final Map<String, Claim> CLAIMS = new LinkedHashMap<>();

  static {
    unary("exp10", Exponential::exp10, 3e-16, 1e-15, 0);
    unary("log1mexp", Exponential::log1mexp, 3e-16, 2e-15, 0);
    binary("logDiffExp", Exponential::logDiffExp, 1e-15, 1e-13, 1e-16);
    unary("sinPi", Trigonometric::sinPi, 4e-16, 1e-15, 0);
    unary("cosPi", Trigonometric::cosPi, 4e-16, 1e-15, 0);
    unary("tanPi", Trigonometric::tanPi, 1e-15, 4e-15, 0);
    unary("gudermannian", Trigonometric::gudermannian, 4e-16, 3e-15, 0);
    unary("haversine", Trigonometric::haversine, 4e-16, 1e-15, 0);
    unary("erfcinv", Special::erfcinv, 1e-15, 1e-14, 0);
    unary("dawson", Special::dawson, 1e-15, 1e-15, 1e-15);
    binary("owensT", Special::owensT, 2e-15, 1e-14, 0);
    unary("lambertW", Special::lambertW, 4e-16, 3e-15, 0);
    unary("lambertWm1", Special::lambertWm1, 4e-16, 3e-15, 1e-14);
    unary("expi", Special::expi, 2e-15, 1e-14, 1e-15);
    unary("exp1", Special::exp1, 1e-15, 2e-15, 0);
    unary("logInt", Special::logInt, 4e-15, 1e-15, 1e-15);
    for (int n : new int[] {0, 2, 3, 7, 40, 1000}) {
      unary("expn" + n, x -> Special.expn(n, x), 1e-15, 2e-15, 0);
    }
    unary("si", Special::si, 1e-15, 1e-15, 1e-15);
    unary("ci", Special::ci, 1e-15, 1e-15, 1e-15);
    unary("dilogarithm", Special::dilogarithm, 1e-15, 1e-14, 0);
    unary("spence", Special::spence, 1e-15, 1e-14, 1e-15);
  }

  private static void unary(
      String name, UnaryOperator<Tensor> f, double value, double derivatives, double absolute) {
    CLAIMS.put(name, new Claim(x -> f.apply(x[0]), value, derivatives, absolute));
  }

  private static void binary(
      String name, BinaryOperator<Tensor> f, double value, double derivatives, double absolute) {
    CLAIMS.put(name, new Claim(x -> f.apply(x[0], x[1]), value, derivatives, absolute));
  }

  @TestFactory
  Stream<DynamicTest> tables() throws IOException {
    var tables = new ArrayList<Table>();
    for (String file : FILES) {
      tables.addAll(tables(file));
    }
    assertEquals(
        CLAIMS.keySet().stream().toList(), tables.stream().map(Table::name).distinct().toList());
    return tables.stream()
        .map(table -> dynamicTest(table.name() + " " + table.order(), () -> check(table)));
  }

  private static void check(Table table) {
    Claim claim = Objects.requireNonNull(CLAIMS.get(table.name()));
    Function<Tensor[], Tensor> f = claim.f();
    boolean value = true;
    for (int i = 0; i < table.order().length(); i++) {
      for (int n = table.order().charAt(i) - '0'; n > 0; n--) {
        f = derivative(f, i);
        value = false;
      }
    }
    Tensor[] x = Arrays.stream(table.x()).map(Tensor::vector).toArray(Tensor[]::new);
    double[] actual = f.apply(x).toDoubles();
    double largest = Arrays.stream(table.values()).map(Math::abs).max().orElse(0);
    double relative = value ? claim.relative() : claim.derivatives();
    double worst = 0;
    for (int i = 0; i < actual.length; i++) {
      double expected = table.values()[i];
      double tolerance =
          relative * Math.abs(expected)
              + claim.absolute() * Math.min(1, largest)
              + Double.MIN_NORMAL * 1e-10;
      int row = i;
      worst = Math.max(worst, Math.abs(expected - actual[i]) / Math.abs(expected));
      assertEquals(expected, actual[i], tolerance, () -> table.name() + at(table, row));
    }
    if (Boolean.getBoolean("cotangent.test.report")) {
      System.out.println(table.name() + " " + table.order() + " worst " + worst);
    }
    if (value) {
      single(table, f);
    }
  }

  /// In single precision: the result in double precision at the same numbers, rounded once.
  private static void single(Table table, Function<Tensor[], Tensor> f) {
    Tensor[] x =
        Arrays.stream(table.x()).map(v -> Tensor.vector(v).to(DType.F32)).toArray(Tensor[]::new);
    Tensor[] wide = Arrays.stream(x).map(v -> v.to(DType.F64)).toArray(Tensor[]::new);
    double[] actual = f.apply(x).toDoubles();
    double[] expected = f.apply(wide).toDoubles();
    for (int i = 0; i < actual.length; i++) {
      int row = i;
      assertEquals(
          (float) expected[i], (float) actual[i], () -> "F32 " + table.name() + at(table, row));
    }
  }

  private static String at(Table table, int row) {
    var text = new StringBuilder(" " + table.order() + " at");
    for (double[] x : table.x()) {
      text.append(' ').append(x[row]);
    }
    return text.toString();
  }

  /// The derivative of each element by that of argument i.
  private static Function<Tensor[], Tensor> derivative(Function<Tensor[], Tensor> f, int i) {
    return x ->
        grad(
            (Tensor t) -> {
              Tensor[] moved = x.clone();
              moved[i] = t;
              return f.apply(moved).sum();
            },
            x[i]);
  }

  private static List<Table> tables(String file) throws IOException {
    var lines = new LinkedHashMap<String, List<String[]>>();
    try (var in = SpecialTablesTest.class.getResourceAsStream(file)) {
      assertTrue(in != null, file + " is missing");
      for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList()) {
        String[] columns = line.split(",");
        // A derivative that the generator has by a formula of its own is a function there.
        String[] name = columns[0].split("_");
        String order = name.length == 2 ? name[1] : columns[1];
        lines.computeIfAbsent(name[0] + "," + order, _ -> new ArrayList<>()).add(columns);
      }
    }
    var tables = new ArrayList<Table>();
    lines.forEach((key, rows) -> {
      String[] name = key.split(",");
      double[][] x = new double[name[1].length()][];
      for (int i = 0; i < x.length; i++) {
        int column = 2 + i;
        x[i] = rows.stream().mapToDouble(row -> Double.parseDouble(row[column])).toArray();
      }
      double[] values =
          rows.stream().mapToDouble(row -> Double.parseDouble(row[row.length - 1])).toArray();
      tables.add(new Table(name[0], name[1], x, values));
    });
    return tables;
  }
}
