package org.cotangent.pass;

import static org.cotangent.pass.Constants.fits;
import static org.cotangent.pass.Constants.floating;
import static org.cotangent.pass.Constants.is;
import static org.cotangent.pass.Constants.isUniform;
import static org.cotangent.pass.Constants.powerOfTwo;
import static org.cotangent.pass.Constants.value;
import static org.cotangent.pass.Constants.whole;

import java.util.List;
import java.util.Optional;
import org.cotangent.ops.Arithmetic.Abs;
import org.cotangent.ops.Arithmetic.Add;
import org.cotangent.ops.Arithmetic.Div;
import org.cotangent.ops.Arithmetic.MaskedMul;
import org.cotangent.ops.Arithmetic.Mul;
import org.cotangent.ops.Arithmetic.Neg;
import org.cotangent.ops.Arithmetic.Sub;
import org.cotangent.ops.Powers.Pow;
import org.cotangent.ops.Powers.PowLess;
import org.cotangent.ops.Powers.Reciprocal;
import org.cotangent.ops.Powers.Square;
import org.cotangent.ops.StopGradient;
import org.cotangent.primitive.Atom;
import org.cotangent.primitive.Pointwise;
import org.cotangent.primitive.Primitive;

/// Sums, products, quotients and powers.
///
/// Not here, because they are no identities of floating numbers: `x + 0 = x` (−0), `x·0 = 0` (NaN, ∞), `x − x = 0`, `0 − x = −x`,
/// `−(x − y) = y − x` (0), and those that round otherwise, such as `x³ = x·x·x` or `x/y = x·(1/y)`.
final class ArithmeticIdentities {
  static final List<Identity<?>> ALL =
      List.of(
          of(
              Add.class,
              "x + (−0) = x, of whole numbers x + 0 = x",
              (_, x, in) -> {
                for (int i = 0; i < 2; i++) {
                  if (is(x.get(i), -0.0, in) || whole(x.get(i)) && is(x.get(i), 0, in)) {
                    return Optional.of(x.get(1 - i));
                  }
                }
                return Optional.empty();
              }),
          of(
              Add.class,
              "x + (−y) = x − y, (−x) + y = y − x",
              (_, x, in) -> {
                for (int i = 1; i >= 0; i--) {
                  if (in.origin(x.get(i)) instanceof Origin.Made(Neg _, List<Atom> negated)) {
                    return Optional.of(in.emit(new Sub(), x.get(1 - i), negated.getFirst()));
                  }
                }
                return Optional.empty();
              }),
          of(
              Sub.class,
              "x − 0 = x",
              (_, x, in) -> is(x.get(1), 0, in) ? Optional.of(x.get(0)) : Optional.empty()),
          of(
              Sub.class,
              "(−0) − x = −x, of whole numbers 0 − x = −x",
              (_, x, in) ->
                  is(x.get(0), -0.0, in) || whole(x.get(0)) && is(x.get(0), 0, in)
                      ? Optional.of(in.emit(new Neg(), x.get(1)))
                      : Optional.empty()),
          of(
              Sub.class,
              "x − (−y) = x + y",
              (_, x, in) ->
                  in.origin(x.get(1)) instanceof Origin.Made(Neg _, List<Atom> negated)
                      ? Optional.of(in.emit(new Add(), x.get(0), negated.getFirst()))
                      : Optional.empty()),
          of(
              Sub.class,
              "of whole numbers x − x = 0",
              (_, x, _) ->
                  whole(x.get(0)) && x.get(0).equals(x.get(1))
                      ? Optional.of(Rewriter.fill(x.get(0).aval(), 0))
                      : Optional.empty()),
          of(
              Neg.class,
              "−(−x) = x",
              (_, x, in) ->
                  in.origin(x.get(0)) instanceof Origin.Made(Neg _, List<Atom> negated)
                      ? Optional.of(negated.getFirst())
                      : Optional.empty()),
          of(
              Neg.class,
              "−(x·c) = x·(−c), −(x/c) = x/(−c) for a literal c",
              (_, x, in) ->
                  in.origin(x.get(0)) instanceof Origin.Made(var scaling, List<Atom> scaled)
                          && floating(x.get(0))
                          && (scaling instanceof Mul || scaling instanceof Div)
                          && in.usedOnce(x.get(0))
                          && isUniform(scaled.get(1), in)
                      ? Optional.of(in.emit(scaling, scaled.get(0), negated(scaled.get(1), in)))
                      : Optional.empty()),
          of(
              Mul.class,
              "c·x = x·c for a literal c",
              (_, x, in) ->
                  isUniform(x.get(0), in) && !isUniform(x.get(1), in)
                      ? Optional.of(in.emit(new Mul(), x.get(1), x.get(0)))
                      : Optional.empty()),
          of(Mul.class, "x·1 = x, x·(−1) = −x", ArithmeticIdentities::unit),
          of(Div.class, "x/1 = x, x/(−1) = −x", ArithmeticIdentities::unit),
          of(
              Mul.class,
              "of whole numbers x·0 = 0",
              (_, x, in) ->
                  whole(x.get(1)) && is(x.get(1), 0, in)
                      ? Optional.of(x.get(1))
                      : Optional.empty()),
          of(
              Mul.class,
              "(−x)·(−y) = x·y, (−x)·c = x·(−c) for a literal c",
              ArithmeticIdentities::signs),
          of(
              MaskedMul.class,
              "the same with the product of the strong zero",
              ArithmeticIdentities::signs),
          of(
              Div.class,
              "(−x)/(−y) = x/y, (−x)/c = x/(−c) for a literal c",
              ArithmeticIdentities::signs),
          of(
              Mul.class,
              "(x·a)·b = x·(a·b) for literals, a = 2ᵏ, k ≥ 0, |b| ≥ 1",
              ArithmeticIdentities::scaled),
          of(
              Mul.class,
              "x·x = x²",
              (_, x, in) ->
                  x.get(0).equals(x.get(1))
                      ? Optional.of(in.emit(new Square(), x.get(0)))
                      : Optional.empty()),
          of(
              MaskedMul.class,
              "0·x = 0 where the strong zero holds",
              (_, x, in) -> {
                for (int i = 0; i < 2; i++) {
                  if (is(x.get(i), 0, in) || is(x.get(i), -0.0, in)) {
                    return Optional.of(Rewriter.fill(x.get(i).aval(), 0));
                  }
                }
                return Optional.empty();
              }),
          of(
              Div.class,
              "x/2ᵏ = x·2⁻ᵏ",
              (_, x, in) ->
                  floating(x.get(0))
                          && isUniform(x.get(1), in)
                          && powerOfTwo(value(x.get(1), in))
                          && fits(1 / value(x.get(1), in), x.get(0))
                      ? Optional.of(
                          in.emit(
                              new Mul(),
                              x.get(0),
                              Rewriter.fill(x.get(1).aval(), 1 / value(x.get(1), in))))
                      : Optional.empty()),
          of(
              Div.class,
              "1/x by its name",
              (_, x, in) ->
                  floating(x.get(0)) && is(x.get(0), 1, in)
                      ? Optional.of(in.emit(new Reciprocal(), x.get(1)))
                      : Optional.empty()),
          of(
              Square.class,
              "(−x)² = |x|² = x²",
              (_, x, in) ->
                  in.origin(x.get(0)) instanceof Origin.Made(var sign, List<Atom> of)
                          && (sign instanceof Neg || sign instanceof Abs)
                      ? Optional.of(in.emit(new Square(), of.getFirst()))
                      : Optional.empty()),
          of(
              Abs.class,
              "|−x| = |x|, ||x|| = |x|",
              (_, x, in) ->
                  in.origin(x.get(0)) instanceof Origin.Made(var sign, List<Atom> of)
                          && (sign instanceof Neg || sign instanceof Abs)
                      ? Optional.of(in.emit(new Abs(), of.getFirst()))
                      : Optional.empty()),
          of(
              Pow.class,
              "x⁰ = 1, x¹ = x, x² by its name, 1ˣ = 1",
              (_, x, in) ->
                  floating(x.get(0)) && is(x.get(0), 1, in)
                      ? Optional.of(x.get(0))
                      : power(x, isUniform(x.get(1), in) ? value(x.get(1), in) : Double.NaN, in)),
          of(
              PowLess.class,
              "xᵖ⁻ᵏ = x^(p − k) for small whole p",
              (less, x, in) -> {
                if (!isUniform(x.get(1), in)) {
                  return Optional.empty();
                }
                double p = value(x.get(1), in);
                return p == Math.rint(p) && Math.abs(p) < 1 << 20
                    ? Optional.of(
                        in.emit(new Pow(), x.get(0), Rewriter.fill(x.get(1).aval(), p - less.by())))
                    : Optional.empty();
              }),
          of(StopGradient.class, "a value is no derivative", (_, x, _) -> Optional.of(x.get(0))));

