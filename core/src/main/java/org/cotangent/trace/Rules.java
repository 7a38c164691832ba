package org.cotangent.trace;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.cotangent.Array;
import org.cotangent.Tensor;
import org.cotangent.kernel.Buffers;
import org.cotangent.ops.Arithmetic;
import org.cotangent.primitive.Accumulator;
import org.cotangent.primitive.Aval;
import org.cotangent.primitive.Bilinear;
import org.cotangent.primitive.Control;
import org.cotangent.primitive.CustomJvp;
import org.cotangent.primitive.CustomVjp;
import org.cotangent.primitive.CustomVmap;
import org.cotangent.primitive.Elementwise;
import org.cotangent.primitive.General;
import org.cotangent.primitive.Linear;
import org.cotangent.primitive.LinearSolve;
import org.cotangent.primitive.Op;
import org.cotangent.primitive.PointwiseKernels;
import org.cotangent.primitive.Scalar;
import org.cotangent.primitive.Zero;

/// The pushforward and the pullback of one operation, by its kind.
///
/// Kinds are sealed and these switches have no `default`: a new kind does not compile until it is handled here.
final class Rules {
  private Rules() {}

  /// The same for an operation with one output.
  static boolean smooth(Op op, Tensor output) {
    return output.dtype().floating()
        && (op.pointwise() || !(op.primitive() instanceof General.Constant));
  }

  /// Whether the operation has derivatives at all: some output is floating, and it does not declare them to be zero.
  static boolean smooth(Op op, List<Tensor> outputs) {
    if (op.primitive() instanceof General.Constant) {
      return false;
    }
    for (Tensor output : outputs) {
      if (output.dtype().floating()) {
        return true;
      }
    }
    return false;
  }

  /// The outputs' tangents. `masked`: pointwise products are those of the strong zero.
  static List<Tensor> pushforward(
      Op op, List<Tensor> inputs, List<Tensor> outputs, List<Tensor> tangents, boolean masked) {
    if (op.pointwise()
        && outputs.getFirst() instanceof Array output
        && PointwiseKernels.products(output.aval())) {
      Optional<Tensor> made = products(op, inputs, output, tangents, masked);
      if (made.isPresent()) {
        return List.of(made.get());
      }
    }
    return switch (op.primitive()) {
      case Elementwise _ -> List.of(elementwise(op, inputs, outputs.getFirst(), tangents, masked));
      case Linear linear -> linear(op, linear, inputs, outputs, tangents);
      case Bilinear bilinear ->
          List.of(bilinear(bilinear, inputs, outputs.getFirst(), tangents, masked));
      case General general -> general.jvp(inputs, outputs, tangents);
      case Control control ->
          switch (control) {
            case CustomJvp custom -> custom.tangents(inputs, real(tangents), outputs);
            case CustomVjp custom -> transposedRule(custom, inputs, tangents);
            case Control.OfPrograms programs ->
                Pushed.of(programs, inputs, tangents, masked).tangents();
            case CustomVmap custom -> pushed(custom, inputs, tangents, masked);
            case LinearSolve solve -> LinearSolves.pushforward(solve, inputs, outputs, tangents);
          };
    };
  }

  /// The tangent of a pointwise operation on large arrays: one sweep of memory for each input that has a tangent. None if something is
  /// not known, or a partial derivative is a number.
  private static Optional<Tensor> products(
      Op op, List<Tensor> inputs, Array output, List<Tensor> tangents, boolean masked) {
    int count = inputs.size();
    var all = new Array[count + 2];
    for (int i = 0; i < count; i++) {
      if (!(inputs.get(i) instanceof Array array)) {
        return Optional.empty();
      }
      all[i] = array;
    }
    all[count] = output;
    for (int i = 0; i < count; i++) {
      if (!Zero.is(tangents.get(i))) {
        if (!(tangents.get(i) instanceof Array tangent)
            || op.partial(i) instanceof Scalar.Constant) {
          return Optional.empty();
        }
        all[count + 1] = tangent;
        if (!PointwiseKernels.hasProduct(op, i, masked, all)) {
          return Optional.empty();
        }
      }
    }
    Tensor sum = new Zero(output.aval());
    for (int i = 0; i < count; i++) {
      if (Zero.is(tangents.get(i))) {
        continue;
      }
      all[count + 1] = (Array) tangents.get(i);
      if (sum instanceof Array so) {
        Array[] more = Arrays.copyOf(all, count + 3);
        more[count + 2] = so;
        PointwiseKernels.replace(op, i, masked, so, more);
      } else {
        sum = PointwiseKernels.product(op, i, masked, all);
      }
    }
    return Optional.of(sum);
  }

