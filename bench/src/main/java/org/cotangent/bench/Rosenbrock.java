package org.cotangent.bench;

import static org.cotangent.Autodiff.grad;

import org.cotangent.Tensor;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// Rosenbrock's function of a hundred variables, written element by element.
@State(Scope.Thread)
public class Rosenbrock {
  private static final int SIZE = 100;

  /// Nine for each pair of neighbours, and a read of each element.
  static final int OPERATIONS = 9 * (SIZE - 1) + SIZE;

  private final double[] point = new double[SIZE];
  private final Tensor vector;

  /// Starts at a point that is not the minimum.
  public Rosenbrock() {
    for (int i = 0; i < SIZE; i++) {
      point[i] = i % 2 == 0 ? -1.2 : 1;
    }
    vector = Tensor.vector(point);
  }

  private double value() {
    double sum = 0;
    for (int i = 0; i + 1 < SIZE; i++) {
      double slope = point[i + 1] - point[i] * point[i];
      double rest = 1 - point[i];
      sum += 100 * (slope * slope) + rest * rest;
    }
    return sum;
  }

  private static Tensor value(Tensor x) {
    Tensor sum = Tensor.scalar(0);
    Tensor next = x.get(0);
    for (int i = 0; i + 1 < SIZE; i++) {
      Tensor here = next;
      next = x.get(i + 1);
      Tensor slope = next.minus(here.times(here));
      Tensor rest = Tensor.minus(1, here);
      sum = sum.plus(slope.times(slope).times(100).plus(rest.times(rest)));
    }
    return sum;
  }

  private double derivative() {
    double[] gradient = new double[SIZE];
    for (int i = 0; i + 1 < SIZE; i++) {
      double slope = point[i + 1] - point[i] * point[i];
      double rest = 1 - point[i];
      gradient[i + 1] += 200 * slope;
      gradient[i] -= 400 * slope * point[i] + 2 * rest;
    }
    return value() + gradient[0];
  }

  /// The value only.
  @Benchmark
  public double forward(Beside beside) {
    return beside.run(this::value, () -> value(vector).item());
  }

  /// The value and the gradient.
  @Benchmark
  public double gradient(Beside beside) {
    return beside.run(this::derivative, () -> Scalars.first(grad(Rosenbrock::value, vector)));
  }
}
