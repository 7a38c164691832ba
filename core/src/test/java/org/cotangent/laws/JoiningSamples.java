package org.cotangent.laws;

import static org.cotangent.Tensor.indices;
import static org.cotangent.laws.Samples.any;
import static org.cotangent.laws.Samples.binary;
import static org.cotangent.laws.Samples.comparison;
import static org.cotangent.laws.Samples.step;
import static org.cotangent.laws.Samples.unary;
import static org.cotangent.laws.Samples.whole;

import java.util.List;
import java.util.function.UnaryOperator;
import org.cotangent.Tensor;
import org.cotangent.ops.Affine;
import org.cotangent.ops.Arithmetic;
import org.cotangent.ops.Closeness;
import org.cotangent.ops.Comparison;
import org.cotangent.ops.Contraction;
import org.cotangent.ops.Diagonals;
import org.cotangent.ops.FloatingPoint;
import org.cotangent.ops.Joining;
import org.cotangent.ops.Rounding;
import org.cotangent.ops.SlidingWindows;
import org.cotangent.ops.WholeNumbers;
import org.cotangent.testkit.Sample;

/// Further joins, diagonals and windows; the representation of numbers; choices; affine products.
final class JoiningSamples {
  private JoiningSamples() {}

  static void addTo(List<Sample> all) {
    shapes(all);
    numbers(all);
    choices(all);
    products(all);
  }

  private static void shapes(List<Sample> all) {
    of(all, "dstack", x -> Joining.dstack(List.of(x, x.square())), 2, 3);
    of(all, "dstack", x -> Joining.dstack(List.of(x, x.square())), 3);
    of(all, "columnStack", x -> Joining.columnStack(List.of(x, x.slice(":, 0"))), 3, 2);
    of(all, "arraySplit", x -> Joining.arraySplit(x, 3, 0).get(1), 5, 2);
    of(all, "unstack", x -> Joining.unstack(x, 1).get(2), 2, 3, 2);
    of(all, "ravel", Joining::ravel, 2, 3);
    of(all, "flatten", x -> Joining.flatten(x, 0, -2), 2, 3, 2);
    of(all, "atLeast1d", x -> Joining.atLeast1d(x.sin()));
    of(all, "atLeast2d", x -> Joining.atLeast2d(x.sin()), 2);
    of(all, "atLeast3d", x -> Joining.atLeast3d(x.sin()), 2);
    of(all, "embed", x -> Diagonals.embed(x, 1, 0, -1), 2, 3);
    of(all, "fill", x -> Diagonals.fill(x, x.slice("..., 0, :2")), 2, 3, 2);
    of(all, "trilVector", x -> Diagonals.trilVector(x, 0), 2, 3, 3);
    of(all, "trilMatrix", Diagonals::trilMatrix, 2, 6);
    of(all, "unfold", x -> SlidingWindows.unfold(x, 2, 1, 1), 2, 4, 2);
    of(all, "unfold", x -> SlidingWindows.unfold(x, 3, 2, 0), 7);
    of(all, "fold", x -> SlidingWindows.fold(x, 5, 2, 0), 2, 2, 3);
    all.add(
        Sample.smooth(
            "broadcast", x -> Joining.broadcast(List.of(x.get(0), x.get(1))), any(2, 1), any(3)));
    all.add(Sample.rough("tri", x -> List.of(x.get(0).times(Diagonals.tri(2, 3, 1))), any(2, 3)));
  }

  private static void of(List<Sample> all, String name, UnaryOperator<Tensor> f, int... shape) {
    all.add(Sample.smooth(name, x -> List.of(f.apply(x.get(0))), any(shape)));
  }

  private static void numbers(List<Sample> all) {
    for (int[] shape : new int[][] {{}, {3}, {2, 1, 3}, {0, 3}}) {
      all.add(
          Sample.smooth(
              "ldexp",
              x -> List.of(FloatingPoint.ldexp(x.get(0), x.get(1).minus(2).to(x.get(1).dtype()))),
              any(shape),
              whole(9, 3)));
    }
    step(all, "frexp", x -> FloatingPoint.frexp(x).exponent());
    all.add(
        Sample.smooth(
            "frexp",
            x -> List.of(FloatingPoint.frexp(x.get(0)).mantissa()),
            Tensor.vector(1.1, -3, 0.3)));
    step(all, "frexp", x -> FloatingPoint.frexp(x).mantissa());
    step(all, "signBit", FloatingPoint::signBit);
    step(all, "spacing", FloatingPoint::spacing);
    comparison(all, "nextAfter", FloatingPoint::nextAfter);
    all.add(
        Sample.rough(
            "gcd",
            x ->
                List.of(WholeNumbers.gcd(x.get(0), x.get(1)), WholeNumbers.lcm(x.get(0), x.get(1))),
            whole(40, 4),
            whole(40, 3, 1)));
    unary(all, "cube", Arithmetic::cube, -2, 2);
    binary(all, "floatPower", (a, b) -> Arithmetic.floatPower(a, b).to(a.dtype()), 0.5, 2.5, -2, 2);
    binary(all, "divmod", (a, b) -> Arithmetic.divmod(a, b).remainder(), 0.1, 0.9, 1, 1.4);
    comparison(all, "divmod", (a, b) -> Arithmetic.divmod(a, b).quotient());
    step(all, "round", x -> Rounding.round(x, 1));
    step(all, "round", x -> Rounding.round(x, -1));
  }

  private static void choices(List<Sample> all) {
    step(all, "isPositiveInfinity", Comparison::isPositiveInfinity);
    step(all, "isNegativeInfinity", Comparison::isNegativeInfinity);
    step(all, "nanToNum", x -> Comparison.nanToNum(x, 1, 2, 3));
    binary(all, "heaviside", Comparison::heaviside, 0.2, 2, -1, 1);
    comparison(all, "isClose", (a, b) -> Closeness.isClose(a, b, 0.5, 0.1));
    comparison(all, "allClose", Closeness::allClose);
    comparison(all, "arrayEqual", Closeness::arrayEqual);
    all.add(
        Sample.smooth(
            "select",
            x ->
                List.of(
                    Comparison.select(
                        List.of(x.get(0).greater(1), x.get(0).greater(-1)),
                        List.of(x.get(1), x.get(2).square()),
                        x.get(0).sin())),
            any(4, 3),
            any(3),
            any(4, 1)));
  }

  private static void products(List<Sample> all) {
    all.add(
        Sample.smooth(
            "addmm",
            x -> List.of(Affine.addmm(x.get(0), x.get(1), x.get(2), 0.5, 2)),
            any(2),
            any(3, 4),
            any(4, 2)));
    all.add(
        Sample.smooth(
            "linear",
            x -> List.of(Affine.linear(x.get(0), x.get(1), x.get(2))),
            any(2, 3, 4),
            any(2, 4),
            any(2)));
    all.add(
        Sample.smooth(
            "bilinear",
            x -> List.of(Affine.bilinear(x.get(0), x.get(1), x.get(2), x.get(3))),
            any(2, 3),
            any(2, 3, 4),
            any(2, 4),
            any(2)));
    all.add(
        Sample.smooth(
            "raggedDot",
            x -> List.of(Affine.raggedDot(x.get(0), x.get(1), x.get(2))),
            any(5, 2),
            any(3, 2, 4),
            indices(2, 0, 2)));
    for (Contraction.Overlap overlap : Contraction.Overlap.values()) {
      all.add(
          Sample.smooth(
              "correlate",
              x -> List.of(Contraction.correlate(x.get(0), x.get(1), overlap)),
              any(5),
              any(3)));
    }
  }
}
