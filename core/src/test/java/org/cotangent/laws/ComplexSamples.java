package org.cotangent.laws;

import static org.cotangent.laws.Samples.any;
import static org.cotangent.laws.Samples.in;
import static org.cotangent.laws.Samples.positive;

import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import org.cotangent.Complex;
import org.cotangent.Tensor;
import org.cotangent.testkit.Sample;

/// Functions of complex numbers.
final class ComplexSamples {
  private static final double INF = Double.POSITIVE_INFINITY;
  private static final Tensor SPECIALS =
      Tensor.vector(0, -0.0, 1, -1, INF, -INF, Double.NaN, 1e300, 1e-300);

  private ComplexSamples() {}

  static void addTo(List<Sample> all) {
    unary(all, "complexReciprocal", Complex::reciprocal);
    unary(all, "complexExp", Complex::exp);
    unary(all, "complexLog", Complex::log);
    unary(all, "complexSqrt", Complex::sqrt);
    unary(all, "complexSin", Complex::sin);
    unary(all, "complexCos", Complex::cos);
    unary(all, "complexTan", Complex::tan);
    unary(all, "complexSinh", Complex::sinh);
    unary(all, "complexCosh", Complex::cosh);
    unary(all, "complexTanh", Complex::tanh);
    for (double power : new double[] {0, 1, 2, 3, -2, 0.5, -1.5}) {
      unary(all, "complexPower", z -> z.pow(power));
    }
    unary(all, "complexAbs", z -> new Complex(z.abs(), z.arg()));
    binary(all, "complexTimes", Complex::times);
    binary(all, "complexDiv", Complex::div);
    binary(all, "complexPow", Complex::pow);
    binary(all, "complexPolar", (z, w) -> Complex.polar(z.re(), z.im()).minus(w));
    all.add(
        Sample.smooth(
            "complexMean",
            x -> {
              Complex z = pair(x, 0);
              return parts(z.mean().plus(z.sum()).times(z.mean(0, 1)).conjugate().unaryMinus());
            },
            any(2, 3),
            any(2, 3)));
    all.add(
        Sample.smooth(
            "complexMatmul",
            x -> {
              var a = new Complex(x.get(0), x.get(1));
              Complex product = a.matmul(a.transpose()).reshape(-1).slice("1:");
              return List.of(product.toPairs(), Complex.ofPairs(product.toPairs()).get(0).re());
            },
            any(2, 3),
            any(2, 3)));
  }

  private static void unary(List<Sample> all, String name, UnaryOperator<Complex> f) {
    for (int[] shape : new int[][] {{}, {3}, {2, 1, 3}, {0, 2}}) {
      all.add(
          Sample.smooth(
              name, x -> parts(f.apply(pair(x, 0))), in(-1.2, -0.5, shape), in(-1.2, 1.2, shape)));
      all.add(
          Sample.smooth(
              name, x -> parts(f.apply(pair(x, 0))), in(0.5, 1.2, shape), in(-1.2, 1.2, shape)));
    }
    all.add(Sample.rough(name, x -> parts(f.apply(pair(x, 0))), SPECIALS.reshape(-1, 1), SPECIALS));
  }

  private static void binary(List<Sample> all, String name, BinaryOperator<Complex> f) {
    for (int[][] shapes : new int[][][] {{{}, {}}, {{3}, {2, 1}}, {{2, 3}, {3}}, {{0, 2}, {2}}}) {
      all.add(
          Sample.smooth(
              name,
              x -> parts(f.apply(pair(x, 0), pair(x, 2))),
              positive(shapes[0]),
              any(shapes[0]),
              any(shapes[1]),
              positive(shapes[1])));
    }
  }

  private static Complex pair(List<Tensor> x, int first) {
    return new Complex(x.get(first), x.get(first + 1));
  }

  private static List<Tensor> parts(Complex z) {
    return List.of(z.re(), z.im());
  }
}