  private ArithmeticIdentities() {}

  private static <P extends Primitive> Identity<P> of(
      Class<P> primitive, String text, Identity.Right<P> right) {
    return new Identity<>(primitive, text, right);
  }

  private static Atom negated(Atom constant, Rewriter in) {
    return Rewriter.fill(constant.aval(), -value(constant, in));
  }

  private static Optional<Atom> unit(Primitive primitive, List<Atom> x, Rewriter in) {
    if (is(x.get(1), 1, in)) {
      return Optional.of(x.get(0));
    }
    return is(x.get(1), -1, in) ? Optional.of(in.emit(new Neg(), x.get(0))) : Optional.empty();
  }

  private static <P extends Primitive & Pointwise> Optional<Atom> signs(
      P product, List<Atom> x, Rewriter in) {
    boolean floating = floating(x.get(0));
    if (!floating || !(in.origin(x.get(0)) instanceof Origin.Made(Neg _, List<Atom> left))) {
      return Optional.empty();
    }
    if (in.origin(x.get(1)) instanceof Origin.Made(Neg _, List<Atom> right)) {
      return Optional.of(in.emit(product, left.getFirst(), right.getFirst()));
    }
    return isUniform(x.get(1), in)
        ? Optional.of(in.emit(product, left.getFirst(), negated(x.get(1), in)))
        : Optional.empty();
  }

