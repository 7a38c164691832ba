package org.cotangent.solve;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.Box;
import org.cotangent.Tensor;
import org.cotangent.TraceException;
import org.cotangent.solve.Stepper.Slope;
import org.cotangent.solve.Stepper.Step;

/// An adaptive integration: chooses step sizes by values, and computes in tensor operations, so that whatever is traced flows
/// through the accepted steps. The sizes are constants to that.
///
/// Step control by Gustafsson's PI rule and the first step as in Hairer, Nørsett and Wanner, *Solving Ordinary Differential Equations
/// I*, II.4.
///
/// @param stepper the method
/// @param relative tolerance
/// @param absolute tolerance
/// @param limit the most steps, those that were refused included
record OdeSteps(Stepper stepper, double relative, double absolute, int limit) {
  private static final double SAFETY = 0.9;
  private static final double DAMPING = 0.04;
  private static final double SHRINK = 5;
  private static final double GROW = 10;

  /// A step that was accepted.
  ///
  /// @param from where it begins
  /// @param h its length
  /// @param first the first of the times inside of it
  /// @param end the one after the last of them
  record Taken(double from, double h, int first, int end) {}

  /// The solution at `times`, stacked, and the steps to it; `y0` is that at the first of the times.
  record Solution(Tensor stacked, List<Taken> steps) {}

  /// Hears of each step that was accepted.
  interface Visitor {
    /// Whether there shall be another step after this one, from `y` at `from` to the time `to`.
    boolean another(Tensor y, double from, double h, double to, Step step);
  }

  /// Chooses the steps and takes them.
  Solution solve(Slope f, Tensor y0, Tensor times) {
    var clock = new Clock(times);
    double[] when = clock.values;
    var results = new ArrayList<Tensor>(when.length);
    var taken = new ArrayList<Taken>();
    while (results.size() < when.length && when[results.size()] == when[0]) {
      results.add(y0);
    }
    double last = clock.last();
    double sign = Math.signum(last - when[0]);
    if (results.size() < when.length) {
      integrate(
          f,
          y0,
          clock,
          last,
          (_, from, h, to, step) -> {
            int first = results.size();
            int end = first;
            while (end < when.length && sign * (when[end] - to) <= 0) {
              end++;
            }
            var one = new Taken(from, h, first, end);
            taken.add(one);
            clock.collect(step, one, results);
            return end < when.length;
          });
    }
    return new Solution(Tensor.stack(results), List.copyOf(taken));
  }

  /// Steps from the first time of the clock to `last`, unless the visitor wants no more of them.
  void integrate(Slope f, Tensor y0, Clock clock, double last, Visitor visitor) {
    double start = clock.first();
    double sign = Math.signum(last - start);
    double from = start;
    Tensor y = y0;
    Tensor slope = f.at(y, clock.at(start));
    double[] value = values(y, "the start");
    checked(slope, value.length);
    double h = sign * first(f, from, value, slope, sign, Math.abs(last - from));
    double before = 1e-4;
    boolean refused = false;
    for (int count = 0; ; count++) {
      possible(count, start, from, h);
      // Beyond the last time the equation may not hold.
      h = sign * Math.min(Math.abs(h), Math.abs(last - from));
      boolean arrives = Math.abs(last - from - h) <= 1e-12 * Math.abs(h);
      Step step = stepper.step(f, y, clock.at(from), h, slope);
      double[] end = values(step.end(), "the solution");
      double error = error(step.error(), value, end);
      double wanted = Math.pow(error, 1.0 / stepper.order() - 0.75 * DAMPING);
      if (!(error <= 1)) {
        // Not a number is much too large.
        double factor = Double.isFinite(error) ? Math.min(SHRINK, wanted / SAFETY) : SHRINK;
        h /= Math.max(1.01, factor);
        refused = true;
        continue;
      }
      double to = arrives ? last : from + h;
      if (!visitor.another(y, from, h, to, step) || arrives) {
        return;
      }
      double factor = wanted / Math.pow(before, DAMPING) / SAFETY;
      double grown = h / Math.max(1 / GROW, Math.min(SHRINK, factor));
      h = refused && Math.abs(grown) > Math.abs(h) ? h : grown;
      before = Math.max(error, 1e-4);
      refused = false;
      from = to;
      y = step.end();
      value = end;
      slope = step.slope().isPresent() ? step.slope().get() : f.at(y, clock.at(from));
    }
  }

