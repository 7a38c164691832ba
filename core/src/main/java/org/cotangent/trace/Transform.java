package org.cotangent.trace;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.cotangent.NotDifferentiableException;
import org.cotangent.Shape;
import org.cotangent.Tensor;
import org.cotangent.kernel.Buffers;
import org.cotangent.primitive.Aval;
import org.cotangent.primitive.Branch;
import org.cotangent.primitive.Program;

/// The transformations of functions on lists of tensors; `Autodiff` wraps them for structures.
///
/// Each runs in a trace of its own, closed when it returns, also by an exception.
public final class Transform {
  private Transform() {}

  /// A function on lists of tensors.
  @FunctionalInterface
  public interface Flat {
    /// Runs it.
    List<Tensor> apply(List<Tensor> arguments);
  }

  /// Results and the map of tangents or cotangents there.
  ///
  /// @param outputs the results
  /// @param map of cotangents of the outputs to those of the inputs (vjp), or of tangents (linearize)
  public record Mapped(List<Tensor> outputs, UnaryOperator<List<Tensor>> map) {}

  /// Value and derivative of a function of one tensor with a number as result: the short way, without lists.
  public static <R> R gradient(
      String name,
      Function<Tensor, Tensor> f,
      Tensor x,
      java.util.function.BiFunction<Tensor, Tensor, R> result) {
    var trace = new ReverseTrace(name);
    Tensor output;
    Node leaf;
    try {
      leaf = trace.leaf(differentiable(name, x));
      output = f.apply(leaf);
    } finally {
      trace.close();
    }
    requireNumber(name, output);
    Tensor value = trace.result(output);
    if (!trace.depends(output)) {
      return result.apply(value, Buffers.fill(x.aval(), 0));
    }
    var sweep = Sweep.over(trace, List.of(output));
    sweep.seed((Node) output, one(output.aval()));
    sweep.run();
    return result.apply(value, sweep.cotangent(leaf));
  }

  /// Results of `f` at `primals` and the pullback there.
  public static Mapped vjp(String name, Flat f, List<Tensor> primals) {
    var trace = new ReverseTrace(name);
    var leaves = new ArrayList<Node>(primals.size());
    List<Tensor> outputs;
    try {
      for (Tensor primal : primals) {
        leaves.add(trace.leaf(differentiable(name, primal)));
      }
      outputs = f.apply(List.copyOf(leaves));
    } finally {
      trace.close();
    }
    List<Tensor> recorded = outputs;
    return new Mapped(
        recorded.stream().map(trace::result).toList(),
        cotangents -> {
          requireSame(name, "cotangent", "result", recorded, cotangents);
          return trace.pullback(recorded, cotangents, leaves);
        });
  }

  /// Results of `f` at `primals` and their tangents along `tangents`.
  public static Mapped jvp(String name, Flat f, List<Tensor> primals, List<Tensor> tangents) {
    requireSame(name, "tangent", "argument", primals, tangents);
    var trace = new JvpTrace(name);
    try {
      var duals = new ArrayList<Tensor>(primals.size());
      for (int i = 0; i < primals.size(); i++) {
        duals.add(trace.dual(differentiable(name, primals.get(i)), tangents.get(i)));
      }
      List<Tensor> outputs = f.apply(duals);
      List<Tensor> pushed = outputs.stream().map(output -> real(trace.tangent(output))).toList();
      return new Mapped(outputs.stream().map(trace::primal).toList(), _ -> pushed);
    } finally {
      trace.close();
    }
  }

  /// Values of `f` at `primals` and its derivatives there, along the curve whose derivatives (the first, the second …) are
  /// `derivatives`.
  ///
  /// @return the values, then the results' derivatives of each order
  public static List<List<Tensor>> jet(
      String name, Flat f, List<Tensor> primals, List<List<Tensor>> derivatives) {
    for (List<Tensor> one : derivatives) {
      requireSame(name, "derivative", "argument", primals, one);
    }
    int order = derivatives.size();
    var trace = new JetTrace(name);
    try {
      var series = new ArrayList<Tensor>(primals.size());
      for (int i = 0; i < primals.size(); i++) {
        var coefficients = new ArrayList<Tensor>(order);
        double factorial = 1;
        for (int k = 1; k <= order; k++) {
          factorial *= k;
          Tensor derivative = derivatives.get(k - 1).get(i);
          coefficients.add(
              org.cotangent.primitive.Zero.is(derivative) || factorial == 1
                  ? derivative
                  : derivative.div(factorial));
        }
        series.add(trace.series(differentiable(name, primals.get(i)), coefficients));
      }
      List<Tensor> outputs = f.apply(series);
      trace.run(order);
      var results = new ArrayList<List<Tensor>>(order + 1);
      results.add(outputs.stream().map(trace::primal).toList());
      double factorial = 1;
      for (int k = 1; k <= order; k++) {
        factorial *= k;
        var one = new ArrayList<Tensor>(outputs.size());
        for (Tensor output : outputs) {
          Tensor coefficient = real(trace.coefficient(output, k));
          one.add(factorial == 1 ? coefficient : coefficient.times(factorial));
        }
        results.add(one);
      }
      return results;
    } finally {
      trace.close();
    }
  }

  private static Tensor real(Tensor tangent) {
    return tangent instanceof org.cotangent.primitive.Zero zero ? zero.unboxed() : tangent;
  }