  private static Tensor elementwise(
      Op op, List<Tensor> inputs, Tensor output, List<Tensor> tangents, boolean masked) {
    Tensor sum = new Zero(output.aval());
    for (int i = 0; i < inputs.size(); i++) {
      if (!Zero.is(tangents.get(i))) {
        sum = plus(sum, product(op, op.partial(i), tangents.get(i), inputs, output, masked));
      }
    }
    return sum;
  }

  /// `factor · partial(inputs, output)`, without work where the partial is 0 or 1.
  private static Tensor product(
      Op op, Scalar partial, Tensor factor, List<Tensor> inputs, Tensor output, boolean masked) {
    if (partial instanceof Scalar.Constant(double constant)) {
      return constant == 0
          ? new Zero(output.aval())
          : constant == 1 ? factor : constant == -1 ? factor.unaryMinus() : factor.times(constant);
    }
    Tensor derivative = Formulas.apply(op, partial, inputs, output);
    return isOne(factor)
        ? derivative
        : masked ? Arithmetic.maskedTimes(factor, derivative) : factor.times(derivative);
  }

  /// The cotangent that most sweeps start with; a product with it is not worth an equation.
  private static boolean isOne(Tensor factor) {
    return factor instanceof Array array && Buffers.filled(array) && Buffers.fill(array) == 1;
  }

  private static Tensor plus(Tensor a, Tensor b) {
    return Zero.is(a) ? b : Zero.is(b) ? a : a.plus(b);
  }

  static List<Tensor> linear(
      Op op, Linear linear, List<Tensor> inputs, List<Tensor> outputs, List<Tensor> tangents) {
    boolean any = false;
    boolean constant = op.pointwise();
    var arguments = new ArrayList<Tensor>(inputs.size());
    for (int i = 0; i < inputs.size(); i++) {
      boolean isLinear = linear.linear(i);
      arguments.add(isLinear ? tangents.get(i) : inputs.get(i));
      any |= isLinear && !Zero.is(tangents.get(i));
      constant &= op.pointwise() && op.partial(i) instanceof Scalar.Constant;
    }
    if (!any) {
      return outputs.stream().<Tensor>map(y -> new Zero(y.aval())).toList();
    }
    return constant
        ? List.of(elementwise(op, inputs, outputs.getFirst(), tangents, false))
        : op.bind(arguments);
  }

  private static Tensor bilinear(
      Bilinear bilinear,
      List<Tensor> inputs,
      Tensor output,
      List<Tensor> tangents,
      boolean masked) {
    Tensor left = tangents.get(0);
    Tensor right = tangents.get(1);
    Tensor sum = new Zero(output.aval());
    if (!Zero.is(left)) {
      sum = times(bilinear, left, inputs.get(1), masked);
    }
    if (!Zero.is(right)) {
      sum = plus(sum, times(bilinear, inputs.get(0), right, masked));
    }
    return sum;
  }

  static Tensor times(Bilinear bilinear, Tensor left, Tensor right, boolean masked) {
    return masked && bilinear instanceof Bilinear.OfElements
        ? Arithmetic.maskedTimes(left, right)
        : bilinear.bind(left, right);
  }

