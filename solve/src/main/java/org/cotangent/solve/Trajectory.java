package org.cotangent.solve;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.cotangent.Box;
import org.cotangent.DType;
import org.cotangent.DTypeException;
import org.cotangent.Incubating;
import org.cotangent.ShapeException;
import org.cotangent.Tensor;
import org.cotangent.TraceException;
import org.cotangent.solve.OdeSteps.Clock;
import org.cotangent.solve.Stepper.Step;

/// The solution of a differential equation as a function of time, from [Ode#trajectory]: all steps were taken once, and between their ends
/// stands the method's continuous extension.
///
/// Derivatives of what [#at] returns are those of the steps, in the start, the parameters and the time. Immutable and thread-safe.
///
/// @param <Y> the structure of the solution
@Incubating
public final class Trajectory<Y> {
  private record Piece(double from, double h, double to, Step step) {}

  private final Clock clock;
  private final Tensor start;
  private final List<Piece> pieces;
  private final Function<Tensor, Y> unravel;

  private Trajectory(Clock clock, Tensor start, List<Piece> pieces, Function<Tensor, Y> unravel) {
    this.clock = clock;
    this.start = start;
    this.pieces = pieces;
    this.unravel = unravel;
  }

  static <Y> Trajectory<Y> of(
      OdeSteps method, Ode.Equation equation, List<Tensor> inputs, Function<Tensor, Y> unravel) {
    List<Tensor> params = inputs.subList(3, inputs.size());
    Tensor start = inputs.getFirst();
    var clock = new Clock(Tensor.stack(inputs.get(1), inputs.get(2)));
    var pieces = new ArrayList<Piece>();
    if (clock.first() != clock.last()) {
      method.integrate(
          (y, t) -> equation.at(y, t, params),
          start,
          clock,
          clock.last(),
          (_, from, h, to, step) -> pieces.add(new Piece(from, h, to, step)));
    }
    return new Trajectory<>(clock, start, List.copyOf(pieces), unravel);
  }

  /// The times between which steps were taken, the first and the last included.
  public double[] times() {
    double[] times = new double[pieces.size() + 1];
    times[0] = clock.first();
    for (int i = 0; i < pieces.size(); i++) {
      times[i + 1] = pieces.get(i).to;
    }
    return times;
  }

  /// The solution at a time. Throws an [IllegalArgumentException] for a time outside of the trajectory.
  public Y at(double time) {
    return at(Tensor.scalar(time));
  }

  /// The solution at a time that may be traced, a number of dtype `F64` whose value is known. Throws a [ShapeException], a
  /// [DTypeException], a [TraceException] or an [IllegalArgumentException] if it is not such a time, or outside of the trajectory.
  public Y at(Tensor time) {
    if (time.rank() != 0) {
      throw new ShapeException("Trajectory: the time must be a number, not " + time.shape());
    }
    if (time.dtype() != DType.F64) {
      throw new DTypeException("Trajectory: the time must be f64, not " + time.dtype());
    }
    Tensor known = Box.valueOf(time);
    if (known.rank() != 0) {
      throw new TraceException(
          "Trajectory: under vmap the time is not one value: give all times to Ode.solve");
    }
    double value = known.item();
    double sign = Math.signum(clock.last() - clock.first());
    if (!(sign * (value - clock.first()) >= 0 && sign * (value - clock.last()) <= 0)
        || sign == 0 && value != clock.first()) {
      throw new IllegalArgumentException(
          "Trajectory: " + value + " is not between " + clock.first() + " and " + clock.last());
    }
    if (pieces.isEmpty()) {
      return unravel.apply(start);
    }
    Piece piece = piece(value, sign);
    Tensor part = time.minus(clock.at(piece.from)).div(piece.h);
    return unravel.apply(piece.step.dense().at(part));
  }

  /// The piece that ends at or after the time, found by halving.
  private Piece piece(double time, double sign) {
    int low = 0;
    int high = pieces.size() - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sign * (time - pieces.get(middle).to) <= 0) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return pieces.get(low);
  }
}
