package org.cotangent.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.cotangent.Complex;
import org.junit.jupiter.api.Test;

/// Against `holomorphic.csv`, which `holomorphic.py` beside it wrote with 60 digits, and on the branch cuts.
class HolomorphicTest {
  private static final double INF = Double.POSITIVE_INFINITY;
  private static final double NAN = Double.NaN;

  private static final Map<String, UnaryOperator<Complex>> FUNCTIONS =
      Map.of(
          "reciprocal", Complex::reciprocal,
          "exp", Complex::exp,
          "log", Complex::log,
          "sqrt", Complex::sqrt,
          "sin", Complex::sin,
          "cos", Complex::cos,
          "tan", Complex::tan,
          "sinh", Complex::sinh,
          "cosh", Complex::cosh,
          "tanh", Complex::tanh);

  /// Units in the last place that each part may be off.
  private static final Map<String, Double> PARTS =
      Map.of(
          "reciprocal",
          3.0,
          "exp",
          3.0,
          "log",
          3.0,
          "sqrt",
          3.0,
          "sin",
          3.0,
          "cos",
          3.0,
          "tan",
          6.0,
          "sinh",
          3.0,
          "cosh",
          3.0,
          "tanh",
          6.0);

  private static List<String[]> rows() throws IOException {
    var rows = new ArrayList<String[]>();
    try (var in = HolomorphicTest.class.getResourceAsStream("holomorphic.csv")) {
      assertTrue(in != null, "holomorphic.csv is missing");
      for (String line : new String(in.readAllBytes(), StandardCharsets.US_ASCII).split("\n")) {
        rows.add(line.split(","));
      }
    }
    return rows;
  }

  private static double number(String[] row, int column) {
    return Double.parseDouble(row[column]);
  }

  private static Complex pair(String[] row, int column) {
    return Complex.of(number(row, column), number(row, column + 1));
  }

  private static double ulps(double want, double got) {
    return want == got ? 0 : Math.abs(want - got) / Math.ulp(want);
  }

  @Test
  void eachPartIsRight() throws IOException {
    var worst = new TreeMap<String, Double>();
    for (String[] row : rows()) {
      UnaryOperator<Complex> function = FUNCTIONS.get(row[0]);
      if (function != null) {
        Complex got = function.apply(pair(row, 1));
        double error =
            Math.max(ulps(number(row, 3), got.re().item()), ulps(number(row, 4), got.im().item()));
        worst.merge(row[0], error, Math::max);
      }
    }
    assertEquals(PARTS.keySet(), worst.keySet());
    PARTS.forEach((name, limit) -> {
      double error = worst.getOrDefault(name, Double.NaN);
      assertTrue(error <= limit, name + ": " + error);
    });
  }

  /// The parts of a product may cancel: the error is measured by the modulus.
  @Test
  void quotientsAndPowersAreRight() throws IOException {
    int count = 0;
    for (String[] row : rows()) {
      boolean power = row[0].startsWith("power");
      if (!power && !row[0].equals("div")) {
        continue;
      }
      Complex got =
          power
              ? pair(row, 1).pow(Double.parseDouble(row[0].substring(6)))
              : pair(row, 1).div(pair(row, 3));
      double re = number(row, power ? 3 : 5);
      double im = number(row, power ? 4 : 6);
      double scale = Math.ulp(Math.max(Math.abs(re), Math.abs(im)));
      double error =
          Math.max(Math.abs(re - got.re().item()), Math.abs(im - got.im().item())) / scale;
      // The angle is p times a rounded one.
      double bound = power ? 2 + 2 * Math.abs(Double.parseDouble(row[0].substring(6))) : 4;
      assertTrue(error <= bound, String.join(",", row) + ": " + got + " is off by " + error);
      count++;
    }
    assertTrue(count > 300, "rows " + count);
  }

  /// Doubles, so that NaN is NaN and the sign of a zero counts.
  private static void is(double re, double im, Complex got, String what) {
    assertEquals((Object) re, got.re().item(), what);
    assertEquals((Object) im, got.im().item(), what);
  }

