package org.cotangent.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.cotangent.Autodiff;
import org.cotangent.Box;
import org.cotangent.DType;
import org.cotangent.Tensor;
import org.cotangent.primitive.Program;
import org.cotangent.program.Programs;
import org.cotangent.trace.Transform;

/// What must hold for every operation. Each law throws an [AssertionError] that says what differs.
public final class Laws {
  private static final int EXAMPLES = 3;

  /// How much a compiled function may differ: it has elementary functions of its own, and calculates `F32` in single precision.
  private static final double COMPILED = 1e-13;

  private static final double COMPILED_F32 = 1e-5;

  private Laws() {}

  /// Forward and reverse mode agree with differences, to an order.
  public static void derivatives(Sample sample, int order) {
    CheckGrads.checkGrads(sample.function(), order, sample.inputs(), sample.tolerance(), 7);
  }

  /// The staged program prints, parses back, passes the check, and does bit for bit what the function does; so does the compiled
  /// function. The programs of its derivatives too.
  public static void programs(Sample sample) {
    program(sample.function(), sample.inputs());
    if (differentiable(sample)) {
      program(pullback(sample), sample.inputs());
      program(pushforward(sample), sample.inputs());
    }
  }

  private static void program(Flat f, List<Tensor> inputs) {
    Program program = stage(f, inputs);
    require(
        Programs.parse(program.toString()).equals(program),
        "parse(print(p)) differs from p:\n" + program);
    Programs.check(program);
    List<Tensor> expected = f.apply(inputs);
    same("staged against eager", expected, program.apply(inputs), 0, program);
    Function<List<Tensor>, List<Tensor>> compiled = Autodiff.compile(f::apply);
    for (int i = 0; i < 2; i++) {
      same("compiled against eager", expected, compiled.apply(inputs), COMPILED, program);
    }
  }

  /// `f` as a program.
  public static Program stage(Flat f, List<Tensor> inputs) {
    return Autodiff.stage((Function<List<Tensor>, List<Tensor>>) f::apply, inputs);
  }

  /// vmap is a loop: for every choice of inputs that are mapped, along the first axis and along the last. So for the derivatives.
  public static void batches(Sample sample) {
    batches(sample.function(), sample.inputs());
    if (differentiable(sample)) {
      batches(pullback(sample), sample.inputs());
      batches(pushforward(sample), sample.inputs());
      gradOfVmap(sample);
    }
  }

  private static void batches(Flat f, List<Tensor> inputs) {
    int choices = 1 << Math.min(4, inputs.size());
    for (int choice = 1; choice < choices; choice++) {
      for (int last = 0; last < 2; last++) {
        batch(f, inputs, choice, last == 1);
      }
    }
  }

  private static void batch(Flat f, List<Tensor> inputs, int choice, boolean last) {
    var arguments = new ArrayList<Tensor>();
    var axes = new ArrayList<Integer>();
    for (int i = 0; i < inputs.size(); i++) {
      Tensor input = inputs.get(i);
      if ((choice >> i & 1) == 0) {
        arguments.add(input);
        axes.add(-1);
      } else {
        Tensor examples = examples(input);
        arguments.add(last ? examples.moveAxis(0, -1) : examples);
        axes.add(last ? input.rank() : 0);
      }
    }
    List<Tensor> batched = Transform.vmap("vmap", f::apply, arguments, axes, EXAMPLES);
    for (int example = 0; example < EXAMPLES; example++) {
      var one = new ArrayList<Tensor>();
      for (int i = 0; i < inputs.size(); i++) {
        one.add((choice >> i & 1) == 0 ? inputs.get(i) : examples(inputs.get(i)).get(example));
      }
      List<Tensor> expected = f.apply(one);
      int at = example;
      same(
          "vmap of inputs " + axes + " against a loop, example " + example,
          expected,
          batched.stream().map(stacked -> stacked.get(at)).toList(),
          1e-12,
          inputs);
    }
  }

  /// Some inputs near the given one: floating ones moved a little, others the same.
  private static Tensor examples(Tensor input) {
    var examples = new ArrayList<Tensor>();
    for (int i = 0; i < EXAMPLES; i++) {
      examples.add(input.dtype().floating() && i > 0 ? input.times(1 - 1e-3 * i) : input);
    }
    return Tensor.stack(examples);
  }

  /// The gradient of a sum over examples is the examples' gradients.
  private static void gradOfVmap(Sample sample) {
    List<Tensor> stacked = sample.inputs().stream().map(Laws::examples).toList();
    List<Integer> axes = stacked.stream().map(_ -> 0).toList();
    Flat each =
        arguments -> Transform.vmap("vmap", sample.function()::apply, arguments, axes, EXAMPLES);
    Flat inside =
        arguments -> Transform.vmap("vmap", pullback(sample)::apply, arguments, axes, EXAMPLES);
    same(
        "grad of vmap against vmap of grad",
        inside.apply(stacked),
        pullback(each).apply(stacked),
        1e-12,
        stacked);
  }

