package org.cotangent.solve;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.cotangent.Autodiff;
import org.cotangent.Box;
import org.cotangent.Tensor;
import org.cotangent.solve.OdeSteps.Clock;
import org.cotangent.solve.OdeSteps.Taken;
import org.cotangent.solve.Stepper.Dense;
import org.cotangent.solve.Stepper.Step;

/// Integrates until a function of the solution falls to zero. The step in which it does, and the place there, are found by values; the
/// place is then a root of that function within the step, and has the derivatives of one.
///
/// @param method takes the steps
/// @param equation `dy/dt` on flat vectors
/// @param event a number, on flat vectors
record Events(OdeSteps method, Ode.Equation equation, Ode.Equation event) {
  /// Where in a step the event is looked at: a solution that only dips below zero between two of these is not seen.
  private static final double[] PARTS = {0.25, 0.5, 0.75, 1};

  /// Time, state, and 1 if there was an event; inputs are start, first time, limit and parameters.
  List<Tensor> until(List<Tensor> inputs) {
    Tensor start = inputs.get(0);
    List<Tensor> params = inputs.subList(3, inputs.size());
    var clock = new Clock(Tensor.stack(inputs.get(1), inputs.get(2)));
    if (clock.first() == clock.last()) {
      return List.of(inputs.get(2), start, Tensor.scalar(0));
    }
    var search = new Search(params, value(start, clock.first(), known(params)) > 0);
    method.integrate((y, t) -> equation.at(y, t, params), start, clock, clock.last(), search);
    Last last = search.last.orElseThrow();
    double h = last.h;
    if (last.above == last.below) {
      var end = new ArrayList<Tensor>();
      clock.collect(last.step, new Taken(last.from, h, 1, 2), end);
      return List.of(inputs.get(2), end.getFirst(), Tensor.scalar(0));
    }
    double place = place(last, params);
    var given = new ArrayList<Tensor>();
    given.add(last.y);
    given.add(clock.at(last.from));
    given.addAll(params);
    Tensor part =
        Autodiff.implicitRoot(
                (Tensor x, List<Tensor> all) -> level(x, h, all),
                (List<Tensor> _) -> Tensor.scalar(place))
            .apply(given);
    return List.of(moment(part, h, given), state(part, h, given), Tensor.scalar(1));
  }

  private static List<Tensor> known(List<Tensor> tensors) {
    return tensors.stream().<Tensor>map(Box::valueOf).toList();
  }

  private double value(Tensor y, double t, List<Tensor> known) {
    double level = Box.valueOf(event.at(Box.valueOf(y), Tensor.scalar(t), known)).item();
    if (Double.isNaN(level)) {
      throw new IllegalArgumentException("Ode: the event is NaN at t = " + t);
    }
    return level;
  }

  /// `given` are the solution at the beginning of a step, the time there, and the parameters; `part` is the place in the step.
  private Tensor level(Tensor part, double h, List<Tensor> given) {
    return event.at(state(part, h, given), moment(part, h, given), given.subList(2, given.size()));
  }

  private static Tensor moment(Tensor part, double h, List<Tensor> given) {
    return given.get(1).plus(part.times(h));
  }

  private Tensor state(Tensor part, double h, List<Tensor> given) {
    List<Tensor> params = given.subList(2, given.size());
    Stepper.Slope f = (y, t) -> equation.at(y, t, params);
    Tensor y = given.get(0);
    Tensor t = given.get(1);
    return method.stepper().step(f, y, t, h, f.at(y, t)).dense().at(part);
  }

  /// The place in the step, by halving: as exact as a double is, whatever the event looks like.
  private double place(Last last, List<Tensor> params) {
    List<Tensor> known = known(params);
    double above = last.above;
    double below = last.below;
    while (true) {
      double middle = above + (below - above) / 2;
      if (middle == above || middle == below) {
        return below;
      }
      Tensor state = last.step.dense().at(middle);
      if (value(state, last.from + middle * last.h, known) > 0) {
        above = middle;
      } else {
        below = middle;
      }
    }
  }

  /// The last step that was taken, from `y` at the time `from`; the event falls to zero between its parts `above` and `below`, which are
  /// equal if it doesn't.
  private record Last(Tensor y, double from, double h, Step step, double above, double below) {}

  /// Takes steps until the event falls to zero inside of one.
  private final class Search implements OdeSteps.Visitor {
    private final List<Tensor> known;
    private boolean positive;
    private Optional<Last> last = Optional.empty();

    Search(List<Tensor> params, boolean positive) {
      known = known(params);
      this.positive = positive;
    }

    @Override
    public boolean another(Tensor y, double from, double h, double to, Step step) {
      double before = 0;
      for (double part : PARTS) {
        Tensor state = part == 1 ? step.end() : step.dense().at(part);
        double level = value(state, from + part * h, known);
        if (positive && level <= 0) {
          last = Optional.of(new Last(y, from, h, step, before, part));
          return false;
        }
        positive = level > 0;
        before = part;
      }
      last = Optional.of(new Last(y, from, h, step, 1, 1));
      return true;
    }
  }
}