  /// The sides of the cuts are told apart by the sign of the zero (C99, annex G).
  @Test
  void branchCuts() {
    is(0, 2, Complex.of(-4, 0.0).sqrt(), "sqrt above the cut");
    is(0, -2, Complex.of(-4, -0.0).sqrt(), "sqrt below the cut");
    is(0, 0.0, Complex.of(0, 0.0).sqrt(), "sqrt 0");
    is(0, -0.0, Complex.of(-0.0, -0.0).sqrt(), "sqrt -0");
    is(2, -0.0, Complex.of(4, -0.0).sqrt(), "sqrt of a positive number");
    is(Math.log(2), Math.PI, Complex.of(-2, 0.0).log(), "log above the cut");
    is(Math.log(2), -Math.PI, Complex.of(-2, -0.0).log(), "log below the cut");
    is(-INF, 0, Complex.of(0, 0).log(), "log 0");
    is(-INF, Math.PI, Complex.of(-0.0, 0).log(), "log -0");
    is(0, -0.0, Complex.of(0, -0.0).sin(), "sin");
    is(-0.0, 0.0, Complex.of(-0.0, 0.0).tanh(), "tanh");
    is(1, -0.0, Complex.of(0, 0.0).cos(), "cos");
    is(0.0, -0.0, Complex.of(0.0, -0.0).tan(), "tan");
    is(0.0, -0.0, Complex.of(0.0, -0.0).sinh(), "sinh");
  }

  @Test
  void infinities() {
    is(INF, INF, Complex.of(NAN, INF).sqrt(), "sqrt");
    is(INF, 0.0, Complex.of(INF, 3).sqrt(), "sqrt");
    is(INF, NAN, Complex.of(INF, NAN).sqrt(), "sqrt");
    is(0, -INF, Complex.of(-INF, -3).sqrt(), "sqrt");
    is(INF, Math.PI / 4, Complex.of(INF, INF).log(), "log");
    is(INF, NAN, Complex.of(NAN, -INF).log(), "log");
    is(INF, 0.0, Complex.of(INF, 0.0).exp(), "exp");
    is(-INF, INF, Complex.of(INF, 2).exp(), "exp");
    is(0.0, 0.0, Complex.of(-INF, INF).exp(), "exp");
    is(-0.0, 0.0, Complex.of(-INF, 2).exp(), "exp");
    is(1, 0.0, Complex.of(INF, INF).tanh(), "tanh");
    is(-1, NAN, Complex.of(-INF, NAN).tanh().plus(Complex.of(0, NAN)), "tanh");
    is(INF, -0.0, Complex.of(0, 0).reciprocal(), "1/0");
    is(-0.0, 0.0, Complex.of(-INF, -3).reciprocal(), "1/infinity");
    is(0, 0, Complex.of(3, 2).div(Complex.of(INF, 1)), "over infinity");
    is(INF, NAN, Complex.of(1, 0).div(Complex.of(0, 0)), "over 0");
    is(0.0, INF, Complex.of(0, INF).sin(), "sin");
    is(INF, -0.0, Complex.of(0.0, INF).cos(), "cos");
  }

  @Test
  void powersOfZero() {
    is(1, 0, Complex.of(0, 0).pow(0), "0^0");
    is(0, 0, Complex.of(0, 0).pow(1.5), "0^1.5");
    is(NAN, NAN, Complex.of(0, 0).pow(-1), "0^-1");
    is(1, 0, Complex.of(0, 0).pow(Complex.of(0, 0)), "0^0");
    is(0, 0, Complex.of(0, 0).pow(Complex.of(2, 1)), "0^(2+i)");
    is(NAN, NAN, Complex.of(0, 0).pow(Complex.of(-1, 0)), "0^-1");
    is(-1, 0, Complex.of(0, 1).pow(2), "i^2");
    is(-5, 10, Complex.of(1, 2).pow(3).plus(Complex.of(6, 12)), "(1+2i)^3 + 6 + 12i");
  }
}
