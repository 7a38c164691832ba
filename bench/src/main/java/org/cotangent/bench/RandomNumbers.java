package org.cotangent.bench;

import static org.cotangent.Autodiff.grad;
import static org.cotangent.Autodiff.vjp;

import java.util.SplittableRandom;
import org.cotangent.Tensor;
import org.cotangent.ops.Arithmetic;
import org.cotangent.ops.Exponential;
import org.cotangent.ops.Extrema;
import org.cotangent.ops.Powers;
import org.cotangent.ops.Trigonometric;
import org.cotangent.primitive.Op;
import org.cotangent.primitive.Primitive;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// A chain of a thousand primitives drawn at random, all applied at one place of the program: nothing can be inlined there, as
/// in a large program with many operations.
@State(Scope.Thread)
public class RandomNumbers {
  private static final Op[] OPS = {
    ready(new Arithmetic.Add()),
    ready(new Arithmetic.Sub()),
    ready(new Arithmetic.Mul()),
    ready(new Arithmetic.Div()),
    ready(new Arithmetic.MaskedMul()),
    ready(new Arithmetic.CopySign()),
    ready(new Extrema.Maximum()),
    ready(new Extrema.Minimum()),
    ready(new Arithmetic.Neg()),
    ready(new Arithmetic.Abs()),
    ready(new Powers.Square()),
    ready(new Powers.Reciprocal()),
    ready(new Trigonometric.Sin()),
    ready(new Trigonometric.Cos()),
    ready(new Trigonometric.Atan()),
    ready(new Trigonometric.Tanh()),
    ready(new Powers.Cbrt()),
    ready(new Exponential.Expm1()),
    ready(new Trigonometric.Sin()),
    ready(new Trigonometric.Cos()),
    ready(new Trigonometric.Tanh()),
  };

  private static final int[] CODES =
      new SplittableRandom(1).ints(Numbers.LENGTH, 0, OPS.length).toArray();

  private static final int BINARY = 8;

  private double point = 0.7;

  /// The primitives are the same in every process.
  public RandomNumbers() {}

  private static Op ready(Primitive primitive) {
    return Op.of(primitive);
  }

  static double chain(double x) {
    double y = x;
    for (int code : CODES) {
      y =
          switch (code) {
            case 0 -> y + x;
            case 1 -> y - x;
            case 2 -> y * x;
            case 3 -> y / x;
            case 4 -> y == 0 || x == 0 ? 0 : y * x;
            case 5 -> Math.copySign(y, x);
            case 6 -> Math.max(y, x);
            case 7 -> Math.min(y, x);
            case 8 -> -y;
            case 9 -> Math.abs(y);
            case 10 -> y * y;
            case 11 -> 1 / y;
            case 12, 18 -> Math.sin(y);
            case 13, 19 -> Math.cos(y);
            case 14 -> Math.atan(y);
            case 15, 20 -> Math.tanh(y);
            case 16 -> Math.cbrt(y);
            default -> Math.expm1(y);
          };
    }
    return y;
  }

  static Tensor chain(Tensor x) {
    Tensor y = x;
    for (int code : CODES) {
      Op op = OPS[code];
      y = code < BINARY ? op.bind(y, x) : op.bind(y);
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
        () -> chain(point), () -> vjp(RandomNumbers::chain, Tensor.scalar(point)).value().item());
  }

  /// Values and the derivative.
  @Benchmark
  public double gradient(Beside beside) {
    return beside.run(() -> chain(point), () -> grad(RandomNumbers::chain).at(point));
  }
}
