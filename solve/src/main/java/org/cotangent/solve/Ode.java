package org.cotangent.solve;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.cotangent.Autodiff;
import org.cotangent.Box;
import org.cotangent.DType;
import org.cotangent.DTypeException;
import org.cotangent.Function3;
import org.cotangent.Incubating;
import org.cotangent.ShapeException;
import org.cotangent.Tensor;
import org.cotangent.TraceException;
import org.cotangent.primitive.Aval;
import org.cotangent.primitive.Op;
import org.cotangent.primitive.Routine;
import org.cotangent.trace.HostCall;

/// Ordinary differential equations `dy/dt = rhs(y, t, p)`, and derivatives of their solutions in the start values, the parameters and
/// the times.
///
/// ```java
/// var ode = Ode.dormandPrince().tolerance(1e-8);
/// var animals = ode.solve(this::change, start, linspace(0, 15, 60), rates);
/// var sensitivity = grad(r -> ode.solve(this::change, start, times, r).prey().get(-1), rates);
/// ```
///
/// **Methods.** [#dormandPrince] and [#tsitouras] adapt their steps and are for equations that are not stiff; [#rosenbrock] is for stiff
/// ones; [#rungeKutta4] takes a fixed number of steps. Times between steps are reached by the method's continuous extension.
///
/// **Derivatives** are those of the steps taken, with their sizes as constants: exact for the numbers that were computed, in every mode
/// and order (the *discrete* adjoint; memory grows with the number of steps, or with its square root if [#checkpointed]). With
/// [#continuousAdjoint] reverse mode solves the adjoint equation backwards instead, in memory that does not grow with it.
///
/// **Transformations.** All of them. Under `vmap` each example takes its own steps, one after the other; under `stage` and `compile`
/// steps are chosen when the program runs. There `rhs` must not use traced values from outside: pass them through the parameters. The
/// methods with a fixed number of steps have no such condition.
///
/// Immutable and thread-safe.
@Incubating
public final class Ode {
  private enum Method {
    DORMAND_PRINCE,
    TSITOURAS,
    ROSENBROCK,
    RUNGE_KUTTA
  }

  /// What reverse mode does.
  private enum Reverse {
    STEPS,
    SEGMENTS,
    ADJOINT
  }

  private final Method method;
  private final double relative;
  private final double absolute;
  private final int steps;
  private final Reverse reverse;

  private Ode(Method method, double relative, double absolute, int steps, Reverse reverse) {
    this.method = method;
    this.relative = relative;
    this.absolute = absolute;
    this.steps = steps;
    this.reverse = reverse;
  }

  /// The method of Dormand and Prince, order 5(4), adaptive, with tolerances of 1e-6: J. Comput. Appl. Math. 6 (1980).
  public static Ode dormandPrince() {
    return new Ode(Method.DORMAND_PRINCE, 1e-6, 1e-6, 100_000, Reverse.STEPS);
  }

  /// The method of Tsitouras, order 5(4), adaptive, with tolerances of 1e-6; often a little better than Dormand and Prince's: Comput. Math.
  /// Appl. 62 (2011).
  public static Ode tsitouras() {
    return new Ode(Method.TSITOURAS, 1e-6, 1e-6, 100_000, Reverse.STEPS);
  }

  /// A method of Rosenbrock's kind for stiff equations, RODAS, order 4(3), adaptive, L-stable, with exact Jacobians and tolerances of 1e-6:
  /// Hairer and Wanner, *Solving Ordinary Differential Equations II* (1996), IV.7. Each step factorises an n × n matrix.
  public static Ode rosenbrock() {
    return new Ode(Method.ROSENBROCK, 1e-6, 1e-6, 100_000, Reverse.STEPS);
  }

  /// The classical method of Runge and Kutta, order 4, with so many equal steps from each time to the next. Throws an
  /// [IllegalArgumentException] for less than 1.
  public static Ode rungeKutta4(int steps) {
    return new Ode(Method.RUNGE_KUTTA, 0, 0, Settings.positive("Ode: steps", steps), Reverse.STEPS);
  }

  /// Relative and absolute tolerance for the error of each step: it is at most `tolerance (1 + |y|)`, in the mean square over the
  /// elements. Throws an [IllegalArgumentException] unless it is positive, and for [#rungeKutta4].
  public Ode tolerance(double tolerance) {
    return tolerance(tolerance, tolerance);
  }

  /// The two tolerances: the error of each step is at most `absolute + relative |y|`.
  public Ode tolerance(double relative, double absolute) {
    requireAdaptive("tolerance");
    return new Ode(
        method,
        Settings.positive("Ode: tolerance", relative),
        Settings.positive("Ode: tolerance", absolute),
        steps,
        reverse);
  }

  /// At most so many steps, those that were refused included; 100 000 unless set. Throws an [IllegalArgumentException] for less than 1,
  /// and for [#rungeKutta4].
  public Ode limit(int steps) {
    requireAdaptive("limit");
    return new Ode(method, relative, absolute, Settings.positive("Ode: limit", steps), reverse);
  }