  /// Results of `f` for all of `size` examples; `axes` tells along which axis each argument has them, −1 for one that is the
  /// same for all. Examples of the results lie along their leading axis.
  public static List<Tensor> vmap(
      String name, Flat f, List<Tensor> arguments, List<Integer> axes, int size) {
    var trace = new BatchTrace(name, size);
    try {
      var boxes = new ArrayList<Tensor>(arguments.size());
      for (int i = 0; i < arguments.size(); i++) {
        Tensor argument = arguments.get(i);
        boxes.add(axes.get(i) < 0 ? argument : trace.examples(argument.moveAxis(axes.get(i), 0)));
      }
      return f.apply(boxes).stream().map(trace::stacked).toList();
    } finally {
      trace.close();
    }
  }

  /// Results of `f`, each of whose operations is checked for NaN and infinities, and so are its derivatives.
  public static List<Tensor> check(String name, Flat f, List<Tensor> arguments) {
    var trace = new CheckTrace(name);
    try {
      return f.apply(arguments.stream().map(trace::checked).toList()).stream()
          .map(trace::value)
          .toList();
    } finally {
      trace.close();
    }
  }

  /// What staging wrote.
  ///
  /// @param program the function
  /// @param captures the traced values from outside that are the program's last inputs
  public record Staged(Program program, List<Tensor> captures) {}

  /// `f` as a program, for arguments with these abstract values.
  public static Staged stage(String name, Flat f, List<Aval> arguments) {
    var trace = new StageTrace(name);
    try {
      List<Tensor> outputs = f.apply(arguments.stream().map(trace::input).toList());
      Program program = trace.program(outputs);
      return new Staged(program, trace.captures());
    } finally {
      trace.close();
    }
  }

  /// A function without arguments as a program whose inputs are all captured: operations on values from outside are written into it,
  /// too, instead of being done at once.
  public static Staged branch(String name, Supplier<List<Tensor>> f) {
    var trace = new StageTrace(name);
    try (var _ = new Branch(trace)) {
      Program program = trace.program(f.get());
      return new Staged(program, trace.captures());
    } finally {
      trace.close();
    }
  }

  /// Throws a [NotDifferentiableException] unless `output` is one floating number.
  public static void requireNumber(String name, Tensor output) {
    if (output.rank() != 0) {
      throw new NotDifferentiableException(
          name
              + ": f returned "
              + output.shape()
              + ", not a scalar: reduce it (sum, mean), or use jacobian or vjp");
    }
    if (!output.dtype().floating()) {
      throw new NotDifferentiableException(
          name
              + ": f returned "
              + output.aval()
              + ", which has no derivative: return a floating number");
    }
  }

  /// `x`, if it has a floating dtype.
  private static Tensor differentiable(String name, Tensor x) {
    if (!x.dtype().floating()) {
      throw new NotDifferentiableException(
          name
              + ": can't differentiate w.r.t. "
              + x.aval()
              + ": convert it with to(F64), or mark it @Static");
    }
    return x;
  }

  private static void requireSame(
      String name, String what, String of, List<Tensor> expected, List<Tensor> given) {
    for (int i = 0; i < expected.size(); i++) {
      Aval want = expected.get(i).aval();
      if (!given.get(i).aval().equals(want)) {
        throw new org.cotangent.ShapeException(
            name
                + ": the "
                + what
                + " is "
                + given.get(i).aval()
                + ", but the "
                + of
                + " is "
                + want);
      }
    }
  }

  /// The gradient of what has no influence; `F64` beside whole numbers, which have none.
  public static Tensor zeros(Aval aval) {
    return Buffers.fill(aval.with(aval.dtype().toFloating()), 0);
  }

  /// The cotangent of a number by itself.
  public static Tensor one(Aval aval) {
    return Buffers.fill(aval, 1);
  }

  /// The identity matrix of the basis vectors of `shape`, stacked: shape `(size) + shape`.
  public static Tensor basis(Aval aval) {
    Shape shape = aval.shape();
    Tensor eye = Tensor.eye(shape.size()).to(aval.dtype());
    return eye.reshape(shape.with(0, shape.size()));
  }

  /// Results of `f` at `primals` and the pushforward there, as a program of the tangents: what depends on the primals only has
  /// been computed.
  public static Mapped linearize(String name, Flat f, List<Tensor> primals) {
    var forward = new JvpTrace(name);
    var stage = new StageTrace(name);
    try {
      var duals = new ArrayList<Tensor>(primals.size());
      for (Tensor primal : primals) {
        duals.add(forward.dual(differentiable(name, primal), stage.input(primal.aval())));
      }
      List<Tensor> outputs = f.apply(duals);
      Program program = stage.program(outputs.stream().map(forward::tangent).toList());
      List<Tensor> captures = stage.captures();
      return new Mapped(
          outputs.stream().map(forward::primal).toList(),
          tangents -> {
            requireSame(name, "tangent", "argument", primals, tangents);
            var all = new ArrayList<>(tangents);
            all.addAll(captures);
            return program.apply(all);
          });
    } finally {
      forward.close();
      stage.close();
    }
  }

  /// Whether a derivative is being taken of what made `tensor`: under its boxes is one of forward or reverse mode.
  public static boolean differentiated(Tensor tensor) {
    Tensor at = tensor;
    while (at instanceof org.cotangent.Box box) {
      if (box instanceof Node || box instanceof JvpTrace.Dual || box instanceof JetTrace.Series) {
        return true;
      }
      if (!(box instanceof BatchTrace.Examples || box instanceof CheckTrace.Checked)) {
        return false;
      }
      at = box.unboxed();
    }
    return false;
  }

  /// A symbolic zero.
  public static Tensor nothing(Aval aval) {
    return new org.cotangent.primitive.Zero(aval);
  }
}