  /// In `F32`, results and gradients are `F32` and agree with those in `F64` at the same numbers.
  public static void singlePrecision(Sample sample) {
    List<Tensor> narrow =
        sample.inputs().stream().map(x -> x.dtype() == DType.F64 ? x.to(DType.F32) : x).toList();
    List<Tensor> wide =
        narrow.stream().map(x -> x.dtype() == DType.F32 ? x.to(DType.F64) : x).toList();
    narrower(
        "F32 against F64", sample.function().apply(wide), sample.function().apply(narrow), wide);
    if (sample.smooth() && differentiable(sample)) {
      narrower(
          "F32 gradients against F64",
          pullback(sample).apply(wide),
          pullback(sample).apply(narrow),
          wide);
    }
  }

  private static void narrower(
      String what, List<Tensor> expected, List<Tensor> actual, List<Tensor> inputs) {
    for (int i = 0; i < expected.size(); i++) {
      Tensor result = actual.get(i);
      boolean floating = expected.get(i).dtype().floating();
      require(
          !floating || result.dtype() == DType.F32,
          what + ": a result is " + result.aval() + " at " + inputs);
      if (floating) {
        String difference = difference(expected.get(i), result.to(DType.F64), 2e-4);
        require(difference.isEmpty(), what + ": " + difference + "\nat " + inputs);
      }
    }
  }

  /// linearize agrees with jvp.
  public static void linearization(Sample sample) {
    if (!differentiable(sample)) {
      return;
    }
    List<Tensor> x = moving(sample.inputs());
    Function<List<Tensor>, List<Tensor>> g = ofMoving(sample.function(), sample.inputs());
    List<Tensor> v = x.stream().map(t -> t.times(0.5).plus(1)).toList();
    same(
        "linearize against jvp",
        Autodiff.jvp(g, x, v).tangent(),
        Autodiff.linearize(g, x).pushforward().apply(v),
        1e-13,
        x);
  }

  private static boolean differentiable(Sample sample) {
    return !moving(sample.inputs()).isEmpty()
        && sample.function().apply(sample.inputs()).stream().anyMatch(y -> y.dtype().floating());
  }

  private static List<Tensor> moving(List<Tensor> inputs) {
    return inputs.stream().filter(x -> x.dtype().floating()).toList();
  }

  /// `f` of its floating inputs, the others as they are, with its floating outputs.
  private static Function<List<Tensor>, List<Tensor>> ofMoving(Flat f, List<Tensor> inputs) {
    return arguments -> {
      var all = new ArrayList<Tensor>();
      int next = 0;
      for (Tensor input : inputs) {
        all.add(input.dtype().floating() ? arguments.get(next++) : input);
      }
      return f.apply(all).stream().filter(y -> y.dtype().floating()).toList();
    };
  }

  private static Flat pullback(Sample sample) {
    return pullback(sample.function());
  }

  /// The gradients of the sum of all floating outputs.
  private static Flat pullback(Flat f) {
    return arguments -> {
      var result = Autodiff.vjp(ofMoving(f, arguments), moving(arguments));
      return result
          .pullback()
          .apply(
              result.value().stream()
                  .map(y -> Tensor.full(y.dtype(), 1, y.shape().toArray()))
                  .toList());
    };
  }

  /// The tangents along the inputs themselves.
  private static Flat pushforward(Sample sample) {
    return arguments -> {
      List<Tensor> x = moving(arguments);
      return Autodiff.jvp(ofMoving(sample.function(), arguments), x, x).tangent();
    };
  }

  private static void same(
      String what, List<Tensor> expected, List<Tensor> actual, double tolerance, Object context) {
    require(
        expected.size() == actual.size(),
        what + ": " + actual.size() + " results instead of " + expected.size());
    for (int i = 0; i < expected.size(); i++) {
      boolean narrow = tolerance > 0 && expected.get(i).dtype() == DType.F32;
      double allowed = narrow ? Math.max(tolerance, COMPILED_F32) : tolerance;
      String difference = difference(expected.get(i), actual.get(i), allowed);
      require(difference.isEmpty(), what + ", result " + i + ": " + difference + "\nat " + context);
    }
  }

  /// How `actual` differs from `expected` by more than `tolerance`, relative to the largest finite element; empty if it does not. NaN
  /// meets NaN, an infinity the same infinity.
  public static String difference(Tensor expected, Tensor actual, double tolerance) {
    if (!expected.aval().equals(actual.aval())) {
      return "expected " + expected.aval() + ", got " + actual.aval();
    }
    double[] want = Box.valueOf(expected).toDoubles();
    double[] got = Box.valueOf(actual).toDoubles();
    double scale = 1;
    for (double value : want) {
      if (Double.isFinite(value)) {
        scale = Math.max(scale, Math.abs(value));
      }
    }
    for (int i = 0; i < want.length; i++) {
      boolean same =
          want[i] == got[i]
              || Double.isNaN(want[i]) && Double.isNaN(got[i])
              || Math.abs(want[i] - got[i]) <= tolerance * scale;
      if (!same) {
        return "element "
            + i
            + " of "
            + expected.shape()
            + " is "
            + got[i]
            + " instead of "
            + want[i];
      }
    }
    return "";
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new AssertionError(message);
    }
  }
}
