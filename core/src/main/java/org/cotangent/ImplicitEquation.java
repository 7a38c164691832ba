package org.cotangent;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.cotangent.kernel.Buffers;
import org.cotangent.ops.Comparison;
import org.cotangent.ops.Debugging;
import org.cotangent.ops.LinearAlgebra;
import org.cotangent.ops.StopGradient;
import org.cotangent.primitive.Aval;
import org.cotangent.primitive.CustomJvp;
import org.cotangent.primitive.Op;
import org.cotangent.primitive.Routine;
import org.cotangent.trace.HostCall;
import org.cotangent.trace.Transform;
import org.cotangent.trace.Underneath;
import org.cotangent.tree.TreeDef;
import org.cotangent.tree.Trees;

/// An equation for the leaves of an unknown, `f(x…, arguments…)`, with everything it depends on as an argument.
///
/// A solution is found in whatever way, as a constant. Then an operation returns it unchanged whose inputs are the solution and the
/// arguments, and whose forward rule is that of the implicit function: so all transformations and all orders follow.
///
/// @param kind what is to be found
/// @param f `(x…, arguments…) → …`
/// @param structure of x
/// @param arguments the leaves of the parameters, then the traced values from outside that f uses
@SuppressWarnings("unchecked") // a TreeDef rebuilds what it was made from
record ImplicitEquation(Kind kind, Routine f, TreeDef structure, List<Tensor> arguments) {
  private static final Aval TEST = Aval.of(DType.BOOL, Shape.SCALAR);
  private static final Aval WHOLE = Aval.of(DType.I64, Shape.SCALAR);

  /// The most unknowns for which a matrix is made unless somebody asks for it.
  private static final int DENSE = 500;

  /// What `x*` is to the function that the user gives.
  enum Kind {
    /// `f(x*, θ) = 0`.
    ROOT("implicitRoot"),
    /// `f(x*, θ) = x*`.
    FIXED_POINT("fixedPoint"),
    /// `∂f/∂x (x*, θ) = 0`.
    MINIMUM("argmin");

    final String printed;

    Kind(String printed) {
      this.printed = printed;
    }
  }

  /// The solution that a solver in tensor operations finds.
  static <X, T> X found(
      Implicit options, Kind kind, BiFunction<X, T, ?> f, Function<T, X> solver, T theta) {
    X x = stopped(kind, solver, Autodiff.stopGradient(theta));
    var leaves = new ArrayList<Tensor>();
    var equation = of(kind, f, x, theta, leaves);
    return equation.attached(options, constants(leaves));
  }

  private static <X, T> X stopped(Kind kind, Function<T, X> solver, T theta) {
    try {
      return solver.apply(theta);
    } catch (TraceException error) {
      if (Trees.leaves(theta).stream().noneMatch(leaf -> leaf instanceof Box)) {
        throw error;
      }
      var hint =
          new TraceException(
              error.getMessage()
                  + ". A solver that looks at values: "
                  + kind.printed
                  + "(f, start, solver)");
      hint.initCause(error);
      throw hint;
    }
  }

  /// The solution that a solver finds which looks at values: an operation that runs it when they are known.
  static <X, T, R> X searched(
      Implicit options,
      Kind kind,
      BiFunction<X, T, R> f,
      X start,
      BiFunction<Function<X, R>, X, X> solver,
      T theta) {
    var leaves = new ArrayList<Tensor>();
    var equation = of(kind, f, start, theta, leaves);
    int n = leaves.size();
    TreeDef structure = equation.structure;
    Routine search =
        all -> {
          List<Tensor> known = all.subList(n, all.size());
          Function<X, R> function =
              x -> {
                List<Tensor> results =
                    equation.f.apply(joined(equation.leaves("the solver's x", x), known));
                return (R)
                    (kind == Kind.MINIMUM ? results.getFirst() : structure.unflatten(results));
              };
          X x = solver.apply(function, (X) structure.unflatten(all.subList(0, n)));
          return equation.leaves("the solver's result", x);
        };
    var call = new HostCall(kind.printed, search, avals(leaves));
    List<Tensor> inputs = constants(joined(leaves, equation.arguments));
    return equation.attached(options, Op.of(call).bind(inputs));
  }