  /// Reverse mode by the adjoint equation: `da/dt = −(∂f/∂y)ᵀ a` is solved backwards beside the solution, from each time to the one before
  /// (Pontryagin et al. 1962; Chen et al., *Neural ordinary differential equations*, 2018). Its memory does not grow with the steps, and
  /// its error is of the size of the tolerance. Forward mode remains that of the steps; higher orders differentiate the adjoint
  /// equation again. Not for equations that are unstable backwards in time. Throws an [IllegalArgumentException] for [#rungeKutta4].
  public Ode continuousAdjoint() {
    requireAdaptive("continuousAdjoint");
    return new Ode(method, relative, absolute, steps, Reverse.ADJOINT);
  }

  /// Reverse mode through the steps in memory that grows with the square root of their number: the steps are chosen once, by values, and
  /// taken again in segments when the derivative is asked for. The same derivatives as without it, for about two more evaluations. `rhs`
  /// must not use traced values from outside. Throws an [IllegalArgumentException] for [#rungeKutta4].
  public Ode checkpointed() {
    requireAdaptive("checkpointed");
    return new Ode(method, relative, absolute, steps, Reverse.SEGMENTS);
  }

  private void requireAdaptive(String setting) {
    if (method == Method.RUNGE_KUTTA) {
      throw new IllegalArgumentException(
          "Ode: " + setting + " is for methods that adapt their steps: use dormandPrince()");
    }
  }

  /// The solution at `times`, stacked: each leaf has shape `(times) + its shape`. `start` is the solution at the first of them; they rise
  /// or fall throughout. `rhs(y, t, params)` is `dy/dt`, of the structure of `y`; `t` is a number.
  ///
  /// Throws a [ShapeException] unless `times` is a vector, a [DTypeException] unless it is `F64`, an [IllegalArgumentException] if it is
  /// empty or out of order, or if what `rhs` returns does not fit `start`, and an [ArithmeticException] that says where the steps became
  /// too many or too short.
  public <Y, P> Y solve(Function3<Y, Tensor, P, Y> rhs, Y start, Tensor times, P params) {
    if (times.rank() != 1) {
      throw new ShapeException("Ode: times must be a vector, not " + times.shape());
    }
    if (times.dtype() != DType.F64) {
      throw new DTypeException("Ode: times must be f64, not " + times.dtype());
    }
    int m = times.shape().size();
    if (m == 0) {
      throw new IllegalArgumentException("Ode: there must be at least one time");
    }
    var problem = InitialValue.of(start, params);
    Tensor solution = solve(problem.equation(rhs), problem.inputs(times));
    return Autodiff.vmap(problem.unravel()).apply(solution);
  }

  /// The solution from one time to another as a function of time, for times that are not known beforehand.
  ///
  /// ```java
  /// var orbit = Ode.dormandPrince().trajectory(this::kepler, start, scalar(0), scalar(10), mass);
  /// IO.println(orbit.at(2.5));
  /// ```
  ///
  /// Throws what [#solve] throws, an [IllegalArgumentException] for [#rungeKutta4], [#continuousAdjoint] and [#checkpointed], and a
  /// [TraceException] under `vmap`, `stage` and `compile`, where steps are not known yet: there, give the times to [#solve].
  public <Y, P> Trajectory<Y> trajectory(
      Function3<Y, Tensor, P, Y> rhs, Y start, Tensor from, Tensor to, P params) {
    requireSteps("trajectory");
    var problem = InitialValue.of(start, params);
    List<Tensor> inputs = problem.inputs(number("from", from), number("to", to));
    if (!inputs.stream().allMatch(Ode::known)) {
      throw new TraceException(
          "Ode: trajectory under vmap, stage or compile: the steps are not known there: give the"
              + " times to solve");
    }
    ordered(Box.valueOf(Tensor.stack(from, to)).toDoubles());
    return Trajectory.of(method(), problem.equation(rhs), inputs, problem.unravel());
  }

  /// Follows the solution from the time `from` until `event(y, t, params)`, a number, falls from above zero to it, at most to the time
  /// `limit`: when a ball meets the ground, or a price its barrier. An event that is not positive at the start must become so first; one
  /// that rises is the negative of one that falls. It is looked at four times in each step, so one that dips below zero for less than that
  /// is not seen.
  ///
  /// ```java
  /// var landing = Ode.dormandPrince().until(fall, start, scalar(0), scalar(100), gravity, (y, t, p) -> y.height());
  /// ```
  ///
  /// Time and state have derivatives in start, times and parameters, those of the root that the event is on the steps' continuous
  /// extension: `dt = −(∂g/∂t + ∂g/∂y · dy/dt)⁻¹ dg`, in every mode and order. `rhs` and `event` must not use traced values from outside.
  ///
  /// Throws what [#solve] throws, an [IllegalArgumentException] if the event is NaN, and for [#rungeKutta4], [#continuousAdjoint] and
  /// [#checkpointed].
  public <Y, P> Crossing<Y> until(
      Function3<Y, Tensor, P, Y> rhs,
      Y start,
      Tensor from,
      Tensor limit,
      P params,
      Function3<Y, Tensor, P, Tensor> event) {
    requireSteps("until");
    var problem = InitialValue.of(start, params);
    Routine until =
        all -> {
          ordered(Box.valueOf(Tensor.stack(all.get(1), all.get(2))).toDoubles());
          return new Events(method(), problem.equation(rhs), problem.event(event)).until(all);
        };
    List<Tensor> inputs = problem.inputs(number("from", from), number("limit", limit));
    List<Aval> results = List.of(from.aval(), problem.start().aval(), from.aval());
    List<Tensor> found =
        inputs.stream().allMatch(Ode::known)
            ? until.apply(inputs)
            : Op.of(new HostCall("ode until", until, results)).bind(inputs);
    return new Crossing<>(
        found.get(2).greater(0.5), found.get(0), problem.unravel().apply(found.get(1)));
  }