  /// Takes these steps again from `y`: the solution at the times inside of them, and last that at their end.
  List<Tensor> again(Slope f, Tensor y, Tensor times, List<Taken> steps) {
    var clock = new Clock(times);
    var results = new ArrayList<Tensor>();
    Tensor at = y;
    Tensor slope = f.at(at, clock.at(steps.getFirst().from));
    for (int i = 0; i < steps.size(); i++) {
      Taken one = steps.get(i);
      Step step = stepper.step(f, at, clock.at(one.from), one.h, slope);
      clock.collect(step, one, results);
      at = step.end();
      if (i + 1 < steps.size()) {
        Tensor now = clock.at(steps.get(i + 1).from);
        slope = step.slope().isPresent() ? step.slope().get() : f.at(at, now);
      }
    }
    results.add(at);
    return results;
  }

  /// The times. If they are traced, so is the time in each step: it moves with the first of them.
  static final class Clock {
    private final Tensor times;
    private final double[] values;
    private final boolean moving;

    Clock(Tensor times) {
      this.times = times;
      values = Box.valueOf(times).toDoubles();
      moving = times instanceof Box;
    }

    double first() {
      return values[0];
    }

    double last() {
      return values[values.length - 1];
    }

    Tensor at(double time) {
      return moving ? times.get(0).plus(time - values[0]) : Tensor.scalar(time);
    }

    /// Adds the solution at the times inside of a step.
    void collect(Step step, Taken taken, List<Tensor> results) {
      for (int i = taken.first; i < taken.end; i++) {
        if (moving) {
          results.add(step.dense().at(times.get(i).minus(at(taken.from)).div(taken.h)));
        } else {
          double part = (values[i] - taken.from) / taken.h;
          results.add(Math.abs(part - 1) <= 1e-14 ? step.end() : step.dense().at(part));
        }
      }
    }
  }

  private void possible(int count, double start, double from, double h) {
    if (count == limit) {
      throw new ArithmeticException(
          "Ode: "
              + limit
              + " steps came from t = "
              + start
              + " to "
              + from
              + " only, with steps of "
              + h
              + " there: allow more, ask for less accuracy, or use rosenbrock() if it is stiff");
    }
    if (!(Math.abs(h) > 4 * Math.ulp(from))) {
      throw new ArithmeticException(
          "Ode: at t = " + from + " no step is short enough: the solution has a singularity there");
    }
  }

  private static double[] values(Tensor tensor, String what) {
    Tensor value = Box.valueOf(tensor);
    if (!value.shape().equals(tensor.shape())) {
      throw outside(what);
    }
    return value.toDoubles();
  }

  private static TraceException outside(String what) {
    return new TraceException(
        "Ode: "
            + what
            + " has values that are not known one by one: the right-hand side uses a traced value"
            + " from outside, under vmap, stage or compile: pass it through the parameters");
  }

  private static void checked(Tensor slope, int n) {
    if (slope.rank() != 1 || slope.shape().size() != n) {
      throw new IllegalArgumentException(
          "Ode: the right-hand side has "
              + slope.shape().size()
              + " elements, but the solution has "
              + n);
    }
  }

  private double scale(double a) {
    return absolute + relative * Math.abs(a);
  }

  private double error(double[] error, double[] before, double[] after) {
    double sum = 0;
    for (int i = 0; i < error.length; i++) {
      double part = error[i] / scale(Math.max(Math.abs(before[i]), Math.abs(after[i])));
      sum += part * part;
    }
    return error.length == 0 ? 0 : Math.sqrt(sum / error.length);
  }

  private double norm(double[] a, double[] at) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      double part = a[i] / scale(at[i]);
      sum += part * part;
    }
    return a.length == 0 ? 0 : Math.sqrt(sum / a.length);
  }

  /// The length of a first step that is not far off.
  private double first(
      Slope f, double from, double[] value, Tensor slope, double sign, double longest) {
    double[] k = values(slope, "the right-hand side");
    double size = norm(value, value);
    double speed = norm(k, value);
    double guess = size < 1e-5 || speed < 1e-5 ? 1e-6 : 0.01 * size / speed;
    guess = Math.min(guess, longest);
    Tensor there =
        f.at(
            Tensor.vector(Vectors.plus(value, sign * guess, k)),
            Tensor.scalar(from + sign * guess));
    double[] ahead = values(there, "the right-hand side");
    double turn = norm(Vectors.plus(ahead, -1, k), value) / guess;
    double most = Math.max(speed, turn);
    double step =
        most <= 1e-15 ? Math.max(1e-6, guess * 1e-3) : Math.pow(0.01 / most, 1.0 / stepper.order());
    if (!(step > 0)) {
      step = guess * 1e-3;
    }
    return Math.min(Math.min(100 * guess, step), longest);
  }
}