  /// Adds the inputs' cotangents to `into`. `saved` are a custom rule's residuals.
  static void pullback(
      Op op,
      List<Tensor> inputs,
      List<Tensor> outputs,
      List<Tensor> cotangents,
      List<Tensor> saved,
      boolean masked,
      Accumulator into) {
    switch (op.primitive()) {
      case Elementwise _ -> {
        for (int i = 0; i < inputs.size(); i++) {
          if (into.wants(i)) {
            into.add(
                i,
                product(
                    op, op.partial(i), cotangents.getFirst(), inputs, outputs.getFirst(), masked));
          }
        }
      }
      case Linear linear -> linear.transpose(cotangents, inputs, into);
      case Bilinear bilinear -> {
        Tensor cotangent = cotangents.getFirst();
        Tensor left = inputs.get(0);
        Tensor right = inputs.get(1);
        boolean plain = bilinear instanceof Bilinear.OfElements;
        boolean strong = masked && plain;
        if (into.wants(0)) {
          into.add(
              0,
              plain && isOne(cotangent)
                  ? right
                  : strong
                      ? Arithmetic.maskedTimes(cotangent, right)
                      : bilinear.transposeLeft(cotangent, right, left.aval()));
        }
        if (into.wants(1)) {
          into.add(
              1,
              plain && isOne(cotangent)
                  ? left
                  : strong
                      ? Arithmetic.maskedTimes(left, cotangent)
                      : bilinear.transposeRight(cotangent, left, right.aval()));
        }
      }
      case General general -> {
        if (general instanceof General.WithVjp own) {
          own.vjp(inputs, outputs, cotangents, into);
        } else {
          transposed(inputs, cotangents, into, tangents -> general.jvp(inputs, outputs, tangents));
        }
      }
      case Control control -> {
        switch (control) {
          case CustomJvp custom ->
              transposed(
                  inputs,
                  cotangents,
                  into,
                  tangents -> custom.tangents(inputs, real(tangents), outputs));
          case Control.OfPrograms programs -> {
            boolean[] active = new boolean[inputs.size()];
            for (int i = 0; i < active.length; i++) {
              active[i] = inputs.get(i).dtype().floating() && into.wants(i);
            }
            Pulled.of(programs, inputs, active).pullback().run(cotangents, masked, into);
          }
          case CustomVjp custom -> {
            List<Tensor> own = custom.cotangents(saved, real(cotangents));
            for (int i = 0; i < inputs.size(); i++) {
              if (into.wants(i)) {
                into.add(i, checked(custom, own.get(i), inputs.get(i).aval()));
              }
            }
          }
          case CustomVmap custom -> pulled(custom, inputs, cotangents, masked, into);
          case LinearSolve solve -> LinearSolves.pullback(solve, inputs, outputs, cotangents, into);
        }
      }
    }
  }

  private static Tensor checked(CustomVjp custom, Tensor cotangent, Aval input) {
    if (!cotangent.aval().equals(input)) {
      throw new org.cotangent.ShapeException(
          custom.name()
              + ": the backward rule returned "
              + cotangent.aval()
              + " for an input of "
              + input
              + ": a cotangent has its input's shape and dtype");
    }
    return cotangent;
  }

  /// The cotangents of a linear map of the wanted inputs' tangents: it is recorded at 0 and swept.
  private static void transposed(
      List<Tensor> inputs, List<Tensor> cotangents, Accumulator into, Linearity map) {
    var trace = new ReverseTrace("transpose");
    var tangents = new ArrayList<Tensor>(inputs.size());
    var leaves = new ArrayList<Node>();
    var positions = new ArrayList<Integer>();
    for (int i = 0; i < inputs.size(); i++) {
      Aval aval = inputs.get(i).aval();
      if (aval.dtype().floating() && into.wants(i)) {
        Node leaf = trace.leaf(new Zero(aval).unboxed());
        leaves.add(leaf);
        positions.add(i);
        tangents.add(leaf);
      } else {
        tangents.add(new Zero(aval));
      }
    }
    List<Tensor> outputs;
    try {
      outputs = map.apply(tangents);
    } finally {
      trace.close();
    }
    List<Tensor> results = trace.pullback(outputs, cotangents, leaves);
    for (int k = 0; k < leaves.size(); k++) {
      into.add(positions.get(k), results.get(k));
    }
  }

