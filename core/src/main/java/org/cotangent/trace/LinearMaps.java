package org.cotangent.trace;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.cotangent.NotDifferentiableException;
import org.cotangent.Tensor;
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
import org.cotangent.primitive.Program;
import org.cotangent.primitive.Scalar;
import org.cotangent.primitive.Var;
import org.cotangent.primitive.Zero;

/// Linear functions as programs: that they are linear is checked, operation by operation.
public final class LinearMaps {
  private final String name;
  private final boolean[] moving;

  /// What is 0 whatever the argument is: a derivative that has been made real.
  private final boolean[] zero;

  private LinearMaps(String name, Program program, int count) {
    this.name = name;
    this.moving =
        new boolean
            [program.inputs().size()
                + program.equations().stream().mapToInt(e -> e.outputs().size()).sum()];
    this.zero = new boolean[moving.length];
    Arrays.fill(moving, 0, count, true);
    program.equations().forEach(this::check);
    for (Atom output : program.outputs()) {
      if (!moves(output) && !isZero(output)) {
        throw refused("a result that does not depend on the argument");
      }
    }
  }

  /// `f` as a program; a [NotDifferentiableException] names what is not linear in it.
  public static Transform.Staged stage(String name, Transform.Flat f, List<Aval> avals) {
    var staged = Transform.stage(name, f, avals);
    new LinearMaps(name, staged.program(), avals.size());
    return staged;
  }

  /// The transposed map of a program that is linear in its first `count` inputs.
  public static Program transposed(Program program, int count) {
    return LinearSolves.transposed(program, count);
  }

  /// The transposed map, applied.
  public static List<Tensor> transpose(Transform.Staged map, int count, List<Tensor> cotangents) {
    var primals = new ArrayList<Tensor>();
    map.program().inputs().subList(0, count).forEach(x -> primals.add(Transform.zeros(x.aval())));
    return Transform.vjp(
            "linearTranspose",
            arguments -> {
              var all = new ArrayList<>(arguments);
              all.addAll(map.captures());
              return map.program().apply(all);
            },
            primals)
        .map()
        .apply(cotangents);
  }

  private boolean moves(Atom atom) {
    return atom instanceof Var variable && moving[variable.index()];
  }

  private boolean isZero(Atom atom) {
    return switch (atom) {
      case Literal literal -> Arrays.stream(literal.value().toDoubles()).allMatch(x -> x == 0);
      case Var variable -> zero[variable.index()];
    };
  }

  /// Whether the results are 0 because what it is linear in is.
  private boolean staysZero(Equation equation) {
    List<Atom> inputs = equation.inputs();
    return switch (equation.primitive()) {
      case Linear linear -> {
        for (int i = 0; i < inputs.size(); i++) {
          if (linear.linear(i) && !selects(linear, i) && !isZero(inputs.get(i))) {
            yield false;
          }
        }
        yield true;
      }
      case Bilinear _ -> isZero(inputs.get(0)) || isZero(inputs.get(1));
      case Elementwise _, General _, Control _ -> false;
    };
  }

  private NotDifferentiableException refused(String what) {
    return new NotDifferentiableException(
        name + ": f is not linear: " + what + ". linearize makes a linear function of any");
  }

  private void check(Equation equation) {
    List<Atom> inputs = equation.inputs();
    if (inputs.stream().noneMatch(this::moves)) {
      if (staysZero(equation)) {
        equation.outputs().forEach(output -> zero[output.index()] = true);
      }
      return;
    }
    String printed = equation.primitive().name();
    boolean right =
        switch (equation.primitive()) {
          case Linear linear -> jointly(linear, inputs);
          case Bilinear _ -> moves(inputs.get(0)) != moves(inputs.get(1));
          case Elementwise _ -> elementwise(Op.of(equation.primitive()), inputs);
          case General _, Control _ -> byRule(equation);
        };
    if (!right) {
      throw refused(printed + " of " + inputs.stream().map(Atom::aval).toList());
    }
    boolean[] reached = reached(equation);
    for (int i = 0; i < reached.length; i++) {
      moving[equation.outputs().get(i).index()] = reached[i];
    }
  }

