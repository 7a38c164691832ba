package org.cotangent.sparse;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cotangent.Array;
import org.cotangent.DType;
import org.cotangent.Tensor;
import org.cotangent.kernel.Buffers;
import org.cotangent.primitive.Accumulator;
import org.cotangent.primitive.Atom;
import org.cotangent.primitive.Aval;
import org.cotangent.primitive.Bilinear;
import org.cotangent.primitive.Control;
import org.cotangent.primitive.Elementwise;
import org.cotangent.primitive.Equation;
import org.cotangent.primitive.General;
import org.cotangent.primitive.Linear;
import org.cotangent.primitive.Literal;
import org.cotangent.primitive.Op;
import org.cotangent.primitive.Primitive;
import org.cotangent.primitive.Program;
import org.cotangent.primitive.Scalar;
import org.cotangent.primitive.Var;
import org.cotangent.primitive.Zero;
import org.jspecify.annotations.Nullable;

/// Which elements of a tangent each element of a derivative depends on: an interpreter of the program of a pushforward, by kind.
///
/// A derivative's program is linear in its tangents, so almost all that happens to them are pointwise products, [Linear] and
/// [Bilinear] operations; these are understood exactly, up to values that only the argument decides. Choices and loops are followed
/// into their programs ([Flows]). Everything else counts as depending on all that goes in. What does not depend on the argument at all is known, and its zeros cut dependencies.
public final class Dependencies {
  /// More entries than this are no sparse matrix.
  private static final long MOST = 1L << 28;

  private final @Nullable Array[] known;

  /// For each variable that depends on the tangent the set of each element.
  private final int[] @Nullable [][] sets;

  private long size;

  /// What was found about linear maps that no value decides: loops ask again in each step.
  private final Map<Asked, LinearPattern> answers;

  private record Asked(Primitive primitive, int moving, int output, List<Aval> inputs) {}

  private Dependencies(Program program, Map<Asked, LinearPattern> answers) {
    int variables =
        program.inputs().size()
            + program.equations().stream().mapToInt(e -> e.outputs().size()).sum();
    this.known = new Array[variables];
    this.sets = new int[variables][][];
    this.answers = answers;
  }

  /// The pattern of the matrix that takes input `tangent` of `program` to its first output.
  public static Pattern of(Program program, int tangent) {
    var run = new Dependencies(program, new HashMap<>());
    int columns = program.inputs().get(tangent).aval().shape().size();
    int[][] units = new int[columns][];
    Arrays.setAll(units, i -> new int[] {i});
    run.sets[tangent] = units;
    program.equations().forEach(run::equation);
    Atom output = program.outputs().getFirst();
    int[][] rows = run.sets(output);
    if (rows == null) {
      rows = new int[output.aval().shape().size()][];
      Arrays.fill(rows, IndexSets.EMPTY);
    }
    run.size = 0;
    for (int[] row : rows) {
      run.count(row);
    }
    return Pattern.of(columns, rows);
  }

  /// The facts of the outputs of a program inside of this one.
  private List<Fact> inner(Program program, List<Fact> inputs) {
    var run = new Dependencies(program, answers);
    for (int i = 0; i < inputs.size(); i++) {
      run.sets[i] = inputs.get(i).sets();
      run.known[i] = inputs.get(i).known();
    }
    program.equations().forEach(run::equation);
    return program.outputs().stream().map(run::fact).toList();
  }

  private Fact fact(Atom atom) {
    return new Fact(sets(atom), known(atom));
  }

  private int @Nullable [][] sets(Atom atom) {
    return atom instanceof Var variable ? sets[variable.index()] : null;
  }

  private @Nullable Array known(Atom atom) {
    return switch (atom) {
      case Literal literal -> literal.value();
      case Var variable -> known[variable.index()];
    };
  }

  private void count(int[] set) {
    size += set.length;
    if (size > MOST) {
      throw new IllegalArgumentException(
          "sparse derivatives: f has more than "
              + MOST
              + " derivatives that are not 0: use jvp, vjp or hvp, which need no matrix");
    }
  }

  private void equation(Equation equation) {
    List<Atom> inputs = equation.inputs();
    if (inputs.stream().allMatch(input -> known(input) != null)) {
      constant(equation);
      return;
    }
    if (inputs.stream().allMatch(input -> sets(input) == null)) {
      return;
    }
    size = 0;
    if (equation.primitive() instanceof Control control) {
      Optional<List<Fact>> facts =
          Flows.of(control, inputs.stream().map(this::fact).toList(), this::inner);
      if (facts.isPresent()) {
        for (int k = 0; k < equation.outputs().size(); k++) {
          int index = equation.outputs().get(k).index();
          sets[index] = facts.get().get(k).sets();
          known[index] = facts.get().get(k).known();
        }
        return;
      }
    }
    Op op = Op.of(equation.primitive());
    for (int k = 0; k < equation.outputs().size(); k++) {
      Var output = equation.outputs().get(k);
      if (output.aval().dtype().floating()) {
        int[][] result =
            op.pointwise()
                ? pointwise(op, inputs, output.aval())
                : switch (equation.primitive()) {
                  case Elementwise _ -> throw new AssertionError("pointwise");
                  case Linear linear -> linear(linear, inputs, k, equation.outputs());
                  case Bilinear bilinear -> bilinear(bilinear, inputs, output.aval());
                  case General _, Control _ -> everything(inputs, output.aval());
                };
        sets[output.index()] = result;
      }
    }
  }

