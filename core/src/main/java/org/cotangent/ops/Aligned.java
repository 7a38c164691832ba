package org.cotangent.ops;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.cotangent.Array;
import org.cotangent.DType;
import org.cotangent.Shape;
import org.cotangent.Tensor;
import org.cotangent.kernel.Buffers;
import org.cotangent.primitive.Aval;
import org.cotangent.primitive.Op;
import org.cotangent.primitive.Primitive;

/// What stands between the operations that users call and the primitives: promotion of dtypes, and broadcasting. Primitives do
/// neither, so both happen here, by inserting `Convert` and `Broadcast`.
final class Aligned {
  private Aligned() {}

  /// A floating operand, converted to `F64` if it is not.
  static Tensor floating(Tensor x) {
    DType dtype = x.dtype();
    return dtype.floating() ? x : Shaping.convert(x, DType.F64);
  }

  /// A number: truth values are converted to `I64`.
  static Tensor counted(Tensor x) {
    return x.dtype() == DType.BOOL ? Shaping.convert(x, DType.I64) : x;
  }

  /// Applies `op` to a floating operand; whole numbers are converted to `F64`.
  static Tensor unary(Op op, Tensor x) {
    return op.bind(floating(x));
  }

  /// Applies `op` after promotion and broadcasting. Truth values count as `I64`.
  static Tensor arithmetic(Op op, Tensor a, Tensor b) {
    Aval left = a.aval();
    Aval right = b.aval();
    if (left.equals(right) && left.dtype() != DType.BOOL) {
      return op.bind(a, b);
    }
    DType dtype = DType.promote(left.dtype(), right.dtype());
    return of(op, dtype == DType.BOOL ? DType.I64 : dtype, a, b);
  }

  /// Applies `op` after promotion to a floating dtype and broadcasting.
  static Tensor real(Op op, Tensor a, Tensor b) {
    Aval left = a.aval();
    Aval right = b.aval();
    if (left.equals(right) && left.dtype().floating()) {
      return op.bind(a, b);
    }
    return of(op, DType.promote(left.dtype(), right.dtype()).toFloating(), a, b);
  }

  /// Applies `op` with three operands after promotion to a floating dtype and broadcasting.
  static Tensor real(Op op, Tensor a, Tensor b, Tensor c) {
    DType dtype = DType.promote(DType.promote(a.dtype(), b.dtype()), c.dtype()).toFloating();
    Shape shape = Shape.broadcast(written(op), a.shape(), b.shape());
    shape = Shape.broadcast(written(op), shape, c.shape());
    return op.bind(List.of(to(a, dtype, shape), to(b, dtype, shape), to(c, dtype, shape)))
        .getFirst();
  }

  /// Applies `op` after conversion to `dtype` and broadcasting.
  static Tensor of(Op op, DType dtype, Tensor a, Tensor b) {
    Shape shape =
        a.shape().equals(b.shape())
            ? a.shape()
            : Shape.broadcast(written(op), a.shape(), b.shape());
    return op.bind(to(a, dtype, shape), to(b, dtype, shape));
  }

  /// The operation's name as users write it: `plus` for `add`, `lessEqual` for `less_equal`.
  private static String written(Op op) {
    return switch (op.primitive()) {
      case Arithmetic.Add _ -> "plus";
      case Arithmetic.Sub _ -> "minus";
      case Arithmetic.Mul _ -> "times";
      case BetaFunctions.BetaFunction _ -> "beta";
      case BetaFunctions.LogBeta _ -> "betaln";
      case IncompleteBetas.RegularisedBeta _ -> "betainc";
      case IncompleteBetas.UpperBeta _ -> "betaincc";
      case IncompleteBetas.InverseBeta _ -> "betaincinv";
      case IncompleteGammas.LowerGamma _ -> "gammainc";
      case IncompleteGammas.UpperGamma _ -> "gammaincc";
      case IncompleteGammas.InverseLowerGamma _ -> "gammaincinv";
      case IncompleteGammas.InverseUpperGamma _ -> "gammainccinv";
      case ZetaFunctions.HurwitzZeta _ -> "zeta";
      case Primitive other ->
          Pattern.compile("_(.)")
              .matcher(other.name())
              .replaceAll(m -> m.group(1).toUpperCase(Locale.ROOT));
    };
  }

  /// `x` with that dtype and shape.
  static Tensor to(Tensor x, DType dtype, Shape shape) {
    return Shaping.broadcastTo(Shaping.convert(x, dtype), shape);
  }

  /// Applies `op` to a tensor and a number, which takes the tensor's floating dtype.
  static Tensor right(Op op, Tensor x, double number) {
    Tensor left = floating(x);
    return op.bind(left, constant(number, left.aval()));
  }

  /// Applies `op` to a number, which takes the tensor's floating dtype, and a tensor.
  static Tensor left(Op op, double number, Tensor x) {
    Tensor right = floating(x);
    return op.bind(constant(number, right.aval()), right);
  }

  /// `number` everywhere, rounded if `aval` is `F32`.
  static Array constant(double number, Aval aval) {
    return Buffers.fill(aval, aval.dtype() == DType.F32 ? (float) number : number);
  }
}
