package org.cotangent.bench;

import static org.cotangent.Autodiff.grad;

import org.cotangent.Tensor;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// A chain of thirty operations on vectors, and its sum; beside it loops as one would write them, one for each operation, and
/// their derivatives by hand.
@State(Scope.Thread)
public class Vectors {
  static final int LENGTH = 30;

  /// How long the vectors are.
  @Param({"8", "10000"})
  public int size;

  /// Whether every third operation is a sine, which costs more than all the rest.
  @Param({"false", "true"})
  public boolean sine;

  private double[] point = {};
  private Tensor vector = Tensor.zeros(0);

  /// Sizes are parameters.
  public Vectors() {}

  /// Makes the point.
  @Setup
  public void prepare() {
    point = new double[size];
    for (int i = 0; i < size; i++) {
      point[i] = 0.3 + 0.6 * i / size;
    }
    vector = Tensor.vector(point);
  }

  private Tensor chain(Tensor x) {
    Tensor y = x;
    for (int k = 0; k < LENGTH; k++) {
      y =
          switch (k % 3) {
            case 0 -> y.times(x);
            case 1 -> y.plus(x);
            default -> sine ? y.sin() : y.minus(x);
          };
    }
    return y.sum();
  }

  private double[][] values() {
    double[][] values = new double[LENGTH + 1][];
    values[0] = point;
    for (int k = 0; k < LENGTH; k++) {
      double[] y = values[k];
      double[] next = new double[size];
      values[k + 1] = next;
      switch (k % 3) {
        case 0 -> times(y, next);
        case 1 -> plus(y, next, 1);
        default -> {
          if (sine) {
            sine(y, next);
          } else {
            plus(y, next, -1);
          }
        }
      }
    }
    return values;
  }

  private void times(double[] y, double[] next) {
    for (int i = 0; i < next.length; i++) {
      next[i] = y[i] * point[i];
    }
  }

  private void plus(double[] y, double[] next, double sign) {
    for (int i = 0; i < next.length; i++) {
      next[i] = y[i] + sign * point[i];
    }
  }

  private static void sine(double[] y, double[] next) {
    for (int i = 0; i < next.length; i++) {
      next[i] = Math.sin(y[i]);
    }
  }

  private double value() {
    double sum = 0;
    for (double y : values()[LENGTH]) {
      sum += y;
    }
    return sum;
  }

  private double derivative() {
    double[][] values = values();
    double[] cotangent = new double[size];
    double[] gradient = new double[size];
    java.util.Arrays.fill(cotangent, 1);
    for (int k = LENGTH - 1; k >= 0; k--) {
      double[] y = values[k];
      switch (k % 3) {
        case 0 -> {
          for (int i = 0; i < size; i++) {
            gradient[i] += cotangent[i] * y[i];
            cotangent[i] *= point[i];
          }
        }
        case 1 -> add(gradient, cotangent, 1);
        default -> {
          if (sine) {
            for (int i = 0; i < size; i++) {
              cotangent[i] *= Math.cos(y[i]);
            }
          } else {
            add(gradient, cotangent, -1);
          }
        }
      }
    }
    add(gradient, cotangent, 1);
    return gradient[0];
  }

  private static void add(double[] gradient, double[] cotangent, double sign) {
    for (int i = 0; i < gradient.length; i++) {
      gradient[i] += sign * cotangent[i];
    }
  }

  /// The value only.
  @Benchmark
  public double forward(Beside beside) {
    return beside.run(this::value, () -> chain(vector).item());
  }

  /// The value and the gradient.
  @Benchmark
  public double gradient(Beside beside) {
    return beside.run(this::derivative, () -> Scalars.first(grad(this::chain, vector)));
  }
}