  private void constant(Equation equation) {
    var arguments = new ArrayList<Tensor>();
    equation
        .inputs()
        .forEach(input -> arguments.add(java.util.Objects.requireNonNull(known(input))));
    List<Tensor> results = Op.of(equation.primitive()).bind(arguments);
    for (int k = 0; k < results.size(); k++) {
      if (results.get(k) instanceof Array array) {
        known[equation.outputs().get(k).index()] = array;
      }
    }
  }

  private int[][] everything(List<Atom> inputs, Aval output) {
    var all = new ArrayList<int[]>();
    for (Atom input : inputs) {
      int[][] elements = sets(input);
      if (elements != null) {
        all.addAll(Arrays.asList(elements));
      }
    }
    int[][] result = new int[output.shape().size()][];
    Arrays.fill(result, IndexSets.union(all));
    return result;
  }

  private int[][] pointwise(Op op, List<Atom> inputs, Aval output) {
    int[][] result = new int[output.shape().size()][];
    Arrays.fill(result, IndexSets.EMPTY);
    for (int i = 0; i < inputs.size(); i++) {
      int[][] elements = sets(inputs.get(i));
      if (elements != null) {
        boolean[] cut = cut(op.partial(i), inputs, result.length);
        for (int e = 0; e < result.length; e++) {
          if (!cut[e]) {
            int[] union = IndexSets.union(result[e], elements[e]);
            if (union != result[e] && union != elements[e]) {
              count(union);
            }
            result[e] = union;
          }
        }
      }
    }
    return result;
  }

  /// Where a partial derivative is 0 whatever the argument is: it uses known values only.
  private boolean[] cut(Scalar partial, List<Atom> inputs, int length) {
    boolean[] cut = new boolean[length];
    double[][] values = new double[3][];
    for (int i = 0; i < inputs.size(); i++) {
      Array value = known(inputs.get(i));
      if (value != null) {
        values[i] = value.toDoubles();
      } else if (uses(partial, i)) {
        return cut;
      }
    }
    if (uses(partial, -1)) {
      return cut;
    }
    for (int e = 0; e < length; e++) {
      cut[e] = partial.at(at(values[0], e), at(values[1], e), at(values[2], e), 0) == 0;
    }
    return cut;
  }

  private static double at(double @Nullable [] values, int e) {
    return values == null ? 0 : values[e];
  }

  /// Whether a formula uses operand `i`, or the result (−1).
  private static boolean uses(Scalar formula, int i) {
    return switch (formula) {
      case Scalar.Input(int index) -> index == i;
      case Scalar.Result _ -> i < 0;
      case Scalar.Constant _ -> false;
      case Scalar.Unary unary -> uses(unary.x(), i);
      case Scalar.Binary binary -> uses(binary.left(), i) || uses(binary.right(), i);
      case Scalar.Choice choice ->
          uses(choice.test(), i) || uses(choice.then(), i) || uses(choice.otherwise(), i);
      case Scalar.Function function -> function.operands().stream().anyMatch(x -> uses(x, i));
      case Scalar.Call call -> call.operands().stream().anyMatch(x -> uses(x, i));
    };
  }