  /// Which results depend on what moves: of a choice, a loop or a checkpoint that makes values and tangents, the tangents.
  private boolean[] reached(Equation equation) {
    boolean[] out = new boolean[equation.outputs().size()];
    if (!(equation.primitive() instanceof Control.OfPrograms control)) {
      Arrays.fill(out, true);
      return out;
    }
    boolean[] in = new boolean[equation.inputs().size()];
    for (int i = 0; i < in.length; i++) {
      in[i] = moves(equation.inputs().get(i));
    }
    return Reach.EXAMPLES.through(control, in, out);
  }

  /// Linear in its linear inputs together: a constant among them that is not 0 makes it affine.
  private boolean jointly(Linear linear, List<Atom> inputs) {
    for (int i = 0; i < inputs.size(); i++) {
      boolean fits =
          linear.linear(i) && !selects(linear, i)
              ? moves(inputs.get(i)) || isZero(inputs.get(i))
              : !moves(inputs.get(i));
      if (!fits) {
        return false;
      }
    }
    return true;
  }

  /// Whether a pointwise linear operation only looks at operand `i`.
  private static boolean selects(Linear linear, int i) {
    return linear instanceof Linear.OfElements
        && Op.of(linear).partial(i) instanceof Scalar.Constant(double value)
        && value == 0;
  }

  /// A formula is linear in what moves if no partial derivative by it uses it, and it is 0 at 0.
  private boolean elementwise(Op op, List<Atom> inputs) {
    double[] at = new double[3];
    for (int i = 0; i < inputs.size(); i++) {
      Predicate<Scalar> uses =
          part ->
              part instanceof Scalar.Result
                  || part instanceof Scalar.Input(int index) && moves(inputs.get(index));
      if (moves(inputs.get(i)) && op.partial(i) instanceof Scalar partial && any(partial, uses)) {
        return false;
      }
      at[i] = moves(inputs.get(i)) ? 0 : 1.25;
    }
    return op.value().at(at[0], at[1], at[2], 0) == 0;
  }

  private static boolean any(Scalar formula, Predicate<Scalar> test) {
    return test.test(formula)
        || switch (formula) {
          case Scalar.Input _, Scalar.Result _, Scalar.Constant _ -> false;
          case Scalar.Unary unary -> any(unary.x(), test);
          case Scalar.Binary binary -> any(binary.left(), test) || any(binary.right(), test);
          case Scalar.Choice choice ->
              any(choice.test(), test) || any(choice.then(), test) || any(choice.otherwise(), test);
          case Scalar.Function function -> function.operands().stream().anyMatch(x -> any(x, test));
          case Scalar.Call call -> call.operands().stream().anyMatch(x -> any(x, test));
        };
  }

  /// Any other operation is linear if its derivative uses neither what moves nor its own results.
  private boolean byRule(Equation equation) {
    Op op = Op.of(equation.primitive());
    var avals = new ArrayList<Aval>();
    equation.inputs().forEach(input -> avals.add(input.aval()));
    equation.outputs().forEach(output -> avals.add(output.aval()));
    int inputs = equation.inputs().size();
    for (int i = 0; i < inputs; i++) {
      if (moves(equation.inputs().get(i))) {
        if (!avals.get(i).dtype().floating()) {
          return false;
        }
        avals.add(avals.get(i));
      }
    }
    int results = inputs + equation.outputs().size();
    Program rule =
        Transform.stage(
                "linear",
                all -> {
                  var tangents = new ArrayList<Tensor>();
                  int next = results;
                  for (int i = 0; i < inputs; i++) {
                    tangents.add(
                        moves(equation.inputs().get(i)) ? all.get(next++) : new Zero(avals.get(i)));
                  }
                  return Rules.real(
                      Rules.pushforward(
                          op,
                          all.subList(0, inputs),
                          all.subList(inputs, results),
                          tangents,
                          false));
                },
                avals)
            .program();
    var used = new boolean[rule.inputs().size()];
    rule.equations().forEach(e -> e.inputs().forEach(input -> mark(input, used)));
    rule.outputs().forEach(output -> mark(output, used));
    for (int i = 0; i < results; i++) {
      if (used[i] && (i >= inputs || moves(equation.inputs().get(i)))) {
        return false;
      }
    }
    return true;
  }

  private static void mark(Atom atom, boolean[] used) {
    if (atom instanceof Var variable && variable.index() < used.length) {
      used[variable.index()] = true;
    }
  }
}