  /// A factor that is at least 1 can't bring back what overflowed, nor make an underflow that was none.
  private static Optional<Atom> scaled(Mul product, List<Atom> x, Rewriter in) {
    if (!floating(x.get(0))
        || !isUniform(x.get(1), in)
        || !(in.origin(x.get(0)) instanceof Origin.Made(Mul _, List<Atom> inner))
        || !isUniform(inner.get(1), in)) {
      return Optional.empty();
    }
    double a = value(inner.get(1), in);
    double b = value(x.get(1), in);
    double both = a * b;
    return powerOfTwo(a)
            && Math.abs(a) >= 1
            && Math.abs(b) >= 1
            && Math.abs(both) <= Double.MAX_VALUE
            && fits(both, x.get(0))
        ? Optional.of(in.emit(product, inner.get(0), Rewriter.fill(x.get(1).aval(), both)))
        : Optional.empty();
  }

  private static Optional<Atom> power(List<Atom> x, double p, Rewriter in) {
    Atom base = x.get(0);
    if (!floating(base)) {
      return Optional.empty();
    }
    if (p == 0) {
      return Optional.of(Rewriter.fill(base.aval(), 1));
    }
    if (p == 1) {
      return Optional.of(base);
    }
    return p == 2 ? Optional.of(in.emit(new Square(), base)) : Optional.empty();
  }
}