  private int[][] linear(Linear linear, List<Atom> inputs, int output, List<Var> outputs) {
    Aval image = outputs.get(output).aval();
    var arguments = new ArrayList<Tensor>();
    for (int i = 0; i < inputs.size(); i++) {
      Array value = known(inputs.get(i));
      if (linear.linear(i)) {
        arguments.add(zeros(inputs.get(i).aval()));
      } else if (value == null) {
        return everything(inputs, image);
      } else {
        arguments.add(value);
      }
    }
    int[][] result = new int[image.shape().size()][];
    Arrays.fill(result, IndexSets.EMPTY);
    for (int i = 0; i < inputs.size(); i++) {
      int[][] elements = sets(inputs.get(i));
      if (elements == null) {
        continue;
      }
      int moving = i;
      Aval aval = inputs.get(i).aval().with(DType.F64);
      Op op = Op.of(linear);
      LinearPattern.Applied map =
          x -> {
            var all = new ArrayList<>(arguments);
            all.set(moving, Buffers.wrap(aval, x));
            return op.bind(all).get(output).toDoubles();
          };
      LinearPattern.Applied transposed =
          ct -> {
            List<Tensor> images = op.bind(arguments);
            var cotangents = new ArrayList<Tensor>();
            for (int k = 0; k < images.size(); k++) {
              Aval one = images.get(k).aval();
              cotangents.add(k == output ? Buffers.ofDoubles(one, ct) : new Zero(one));
            }
            var only = new Only(moving);
            linear.transpose(cotangents, List.copyOf(arguments), only);
            return only.sum == null ? new double[elements.length] : only.sum.toDoubles();
          };
      boolean decided = inputs.size() == 1;
      join(
          result,
          elements,
          decided
              ? asked(linear, i, output, inputs, result.length, map, transposed)
              : LinearPattern.of(elements.length, result.length, map, transposed));
    }
    return result;
  }

  private LinearPattern asked(
      Primitive primitive,
      int moving,
      int output,
      List<Atom> inputs,
      int outputs,
      LinearPattern.Applied map,
      LinearPattern.Applied transposed) {
    var key = new Asked(primitive, moving, output, inputs.stream().map(Atom::aval).toList());
    LinearPattern answer = answers.get(key);
    if (answer == null) {
      int elements = inputs.get(moving).aval().shape().size();
      answer = LinearPattern.of(elements, outputs, map, transposed);
      answers.put(key, answer);
    }
    return answer;
  }

  private int[][] bilinear(Bilinear bilinear, List<Atom> inputs, Aval image) {
    int[][] left = sets(inputs.get(0));
    int[][] right = sets(inputs.get(1));
    int moving = left != null ? 0 : 1;
    int[][] elements = left != null ? left : right;
    if (elements == null || left != null && right != null) {
      return everything(inputs, image);
    }
    Atom other = inputs.get(1 - moving);
    Array value = known(other);
    Array factor =
        value == null
            ? Buffers.fill(other.aval().with(DType.F64), 1)
            : Buffers.ofDoubles(other.aval().with(DType.F64), indicator(value));
    Aval aval = inputs.get(moving).aval().with(DType.F64);
    Aval out = image.with(DType.F64);
    LinearPattern.Applied map =
        x -> {
          Array moved = Buffers.wrap(aval, x);
          return (moving == 0 ? bilinear.evaluate(moved, factor) : bilinear.evaluate(factor, moved))
              .toDoubles();
        };
    LinearPattern.Applied transposed =
        ct -> {
          Array cotangent = Buffers.wrap(out, ct);
          return (moving == 0
                  ? bilinear.transposeLeft(cotangent, factor, aval)
                  : bilinear.transposeRight(cotangent, factor, aval))
              .toDoubles();
        };
    int[][] result = new int[image.shape().size()][];
    Arrays.fill(result, IndexSets.EMPTY);
    join(
        result,
        elements,
        value == null
            ? asked(bilinear, moving, 0, inputs, result.length, map, transposed)
            : LinearPattern.of(elements.length, result.length, map, transposed));
    return result;
  }

  /// 1 where a known factor is not 0: so no product is small beside another, and none cancels.
  private static double[] indicator(Array factor) {
    double[] elements = factor.toDoubles();
    for (int i = 0; i < elements.length; i++) {
      elements[i] = elements[i] == 0 ? 0 : 1;
    }
    return elements;
  }

  private void join(int[][] result, int[][] elements, LinearPattern pattern) {
    var unions = new int[pattern.groups().size()][];
    for (int e = 0; e < result.length; e++) {
      int group = pattern.group()[e];
      if (group < 0) {
        continue;
      }
      int[] union = unions[group];
      if (union == null) {
        int[] members = pattern.groups().get(group);
        if (members.length == 1) {
          union = elements[members[0]];
        } else {
          var all = new ArrayList<int[]>(members.length);
          for (int member : members) {
            all.add(elements[member]);
          }
          union = IndexSets.union(all);
          count(union);
        }
        unions[group] = union;
      }
      result[e] = IndexSets.union(result[e], union);
    }
  }

  private static Array zeros(Aval aval) {
    return Buffers.fill(aval.dtype().floating() ? aval.with(DType.F64) : aval, 0);
  }

  /// Takes the cotangent of one input.
  private static final class Only implements Accumulator {
    private final int input;
    private @Nullable Tensor sum;

    Only(int input) {
      this.input = input;
    }

    @Override
    public boolean wants(int i) {
      return i == input;
    }

    @Override
    public void add(int i, Tensor cotangent) {
      if (i == input && !Zero.is(cotangent)) {
        sum = sum == null ? cotangent : sum.plus(cotangent);
      }
    }
  }
}
