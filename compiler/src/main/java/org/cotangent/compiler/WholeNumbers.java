package org.cotangent.compiler;

import org.cotangent.DType;
import org.cotangent.ops.Shaping.Convert;
import org.cotangent.primitive.Aval;
import org.cotangent.primitive.Equation;
import org.cotangent.primitive.Op;
import org.cotangent.primitive.Scalar;

/// A formula on whole numbers, or a conversion from or to them, element by element into an array that is there: what the counter of a
/// loop needs.
final class WholeNumbers implements Step {
  private final Equation equation;
  private final Op op;
  private final int[] inputs;
  private final Targets targets;
  private final int size;
  private final DType dtype;

  WholeNumbers(Equation equation, Plan plan, Storage storage) {
    this.equation = equation;
    this.op = Op.of(equation.primitive());
    this.inputs = equation.inputs().stream().mapToInt(plan::slot).toArray();
    this.targets = new Targets(equation, storage);
    Aval aval = equation.outputs().getFirst().aval();
    this.size = aval.shape().size();
    this.dtype = aval.dtype();
  }

  /// Whether an equation is one of those.
  static boolean are(Equation equation) {
    boolean floating = false;
    boolean whole = false;
    var avals = new java.util.ArrayList<Aval>();
    equation.inputs().forEach(input -> avals.add(input.aval()));
    equation.outputs().forEach(output -> avals.add(output.aval()));
    for (Aval aval : avals) {
      floating |= aval.dtype().floating();
      whole |= aval.dtype() == DType.I32 || aval.dtype() == DType.I64;
    }
    return whole
        && (equation.primitive() instanceof Convert
            || !floating && Op.of(equation.primitive()).pointwise());
  }

  @Override
  public void run(Frame frame) {
    Object out = targets.array(frame, 0);
    Object a = frame.value(inputs[0]);
    if (equation.primitive() instanceof Convert) {
      convert(a, out);
      return;
    }
    Object b = inputs.length > 1 ? frame.value(inputs[1]) : a;
    Object c = inputs.length > 2 ? frame.value(inputs[2]) : a;
    Scalar formula = op.value();
    for (int i = 0; i < size; i++) {
      set(out, i, formula.at(whole(a, i), whole(b, i), whole(c, i), 0L));
    }
  }

  /// As Java casts; truth values by `≠ 0`.
  private void convert(Object x, Object out) {
    boolean exact = x instanceof long[] || x instanceof int[] || x instanceof boolean[];
    for (int i = 0; i < size; i++) {
      switch (dtype) {
        case F64 -> ((double[]) out)[i] = exact ? whole(x, i) : floating(x, i);
        case F32 -> ((float[]) out)[i] = (float) (exact ? (double) whole(x, i) : floating(x, i));
        case I32 -> ((int[]) out)[i] = (int) (exact ? (double) whole(x, i) : floating(x, i));
        case I64 -> ((long[]) out)[i] = exact ? whole(x, i) : (long) floating(x, i);
        case BOOL -> ((boolean[]) out)[i] = exact ? whole(x, i) != 0 : floating(x, i) != 0;
      }
    }
  }

  private static long whole(Object array, int i) {
    return switch (array) {
      case long[] values -> values[i];
      case int[] values -> values[i];
      case boolean[] values -> values[i] ? 1 : 0;
      default -> throw new AssertionError(array.getClass());
    };
  }

  private static double floating(Object array, int i) {
    return array instanceof double[] wide ? wide[i] : ((float[]) array)[i];
  }

  private static void set(Object array, int i, long value) {
    switch (array) {
      case long[] values -> values[i] = value;
      case int[] values -> values[i] = (int) value;
      case boolean[] values -> values[i] = value != 0;
      default -> throw new AssertionError(array.getClass());
    }
  }

  @Override
  public String describe(Plan plan, String indent) {
    return "whole numbers: "
        + plan.name(targets.slot(0))
        + " by "
        + equation.primitive().name()
        + " from "
        + plan.names(inputs);
  }
}