  /// The fixed point to which steps from `start` lead.
  static <X, T> X rest(Implicit options, BiFunction<X, T, X> f, X start, T theta) {
    var leaves = new ArrayList<Tensor>();
    var equation = of(Kind.FIXED_POINT, f, start, theta, leaves);
    return equation.attached(options, equation.rest(options.steps(), constants(leaves)));
  }

  /// The equation for `x` like `like`, whose leaves are added to `leaves`.
  private static <X, T> ImplicitEquation of(
      Kind kind, BiFunction<X, T, ?> f, X like, T theta, List<Tensor> leaves) {
    TreeDef structure = Trees.differentiable(like, leaves);
    var given = new ArrayList<Tensor>();
    TreeDef parameters = Trees.flatten(theta, given);
    int n = leaves.size();
    int all = n + given.size();
    List<Aval> avals = avals(leaves);
    Routine plain =
        inputs -> {
          X x = (X) structure.unflatten(inputs.subList(0, n));
          T t = (T) parameters.unflatten(inputs.subList(n, all));
          Object result = f.apply(x, t);
          if (kind == Kind.MINIMUM) {
            Transform.requireNumber(kind.printed, (Tensor) result);
            return List.of((Tensor) result);
          }
          return same(kind.printed + ": what f returns", structure, avals, result);
        };
    List<Tensor> values = constants(joined(leaves, given));
    if (Underneath.written(values) || uses(plain, values)) {
      var staged = Transform.stage(kind.printed, plain::apply, avals(values));
      given.addAll(staged.captures());
      return new ImplicitEquation(kind, staged.program(), structure, List.copyOf(given));
    }
    return new ImplicitEquation(kind, plain, structure, List.copyOf(given));
  }

  /// Whether `f` uses traced values besides its arguments: then its results at known ones are no known ones.
  private static boolean uses(Routine f, List<Tensor> values) {
    var examples = new ArrayList<Tensor>(values.size());
    for (Tensor value : values) {
      examples.add(Underneath.example(value));
    }
    return f.apply(examples).stream().anyMatch(result -> result instanceof Box);
  }

  private static List<Tensor> same(String what, TreeDef structure, List<Aval> avals, Object tree) {
    var leaves = new ArrayList<Tensor>();
    structure.requireSame(what, Trees.differentiable(tree, leaves));
    for (int i = 0; i < leaves.size(); i++) {
      if (!leaves.get(i).aval().equals(avals.get(i))) {
        throw Structures.mismatch(
            Structures.place(what, structure, i)
                + " is "
                + leaves.get(i).aval()
                + ", but x is "
                + avals.get(i),
            leaves.get(i).aval(),
            avals.get(i));
      }
    }
    return leaves;
  }

  private List<Tensor> leaves(String what, Object tree) {
    var leaves = new ArrayList<Tensor>();
    structure.requireSame(kind.printed + ": " + what, Trees.differentiable(tree, leaves));
    return leaves;
  }

  /// What has to be 0 at the solution.
  private List<Tensor> residual(List<Tensor> x, List<Tensor> arguments) {
    return switch (kind) {
      case ROOT -> f.apply(joined(x, arguments));
      case FIXED_POINT -> {
        var moved = new ArrayList<>(f.apply(joined(x, arguments)));
        for (int i = 0; i < moved.size(); i++) {
          moved.set(i, moved.get(i).minus(x.get(i)));
        }
        yield moved;
      }
      case MINIMUM -> {
        var pulled = Transform.vjp(kind.printed, leaves -> f.apply(joined(leaves, arguments)), x);
        Tensor one = Transform.one(pulled.outputs().getFirst().aval());
        yield pulled.map().apply(List.of(one));
      }
    };
  }

