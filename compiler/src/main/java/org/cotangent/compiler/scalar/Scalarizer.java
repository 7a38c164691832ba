package org.cotangent.compiler.scalar;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.cotangent.Array;
import org.cotangent.DType;
import org.cotangent.kernel.Buffers;
import org.cotangent.ops.Shaping;
import org.cotangent.primitive.Atom;
import org.cotangent.primitive.Aval;
import org.cotangent.primitive.Checkpoint;
import org.cotangent.primitive.Cond;
import org.cotangent.primitive.Control;
import org.cotangent.primitive.CustomJvp;
import org.cotangent.primitive.CustomVjp;
import org.cotangent.primitive.CustomVmap;
import org.cotangent.primitive.Equation;
import org.cotangent.primitive.Intrinsic;
import org.cotangent.primitive.Linear;
import org.cotangent.primitive.LinearSolve;
import org.cotangent.primitive.Literal;
import org.cotangent.primitive.Op;
import org.cotangent.primitive.Pointwise;
import org.cotangent.primitive.Primitive;
import org.cotangent.primitive.Program;
import org.cotangent.primitive.ReverseScan;
import org.cotangent.primitive.Routine;
import org.cotangent.primitive.Scalar;
import org.cotangent.primitive.Scan;
import org.cotangent.primitive.Var;
import org.cotangent.primitive.While;
import org.cotangent.primitive.WrittenOut;

/// Takes the tensors of a program apart: each element becomes a scalar value.
///
/// By kind: pointwise primitives through their formulas; moves ([Linear.Moves]) by evaluating them on the numbers of the
/// elements; those that are [WrittenOut] through the formulas of their elements; and whatever has known operands only is
/// evaluated. Anything else can't be taken apart.
final class Scalarizer {
  private final Values values;

  /// The formulas of primitives that were met: equal ones have the same function bodies, so that these are shared.
  private final Map<Primitive, Template> formulas = new HashMap<>();

  private final Loops loops;

  /// `outermost`: the inputs of `values` are the elements of the plain function's argument.
  Scalarizer(Values values, boolean outermost) {
    this.values = values;
    this.loops = new Loops(values, outermost);
  }

  /// The elements of the outputs, given those of the inputs.
  List<int[]> run(Program program, List<int[]> inputs) {
    Map<Var, int[]> known = new HashMap<>();
    for (int i = 0; i < inputs.size(); i++) {
      known.put(program.inputs().get(i), inputs.get(i));
    }
    for (Equation equation : program.equations()) {
      List<int[]> x = new ArrayList<>(equation.inputs().size());
      for (Atom input : equation.inputs()) {
        x.add(elements(input, known));
      }
      List<int[]> y = apply(equation, x);
      for (int i = 0; i < y.size(); i++) {
        known.put(equation.outputs().get(i), y.get(i));
      }
    }
    return program.outputs().stream().map(output -> elements(output, known)).toList();
  }

  private int[] elements(Atom atom, Map<Var, int[]> known) {
    return switch (atom) {
      case Literal literal -> constants(literal.value());
      case Var variable -> java.util.Objects.requireNonNull(known.get(variable));
    };
  }

  private List<int[]> apply(Equation equation, List<int[]> x) {
    Primitive primitive = equation.primitive();
    List<Aval> inputs = equation.inputs().stream().map(Atom::aval).toList();
    List<Aval> outputs = equation.outputs().stream().map(Var::aval).toList();
    if (primitive instanceof Pointwise) {
      return List.of(pointwise(primitive, inputs, x, outputs.getFirst()));
    }
    if (primitive instanceof Control control) {
      return control(control, x);
    }
    if (x.stream().allMatch(this::constant)) {
      return evaluated(primitive, inputs, x);
    }
    if (primitive instanceof Shaping.Convert) {
      int[] converted = new int[x.getFirst().length];
      for (int i = 0; i < converted.length; i++) {
        converted[i] = converted(x.getFirst()[i], outputs.getFirst().dtype());
      }
      return List.of(converted);
    }
    if (primitive instanceof Linear.Moves moves) {
      return moved(moves, inputs, x, outputs);
    }
    if (primitive instanceof WrittenOut written) {
      return written(written, inputs, x, outputs);
    }
    throw new Refusal(primitive.name() + " has no formulas");
  }

  private boolean constant(int[] elements) {
    for (int element : elements) {
      if (!values.constant(element)) {
        return false;
      }
    }
    return true;
  }

