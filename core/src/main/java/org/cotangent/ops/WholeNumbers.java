package org.cotangent.ops;

import java.util.List;
import org.cotangent.Array;
import org.cotangent.DType;
import org.cotangent.DTypeException;
import org.cotangent.Shape;
import org.cotangent.Tensor;
import org.cotangent.kernel.Neighbours;
import org.cotangent.primitive.Aval;
import org.cotangent.primitive.Batching;
import org.cotangent.primitive.General;

/// Divisors of whole numbers. They have no derivative.
///
/// Thread-safe; all may be traced.
public final class WholeNumbers {
  private WholeNumbers() {}

  /// The greatest common divisor; that of x and 0 is |x|.
  public record Gcd() implements General.Constant {
    @Override
    public List<Aval> shapes(List<Aval> inputs) {
      return List.of(inputs.get(0));
    }

    @Override
    public List<Array> evaluate(List<Array> inputs) {
      return List.of(Neighbours.gcd(inputs.get(0), inputs.get(1)));
    }

    @Override
    public List<Tensor> batch(List<Tensor> inputs, boolean[] mapped, int size) {
      return bindAll(Batching.repeat(inputs, mapped, size));
    }
  }

  /// The greatest common divisor of whole numbers, not negative; that of x and 0 is |x|. Throws a [DTypeException] for others.
  public static Tensor gcd(Tensor a, Tensor b) {
    return common("gcd", a, b);
  }

  /// The least common multiple of whole numbers, not negative; 0 if one of them is 0. Throws a [DTypeException] for others.
  public static Tensor lcm(Tensor a, Tensor b) {
    return Arithmetic.floorDivide(a, common("lcm", a, b)).times(b).abs();
  }

  private static Tensor common(String operation, Tensor a, Tensor b) {
    DType dtype = DType.promote(a.dtype(), b.dtype());
    if (dtype.floating() || dtype == DType.BOOL) {
      throw new DTypeException(
          operation + ": " + a.aval() + " and " + b.aval() + " are not whole numbers: use to(I64)");
    }
    Shape shape = Shape.broadcast(operation, a.shape(), b.shape());
    return new Gcd().bind(Aligned.to(a, dtype, shape), Aligned.to(b, dtype, shape));
  }
}