  // The solution, as a function of the arguments

  /// The solution `x`, which is a constant, with its derivatives by the arguments.
  private <X> X attached(Implicit options, List<Tensor> x) {
    int n = x.size();
    int inputs = n + arguments.size();
    int floating = (int) arguments.stream().filter(a -> a.dtype().floating()).count();
    if (floating == 0) {
      return (X) structure.unflatten(x);
    }
    var operation =
        new CustomJvp(
            all -> List.copyOf(all.subList(0, n)),
            all ->
                change(
                    options,
                    all.subList(n, inputs),
                    all.subList(inputs + n, 2 * inputs),
                    List.copyOf(all.subList(2 * inputs, 2 * inputs + n))));
    return (X) structure.unflatten(Op.of(operation).bind(joined(x, arguments)));
  }

  /// `dx = −(∂f/∂x)⁻¹ ∂f/∂arguments · tangents`.
  private List<Tensor> change(
      Implicit options, List<Tensor> at, List<Tensor> tangents, List<Tensor> x) {
    var moving = new ArrayList<Integer>();
    for (int i = 0; i < at.size(); i++) {
      if (at.get(i).dtype().floating()) {
        moving.add(i);
      }
    }
    List<Tensor> pushed =
        Transform.jvp(
                kind.printed,
                moved -> {
                  var all = new ArrayList<>(at);
                  for (int k = 0; k < moved.size(); k++) {
                    all.set(moving.get(k), moved.get(k));
                  }
                  return residual(x, all);
                },
                moving.stream().map(at::get).toList(),
                moving.stream().map(tangents::get).toList())
            .map()
            .apply(List.of());
    List<Tensor> right = pushed.stream().map(Tensor::unaryMinus).toList();
    int size = x.stream().mapToInt(leaf -> leaf.shape().size()).sum();
    return switch (options.systems()) {
      case DENSE -> dense(at, x, right);
      case BY_SIZE -> {
        if (size <= DENSE) {
          yield dense(at, x, right);
        }
        var operator = operator(options, at, x);
        yield kind == Kind.MINIMUM ? operator.cg(right) : operator.gmres(right);
      }
      case CG -> operator(options, at, x).cg(right);
      case GMRES -> operator(options, at, x).gmres(right);
      case BICGSTAB -> operator(options, at, x).bicgstab(right);
    };
  }

  private List<Tensor> dense(List<Tensor> at, List<Tensor> x, List<Tensor> right) {
    if (x.size() == 1 && x.getFirst().shape().size() == 1) {
      Tensor unknown = x.getFirst();
      Tensor slope =
          Transform.jvp(
                  kind.printed, y -> residual(y, at), x, List.of(Buffers.fill(unknown.aval(), 1)))
              .map()
              .apply(List.of())
              .getFirst();
      return List.of(right.getFirst().div(slope));
    }
    Trees.Raveled<List<Tensor>> flat = Trees.ravel(x);
    Tensor matrix =
        Autodiff.jacobian(
                (TensorFunction) y -> Trees.ravel(residual(flat.unravel().apply(y), at)).vector())
            .apply(flat.vector());
    return flat.unravel().apply(LinearAlgebra.solve(matrix, Trees.ravel(right).vector()));
  }

  private LinearOperator<List<Tensor>> operator(Implicit options, List<Tensor> at, List<Tensor> x) {
    var operator =
        LinearOperator.of(
            kind.printed,
            (List<Tensor> dx) ->
                Transform.jvp(kind.printed, y -> residual(y, at), x, dx).map().apply(List.of()),
            x);
    return options.tolerance() == 0 ? operator : operator.tolerance(options.tolerance());
  }

  // Steps to a fixed point

