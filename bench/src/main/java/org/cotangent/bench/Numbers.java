package org.cotangent.bench;

import static org.cotangent.Autodiff.grad;
import static org.cotangent.Autodiff.vjp;

import org.cotangent.Tensor;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// A chain of a thousand operations on numbers: a product, a sum and a sine in turn.
@State(Scope.Thread)
public class Numbers {
  static final int LENGTH = 1000;

  /// Whether the process has done a bit of everything before.
  @Param({"false", "true"})
  public boolean used;

  private double point = 0.7;

  /// The point is a field, so nothing of the chain is known to the compiler.
  public Numbers() {}

  /// Works first if asked.
  @Setup
  public void prepare() {
    if (used && Double.isNaN(Everyday.work(2))) {
      throw new AssertionError("the derivatives are finite");
    }
  }

  static double chain(double x) {
    double y = x;
    for (int k = 0; k < LENGTH; k++) {
      y =
          switch (k % 3) {
            case 0 -> y * x;
            case 1 -> y + x;
            default -> Math.sin(y);
          };
    }
    return y;
  }

  static Tensor chain(Tensor x) {
    Tensor y = x;
    for (int k = 0; k < LENGTH; k++) {
      y =
          switch (k % 3) {
            case 0 -> y.times(x);
            case 1 -> y.plus(x);
            default -> y.sin();
          };
    }
    return y;
  }

  /// Values only.
  @Benchmark
  public double forward(Beside beside) {
    return beside.run(() -> chain(point), () -> chain(Tensor.scalar(point)).item());
  }

  /// Values, and the graph for the way back.
  @Benchmark
  public double recorded(Beside beside) {
    return beside.run(
        () -> chain(point), () -> vjp(Numbers::chain, Tensor.scalar(point)).value().item());
  }

  /// Values and the derivative.
  @Benchmark
  public double gradient(Beside beside) {
    return beside.run(() -> chain(point), () -> grad(Numbers::chain).at(point));
  }

  /// The second derivative, in reverse over reverse mode.
  @Benchmark
  public double second(Beside beside) {
    return beside.run(() -> chain(point), () -> grad(grad(Numbers::chain)).at(point));
  }

  /// A gradient in which nothing happens; beside it nothing.
  @Benchmark
  public double empty() {
    return grad(x -> x).at(point);
  }
}
