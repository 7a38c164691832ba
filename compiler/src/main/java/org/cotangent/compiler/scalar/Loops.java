package org.cotangent.compiler.scalar;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.cotangent.DType;
import org.cotangent.primitive.Atom;
import org.cotangent.primitive.Aval;
import org.cotangent.primitive.Program;

/// Takes loops of programs apart: the body becomes values of its own, the loop one value that leaves its results in memory.
final class Loops {
  /// More elements are not worth being written one by one.
  private static final int COPIED = 400;

  /// A body is one method: a longer one would never be compiled by the JIT.
  private static final int BODY = 1_000;

  private final Values values;

  /// Whether inputs of `values` are elements of the plain function's argument.
  private final boolean outermost;

  Loops(Values values, boolean outermost) {
    this.values = values;
    this.outermost = outermost;
  }

  /// `length` steps of `body`, whose inputs are `constants` that stay, carries, and slices of stacked tensors; its outputs are the
  /// carries after a step, then slices. The results: the carries at the end, stacked slices.
  List<int[]> scan(
      Program body, int length, boolean reverse, int constants, int carries, List<int[]> x) {
    var inner = new Inner(body, constants, x);
    List<int[]> y = new Scalarizer(inner.values, false).run(body, inner.inputs);
    var slices = new ArrayList<Loop.Source>();
    for (int i = constants + carries; i < x.size(); i++) {
      slices.add(source(x.get(i), length));
    }
    int[] next = flat(y.subList(0, carries));
    int[] row = flat(y.subList(carries, y.size()));
    int loop =
        inner.loop(
            new Loop(
                length,
                reverse,
                inner.values,
                Values.NONE,
                inner.arguments(),
                flat(x.subList(constants, constants + carries)),
                slices,
                next,
                row));
    List<int[]> results = inner.carried(loop, y.subList(0, carries));
    int offset = next.length;
    for (Atom output : body.outputs().subList(carries, body.outputs().size())) {
      int width = output.aval().shape().size();
      int[] stacked = new int[length * width];
      for (int i = 0; i < length; i++) {
        for (int e = 0; e < width; e++) {
          stacked[i * width + e] =
              values.result(loop, offset + i * row.length + e, whole(output.aval()));
        }
      }
      results.add(stacked);
      offset += width;
    }
    return results;
  }

  /// Steps of `body` while `condition` holds; both take `constants` that stay, and carries.
  List<int[]> repeat(Program condition, Program body, int constants, List<int[]> x) {
    var inner = new Inner(body, constants, x);
    var scalarizer = new Scalarizer(inner.values, false);
    int test = scalarizer.run(condition, inner.inputs).getFirst()[0];
    List<int[]> y = scalarizer.run(body, inner.inputs);
    int loop =
        inner.loop(
            new Loop(
                0,
                false,
                inner.values,
                test,
                inner.arguments(),
                flat(x.subList(constants, x.size())),
                List.of(),
                flat(y),
                new int[0]));
    return inner.carried(loop, y);
  }

  static boolean whole(Aval aval) {
    return aval.dtype() == DType.I32 || aval.dtype() == DType.I64;
  }

  private static int[] flat(List<int[]> parts) {
    return parts.stream().flatMapToInt(Arrays::stream).toArray();
  }

  /// The inputs of a body: outer constants stay constants, the others are numbered.
  private final class Inner {
    final Values values = Loops.this.values.inner();
    final List<int[]> inputs = new ArrayList<>();

    /// The outer values that it uses, each with its number.
    private final Map<Integer, Integer> arguments = new LinkedHashMap<>();

    Inner(Program body, int constants, List<int[]> x) {
      Values outer = Loops.this.values;
      for (int i = 0; i < constants; i++) {
        for (int value : x.get(i)) {
          if (!outer.constant(value)) {
            arguments.putIfAbsent(value, arguments.size());
          }
        }
      }
      int next = arguments.size();
      for (int i = 0; i < x.size(); i++) {
        Aval aval = body.inputs().get(i).aval();
        int[] elements = new int[aval.shape().size()];
        for (int e = 0; e < elements.length; e++) {
          int value = i < constants ? x.get(i)[e] : Values.NONE;
          if (i < constants && outer.constant(value)) {
            elements[e] =
                outer.whole(value)
                    ? values.constant(outer.wholeNumber(value))
                    : values.constant(outer.number(value));
          } else {
            int index = i < constants ? number(value) : next++;
            elements[e] = whole(aval) ? values.wholeInput(index) : values.input(index);
          }
        }
        inputs.add(elements);
      }
    }

    private int number(int value) {
      return Objects.requireNonNull(arguments.get(value));
    }

    int[] arguments() {
      return arguments.keySet().stream().mapToInt(i -> i).toArray();
    }

    /// The loop as a value around the body; refuses bodies that are too long for one method.
    int loop(Loop loop) {
      if (values.operations() > BODY) {
        throw new Refusal("a loop of " + values.operations() + " scalar operations in each step");
      }
      return Loops.this.values.loop(loop);
    }

    /// The carries at the end, which have the types of those after a step.
    List<int[]> carried(int loop, List<int[]> next) {
      var results = new ArrayList<int[]>();
      int place = 0;
      for (int[] part : next) {
        int[] elements = new int[part.length];
        for (int e = 0; e < part.length; e++) {
          elements[e] = Loops.this.values.result(loop, place++, values.whole(part[e]));
        }
        results.add(elements);
      }
      return results;
    }
  }

  /// Where the slices of a stacked tensor come from.
  private Loop.Source source(int[] stacked, int length) {
    int width = length == 0 ? 0 : stacked.length / length;
    if (stacked.length == 0) {
      return new Loop.Source.Known(new double[0], width);
    }
    if (Arrays.stream(stacked).allMatch(values::constant)) {
      double[] numbers = new double[stacked.length];
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] =
            values.whole(stacked[i])
                ? Double.longBitsToDouble(values.wholeNumber(stacked[i]))
                : values.number(stacked[i]);
      }
      return new Loop.Source.Known(numbers, width);
    }
    int first = stacked[0];
    int step = length == 1 ? width : values.detail(stacked[width]) - values.detail(first);
    boolean regular = true;
    for (int i = 0; regular && i < stacked.length; i++) {
      int value = stacked[i];
      regular =
          values.kind(value) == values.kind(first)
              && values.detail(value) == values.detail(first) + i / width * step + i % width
              && (!values.inMemory(value) || values.operand(value, 0) == values.operand(first, 0));
    }
    if (regular && values.inMemory(first)) {
      return new Loop.Source.Made(values.operand(first, 0), values.detail(first), step, width);
    }
    if (regular && outermost && values.kind(first) == Values.Kind.INPUT) {
      return new Loop.Source.Given(values.detail(first), step, width);
    }
    if (stacked.length > COPIED) {
      throw new Refusal("a loop over " + stacked.length + " elements that are computed one by one");
    }
    return new Loop.Source.Copied(stacked, width);
  }
}