  /// Repeats until the steps are at the level of rounding: small, and no longer getting smaller. In programs and batches the loop is
  /// one operation, which keeps examples that have come to rest as they are; known values do the same in a tenth of the time.
  private List<Tensor> rest(int steps, List<Tensor> start) {
    List<Tensor> fixed = constants(arguments);
    boolean known = fixed.stream().noneMatch(argument -> argument instanceof Box);
    return known && start.stream().noneMatch(x -> x instanceof Box)
        ? known(steps, start, fixed)
        : written(steps, start, fixed);
  }

  private List<Tensor> known(int steps, List<Tensor> start, List<Tensor> fixed) {
    List<Tensor> x = start;
    double last = Double.POSITIVE_INFINITY;
    for (int k = 0; k < steps; k++) {
      List<Tensor> next = f.apply(joined(x, fixed));
      double step = 0;
      for (int i = 0; i < next.size(); i++) {
        double[] before = x.get(i).toDoubles();
        double[] after = next.get(i).toDoubles();
        double small = small(next.get(i).dtype());
        for (int j = 0; j < after.length; j++) {
          double change = Math.abs(after[j] - before[j]);
          step = Math.max(step, change / (Math.max(1, Math.abs(after[j])) * small));
        }
      }
      x = next;
      if (step == 0 || step < 1 && step >= last) {
        return x;
      }
      last = step;
    }
    throw new ArithmeticException(restless(steps));
  }

  private List<Tensor> written(int steps, List<Tensor> start, List<Tensor> fixed) {
    int n = start.size();
    var state = new ArrayList<>(start);
    state.add(Buffers.fill(Aval.NUMBER, Double.POSITIVE_INFINITY));
    state.add(Buffers.fill(TEST, 1));
    state.add(Buffers.fill(WHOLE, steps));
    List<Tensor> end =
        Repetitions.writtenWhile(
            kind.printed,
            state,
            now -> Comparison.and(now.get(n + 1), now.get(n + 2).greater(0)),
            now -> {
              List<Tensor> next = f.apply(joined(now.subList(0, n), fixed));
              Tensor step = step(now, next);
              Tensor rests =
                  Comparison.or(
                      step.equal(0), Comparison.and(step.less(1), step.greaterEqual(now.get(n))));
              var after = new ArrayList<>(next);
              after.add(step);
              after.add(Comparison.not(rests));
              after.add(now.get(n + 2).minus(Buffers.fill(WHOLE, 1)));
              return after;
            });
    Tensor rests = Comparison.not(end.get(n + 1));
    return end.subList(0, n).stream()
        .map(x -> Debugging.ensured(x, rests, restless(steps)))
        .toList();
  }

  private static String restless(int steps) {
    return "fixedPoint: f has not come to rest after "
        + steps
        + " steps: is it a contraction near the fixed point?";
  }

  private static double small(DType dtype) {
    return dtype == DType.F32 ? 1e-4 : 1e-9;
  }

  /// The largest change of an element, in units of what counts as small for its dtype.
  private static Tensor step(List<Tensor> from, List<Tensor> to) {
    Tensor largest = Buffers.fill(Aval.NUMBER, 0);
    boolean first = true;
    for (int i = 0; i < to.size(); i++) {
      Tensor after = to.get(i);
      if (after.shape().size() == 0) {
        continue;
      }
      Tensor scale = after.abs().maximum(1).times(small(after.dtype()));
      Tensor change = after.minus(from.get(i)).abs().div(scale);
      Tensor most = (change.rank() == 0 ? change : change.max()).to(DType.F64);
      largest = first ? most : largest.maximum(most);
      first = false;
    }
    return largest;
  }

  private static List<Tensor> constants(List<Tensor> tensors) {
    var stop = new StopGradient();
    return tensors.stream().map(stop::bind).toList();
  }

  private static List<Aval> avals(List<Tensor> tensors) {
    return tensors.stream().map(Tensor::aval).toList();
  }

  private static List<Tensor> joined(List<Tensor> first, List<Tensor> second) {
    var all = new ArrayList<Tensor>(first);
    all.addAll(second);
    return all;
  }
}