  /// A linear map of tangents.
  @FunctionalInterface
  private interface Linearity {
    List<Tensor> apply(List<Tensor> tangents);
  }

  /// The tangents of a function of which only the pullback is known: that is a linear map of cotangents, and its transpose is
  /// the pushforward.
  private static List<Tensor> transposedRule(
      CustomVjp custom, List<Tensor> inputs, List<Tensor> tangents) {
    CustomVjp.Result result = custom.function().apply(inputs);
    var trace = new ReverseTrace("transpose");
    var leaves = new ArrayList<Node>();
    for (Tensor output : result.outputs()) {
      leaves.add(trace.leaf(new Zero(output.aval()).unboxed()));
    }
    List<Tensor> cotangents;
    try {
      cotangents = custom.cotangents(result.residuals(), List.copyOf(leaves));
    } finally {
      trace.close();
    }
    return trace.pullback(cotangents, tangents, leaves);
  }

  /// The derivative of a function with a batch rule has one too: the derivative of the batch rule.
  /// Tangents that are absent stay out of it: a zero would meet partial derivatives that are no numbers.
  private static List<Tensor> pushed(
      CustomVmap custom, List<Tensor> inputs, List<Tensor> tangents, boolean masked) {
    int n = inputs.size();
    var all = new ArrayList<>(inputs);
    boolean[] present = present(tangents, all);
    var both =
        new CustomVmap(
            arguments ->
                real(
                    Routines.pushed(custom.function(), n, masked)
                        .apply(spread(arguments, present))),
            arguments ->
                real(
                    Routines.pushed(custom.batched(), n, masked)
                        .apply(spread(arguments, present))));
    List<Tensor> results = Op.of(both).bind(all);
    return results.subList(results.size() / 2, results.size());
  }

  /// Which of `tensors` are not absent; those are added to `all`.
  private static boolean[] present(List<Tensor> tensors, List<Tensor> all) {
    boolean[] present = new boolean[tensors.size()];
    for (int i = 0; i < present.length; i++) {
      present[i] = !Zero.is(tensors.get(i));
      if (present[i]) {
        all.add(tensors.get(i));
      }
    }
    return present;
  }

  /// Arguments and all their tangents, of arguments and the tangents of those in `present`.
  private static List<Tensor> spread(List<Tensor> arguments, boolean[] present) {
    var all = new ArrayList<>(arguments.subList(0, present.length));
    int next = present.length;
    for (int i = 0; i < present.length; i++) {
      all.add(present[i] ? arguments.get(next++) : new Zero(arguments.get(i).aval()));
    }
    return all;
  }

  private static void pulled(
      CustomVmap custom,
      List<Tensor> inputs,
      List<Tensor> cotangents,
      boolean masked,
      Accumulator into) {
    int n = inputs.size();
    var all = new ArrayList<>(inputs);
    boolean[] present = present(cotangents, all);
    var both =
        new CustomVmap(
            Routines.pulled(custom.function(), n, present, masked),
            Routines.pulled(custom.batched(), n, present, masked));
    List<Tensor> results = Op.of(both).bind(all);
    int next = 0;
    for (int i = 0; i < n; i++) {
      if (inputs.get(i).dtype().floating()) {
        if (into.wants(i)) {
          into.add(i, results.get(next));
        }
        next++;
      }
    }
  }

  /// Rules that users write as functions see real zeros.
  static List<Tensor> real(List<Tensor> tensors) {
    var result = new ArrayList<Tensor>(tensors.size());
    for (Tensor tensor : tensors) {
      result.add(tensor instanceof Zero zero ? zero.unboxed() : tensor);
    }
    return result;
  }
}
