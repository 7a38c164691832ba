package org.cotangent.bench;

import static org.cotangent.Autodiff.compilePlain;
import static org.cotangent.Autodiff.valueAndGrad;
import static org.cotangent.Tensor.scalar;

import org.cotangent.PlainFunction;
import org.cotangent.Tensor;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// Values and gradients on plain doubles, beside derivatives written by hand in plain Java.
///
/// Each clock shows [#CALLS] calls. In between the point moves a little, so that no call is spared.
@State(Scope.Thread)
public class PlainDoubles {
  private static final int CALLS = 1000;

  record Three(Tensor x, Tensor y, Tensor c) {}

  /// A derivative by hand: reads the point, writes value and gradient.
  private interface ByHand {
    void apply(double[] in, double[] out);
  }

  private final PlainFunction seed =
      compilePlain(
          valueAndGrad((Three p) -> p.x().times(p.y()).plus(p.c()).times(p.c()).plus(p.x())),
          new Three(scalar(0), scalar(0), scalar(0)));

  private final PlainFunction ten = rosenbrock(10);
  private final PlainFunction hundred = rosenbrock(100);
  private final PlainFunction chain = compilePlain(valueAndGrad((Tensor x) -> chain(x)), scalar(0));

  /// Compiles.
  public PlainDoubles() {}

  private static PlainFunction rosenbrock(int size) {
    return compilePlain(valueAndGrad((Tensor x) -> rosenbrock(x, size)), Tensor.zeros(size));
  }

  private static Tensor rosenbrock(Tensor x, int size) {
    Tensor sum = scalar(0);
    for (int i = 0; i + 1 < size; i++) {
      Tensor slope = x.get(i + 1).minus(x.get(i).times(x.get(i)));
      Tensor rest = Tensor.minus(1, x.get(i));
      sum = sum.plus(slope.times(slope).times(100).plus(rest.times(rest)));
    }
    return sum;
  }

  private static void rosenbrock(double[] x, double[] out) {
    double sum = 0;
    double carried = 0;
    for (int i = 0; i + 1 < x.length; i++) {
      double slope = x[i + 1] - x[i] * x[i];
      double rest = 1 - x[i];
      sum += 100 * slope * slope + rest * rest;
      out[i + 1] = carried - 400 * x[i] * slope - 2 * rest;
      carried = 200 * slope;
    }
    out[x.length] = carried;
    out[0] = sum;
  }

  private static final int STEPS = 1000;

  private static Tensor chain(Tensor x) {
    Tensor y = x;
    for (int k = 0; k < STEPS; k++) {
      y = k % 3 == 0 ? y.times(x) : k % 3 == 1 ? y.plus(x) : y.sin();
    }
    return y;
  }

  private static void chain(double[] in, double[] out) {
    double x = in[0];
    double[] before = new double[STEPS];
    double y = x;
    for (int k = 0; k < STEPS; k++) {
      before[k] = y;
      y = k % 3 == 0 ? y * x : k % 3 == 1 ? y + x : Math.sin(y);
    }
    double ct = 1;
    double gradient = 0;
    for (int k = STEPS - 1; k >= 0; k--) {
      if (k % 3 == 0) {
        gradient += ct * before[k];
        ct *= x;
      } else if (k % 3 == 1) {
        gradient += ct;
      } else {
        ct *= Math.cos(before[k]);
      }
    }
    out[0] = y;
    out[1] = gradient + ct;
  }

  private static double beside(
      Beside beside, PlainFunction compiled, ByHand byHand, int calls, double... point) {
    double[] out = new double[compiled.outputs()];
    return beside.run(
        () -> {
          double sum = 0;
          for (int i = 0; i < calls; i++) {
            point[0] = 0.7 + (i & 7) * 1e-3;
            byHand.apply(point, out);
            sum += out[1];
          }
          return sum;
        },
        () -> {
          double sum = 0;
          for (int i = 0; i < calls; i++) {
            point[0] = 0.7 + (i & 7) * 1e-3;
            compiled.apply(point, out);
            sum += out[1];
          }
          return sum;
        });
  }

  /// `(x·y + c)·c + x`.
  @Benchmark
  public double threeNumbers(Beside beside) {
    return beside(
        beside,
        seed,
        (in, out) -> {
          double t = in[0] * in[1] + in[2];
          out[0] = t * in[2] + in[0];
          out[1] = in[1] * in[2] + 1;
          out[2] = in[0] * in[2];
          out[3] = t + in[2];
        },
        CALLS,
        0.9,
        0.4,
        1.3);
  }

  /// Rosenbrock's function of ten variables.
  @Benchmark
  public double rosenbrockOfTen(Beside beside) {
    return beside(beside, ten, PlainDoubles::rosenbrock, CALLS, new double[10]);
  }

  /// Rosenbrock's function of a hundred variables.
  @Benchmark
  public double rosenbrockOfHundred(Beside beside) {
    return beside(beside, hundred, PlainDoubles::rosenbrock, CALLS / 10, new double[100]);
  }

  /// A chain of a thousand products, sums and sines.
  @Benchmark
  public double chainOfThousand(Beside beside) {
    return beside(beside, chain, PlainDoubles::chain, CALLS / 100, 0.7);
  }
}