  private List<int[]> control(Control control, List<int[]> x) {
    return switch (control) {
      case CustomJvp custom -> run(program(control, custom.function()), x);
      case CustomVjp custom -> {
        if (custom.function() instanceof CustomVjp.Split(Program program, int outputs)) {
          yield run(program, x).subList(0, outputs);
        }
        throw new Refusal(control.name() + " holds a function that is no program");
      }
      case CustomVmap custom -> throw new Refusal(custom.name() + " holds a function of examples");
      case LinearSolve solve -> throw new Refusal(solve.name() + " has no formulas");
      case Checkpoint checkpoint -> run(checkpoint.body(), x);
      case Cond cond -> chosen(cond, x);
      case Scan scan ->
          loops.scan(scan.body(), scan.length(), scan.reverse(), scan.consts(), scan.carries(), x);
      case ReverseScan reverse -> throw new Refusal(reverse.name() + " keeps few states");
      case While loop -> loops.repeat(loop.condition(), loop.body(), loop.consts(), x);
    };
  }

  /// All branches, and of each result the one that the index chooses. Formulas have no effect and come to an end, so it does not
  /// matter that the other branches are computed too; loops do not always come to an end.
  private List<int[]> chosen(Cond cond, List<int[]> x) {
    int index = x.getFirst()[0];
    List<int[]> arguments = x.subList(1, x.size());
    int last = cond.branches().size() - 1;
    if (values.constant(index)) {
      double at = values.whole(index) ? values.wholeNumber(index) : values.number(index);
      return run(cond.branches().get((int) Math.clamp(at, 0, last)), arguments);
    }
    int before = values.loops().size();
    List<int[]> result = run(cond.branches().getLast(), arguments);
    for (int k = last - 1; k >= 0; k--) {
      List<int[]> branch = run(cond.branches().get(k), arguments);
      int bound = values.whole(index) ? values.constant((long) k) : values.constant((double) k);
      int test = values.binary(Intrinsic.LESS_EQUAL, index, bound);
      var chosen = new ArrayList<int[]>();
      for (int i = 0; i < branch.size(); i++) {
        int[] elements = new int[branch.get(i).length];
        for (int e = 0; e < elements.length; e++) {
          elements[e] = values.choice(test, branch.get(i)[e], result.get(i)[e]);
        }
        chosen.add(elements);
      }
      result = chosen;
    }
    if (values.loops().size() > before) {
      throw new Refusal("cond with a loop in a branch");
    }
    return result;
  }

  private static Program program(Control control, Routine function) {
    if (function instanceof Program program) {
      return program;
    }
    throw new Refusal(control.name() + " holds a function that is no program");
  }

  // Pointwise

  private int[] pointwise(Primitive primitive, List<Aval> inputs, List<int[]> x, Aval y) {
    Template template =
        formulas.computeIfAbsent(primitive, p -> Template.of(List.of(Op.of(p).value())));
    boolean whole = whole(inputs, y);
    int[] out = new int[x.getFirst().length];
    for (int i = 0; i < out.length; i++) {
      int at = i;
      int[] made = template.apply(values, whole, index -> operand(x.get(index)[at], whole));
      out[i] = stored(made[0], y.dtype());
    }
    return out;
  }

  /// Whether formulas compute with whole numbers: when neither operands nor result are floating.
  private static boolean whole(List<Aval> inputs, Aval y) {
    return !y.dtype().floating() && inputs.stream().noneMatch(x -> x.dtype().floating());
  }

  private int operand(int value, boolean whole) {
    return whole ? values.toLong(value) : values.toDouble(value);
  }

  /// A formula's value as an element of that dtype.
  private int stored(int value, DType dtype) {
    return switch (dtype) {
      case F64 -> values.toDouble(value);
      case F32 -> values.toFloat(values.toDouble(value));
      case I64 -> values.toLong(value);
      case I32 -> values.whole(value) ? values.wrapInt(value) : values.toInt(value);
      case BOOL -> truth(value);
    };
  }

  /// 0 or 1: what it is already, mostly.
  private int truth(int value) {
    return values.isTruth(value) ? values.toDouble(value) : different(value);
  }

  /// What the primitive of conversions does to an element.
  private int converted(int x, DType dtype) {
    return switch (dtype) {
      case F64 -> values.toDouble(x);
      case F32 -> values.toFloat(values.toDouble(x));
      case I64 -> values.toLong(x);
      case I32 -> values.toInt(x);
      case BOOL -> different(x);
    };
  }

  /// 1 where x is not 0.
  private int different(int x) {
    int zero = values.whole(x) ? values.constant(0L) : values.constant(0.0);
    int equal = values.binary(Intrinsic.EQUAL, x, zero);
    return values.unary(Intrinsic.NOT, values.toDouble(equal));
  }

  // Moves