  /// Something that needs the steps themselves.
  private void requireSteps(String what) {
    requireAdaptive(what);
    if (reverse != Reverse.STEPS) {
      throw new IllegalArgumentException(
          "Ode: "
              + what
              + " has the derivatives of its steps: leave out checkpointed() and"
              + " continuousAdjoint()");
    }
  }

  private static Tensor number(String name, Tensor time) {
    if (time.rank() != 0) {
      throw new ShapeException("Ode: " + name + " must be a number, not " + time.shape());
    }
    if (time.dtype() != DType.F64) {
      throw new DTypeException("Ode: " + name + " must be f64, not " + time.dtype());
    }
    return time;
  }

  /// The right-hand side on flat vectors.
  interface Equation {
    /// `dy/dt` at `(y, t)` for the leaves of the parameters.
    Tensor at(Tensor y, Tensor t, List<Tensor> params);
  }

  /// The solution on flat vectors; inputs are start, times and the leaves of the parameters.
  Tensor solve(Equation equation, List<Tensor> inputs) {
    if (method == Method.RUNGE_KUTTA) {
      return FixedSteps.solve(equation, inputs, steps);
    }
    int m = inputs.get(1).shape().size();
    List<Aval> results = List.of(Aval.of(DType.F64, inputs.getFirst().shape().with(0, m)));
    HostCall call = new HostCall("ode", all -> List.of(steps(equation, all)), results);
    if (reverse == Reverse.ADJOINT) {
      return Op.of(new AdjointCall(call, this, equation)).bind(inputs).getFirst();
    }
    return inputs.stream().allMatch(Ode::known)
        ? steps(equation, inputs)
        : Op.of(call).bind(inputs).getFirst();
  }

  private Tensor steps(Equation equation, List<Tensor> inputs) {
    ordered(Box.valueOf(inputs.get(1)).toDoubles());
    if (reverse == Reverse.SEGMENTS && inputs.stream().anyMatch(input -> input instanceof Box)) {
      return Segments.solve(method(), equation, inputs);
    }
    List<Tensor> params = inputs.subList(2, inputs.size());
    boolean traced = inputs.stream().anyMatch(input -> input instanceof Box);
    Equation often = traced ? equation : hot(equation);
    return method()
        .solve((y, t) -> often.at(y, t, params), inputs.getFirst(), inputs.get(1))
        .stacked();
  }

  /// The same for known values, compiled when it has been called often.
  private static Equation hot(Equation equation) {
    Function<List<Tensor>, Tensor> staged =
        Staged.whenHot(all -> equation.at(all.get(0), all.get(1), all.subList(2, all.size())));
    return (y, t, params) -> {
      if (y instanceof Box || t instanceof Box) {
        return equation.at(y, t, params); // for a Jacobian
      }
      var all = new ArrayList<Tensor>(params.size() + 2);
      all.add(y);
      all.add(t);
      all.addAll(params);
      return staged.apply(all);
    };
  }

  private OdeSteps method() {
    Stepper stepper =
        switch (method) {
          case DORMAND_PRINCE -> new ExplicitSteps(Tableau.DORMAND_PRINCE);
          case TSITOURAS -> new ExplicitSteps(Tableau.TSITOURAS);
          case ROSENBROCK -> new RosenbrockSteps();
          case RUNGE_KUTTA -> throw new AssertionError(method);
        };
    return new OdeSteps(stepper, relative, absolute, steps);
  }

  /// Whether the values are there, one by one.
  private static boolean known(Tensor tensor) {
    if (!(tensor instanceof Box)) {
      return true;
    }
    try {
      return Box.valueOf(tensor).shape().equals(tensor.shape());
    } catch (TraceException _) {
      return false;
    }
  }

  private static void ordered(double[] times) {
    double sign = Math.signum(times[times.length - 1] - times[0]);
    for (int i = 1; i < times.length; i++) {
      if (!(sign * (times[i] - times[i - 1]) >= 0) || sign == 0 && times[i] != times[0]) {
        throw new IllegalArgumentException(
            "Ode: times must rise or fall throughout, but times["
                + i
                + "] is "
                + times[i]
                + " after "
                + times[i - 1]);
      }
    }
    if (!Double.isFinite(times[0]) || !Double.isFinite(times[times.length - 1])) {
      throw new IllegalArgumentException(
          "Ode: times must be finite, but they go from "
              + times[0]
              + " to "
              + times[times.length - 1]);
    }
  }
}