  /// Evaluates a move on the numbers of elements, from 1 on; what is 0 afterwards is an element that is 0.
  private List<int[]> moved(
      Linear.Moves moves, List<Aval> inputs, List<int[]> x, List<Aval> outputs) {
    var arrays = new ArrayList<Array>(x.size());
    var all = new ArrayList<int[]>(x.size());
    int next = 1;
    int total = 0;
    for (int i = 0; i < x.size(); i++) {
      Aval aval = inputs.get(i);
      if (!moves.linear(i)) {
        if (!constant(x.get(i))) {
          throw new Refusal(moves.name() + " with places that are computed");
        }
        arrays.add(array(aval, x.get(i)));
        continue;
      }
      double[] numbers = new double[x.get(i).length];
      for (int k = 0; k < numbers.length; k++) {
        numbers[k] = next++;
      }
      arrays.add(Buffers.wrap(aval.with(DType.F64), numbers));
      all.add(x.get(i));
      total += numbers.length;
    }
    int[] elements = new int[total + 1];
    int at = 1;
    for (int[] part : all) {
      System.arraycopy(part, 0, elements, at, part.length);
      at += part.length;
    }
    List<Array> moved = moves.evaluate(arrays);
    var result = new ArrayList<int[]>(moved.size());
    for (int k = 0; k < moved.size(); k++) {
      DType dtype = outputs.get(k).dtype();
      elements[0] =
          dtype.floating() || dtype == DType.BOOL ? values.constant(0.0) : values.constant(0L);
      double[] places = Buffers.toDoubles(moved.get(k));
      int[] out = new int[places.length];
      for (int i = 0; i < out.length; i++) {
        out[i] = elements[(int) places[i]];
      }
      result.add(out);
    }
    return result;
  }

  // Formulas of elements

  private List<int[]> written(
      WrittenOut written, List<Aval> inputs, List<int[]> x, List<Aval> outputs) {
    int total = x.stream().mapToInt(part -> part.length).sum();
    int[] elements = new int[total];
    var names = new ArrayList<List<Scalar>>(x.size());
    int at = 0;
    for (int[] part : x) {
      var own = new ArrayList<Scalar>(part.length);
      for (int value : part) {
        own.add(name(value, at));
        elements[at++] = value;
      }
      names.add(own);
    }
    List<List<Scalar>> formulas = written.elements(inputs, names);
    if (formulas.isEmpty()) {
      throw new Refusal(((Primitive) written).name() + " with operands that are computed");
    }
    var result = new ArrayList<int[]>(outputs.size());
    for (int k = 0; k < outputs.size(); k++) {
      Aval y = outputs.get(k);
      boolean whole = whole(inputs, y);
      int[] made =
          Template.of(formulas.get(k))
              .apply(values, whole, index -> operand(elements[index], whole));
      for (int i = 0; i < made.length; i++) {
        made[i] = stored(made[i], y.dtype());
      }
      result.add(made);
    }
    return result;
  }

  private Scalar name(int value, int place) {
    return switch (values.kind(value)) {
      case NUMBER -> new Scalar.Constant(values.number(value));
      case WHOLE ->
          (long) (double) values.wholeNumber(value) == values.wholeNumber(value)
              ? new Scalar.Constant(values.wholeNumber(value))
              : new Scalar.Input(place);
      default -> new Scalar.Input(place);
    };
  }

  // Known operands

  private List<int[]> evaluated(Primitive primitive, List<Aval> inputs, List<int[]> x) {
    var arrays = new ArrayList<Array>(x.size());
    for (int i = 0; i < x.size(); i++) {
      arrays.add(array(inputs.get(i), x.get(i)));
    }
    return Op.of(primitive).evaluateAll(arrays).stream().map(this::constants).toList();
  }

  private Array array(Aval aval, int[] elements) {
    if (aval.dtype() == DType.I32 || aval.dtype() == DType.I64) {
      long[] whole = new long[elements.length];
      for (int i = 0; i < whole.length; i++) {
        whole[i] = values.wholeNumber(elements[i]);
      }
      return Buffers.ofLongs(aval, whole);
    }
    double[] numbers = new double[elements.length];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = values.number(elements[i]);
    }
    if (aval.dtype().floating()) {
      return Buffers.ofDoubles(aval, numbers);
    }
    boolean[] truths = new boolean[numbers.length];
    for (int i = 0; i < truths.length; i++) {
      truths[i] = numbers[i] != 0;
    }
    return Buffers.wrap(aval, truths);
  }

  private int[] constants(Array array) {
    int[] out = new int[array.shape().size()];
    if (array.dtype() == DType.I32 || array.dtype() == DType.I64) {
      long[] whole = Buffers.toLongs(array);
      for (int i = 0; i < out.length; i++) {
        out[i] = values.constant(whole[i]);
      }
      return out;
    }
    double[] numbers = Buffers.toDoubles(array);
    for (int i = 0; i < out.length; i++) {
      out[i] = values.constant(numbers[i]);
    }
    return out;
  }
}
