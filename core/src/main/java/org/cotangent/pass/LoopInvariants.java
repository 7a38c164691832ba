package org.cotangent.pass;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.cotangent.ops.Shaping.Broadcast;
import org.cotangent.ops.Shaping.Reshape;
import org.cotangent.primitive.Atom;
import org.cotangent.primitive.Bilinear;
import org.cotangent.primitive.Equation;
import org.cotangent.primitive.Linear;
import org.cotangent.primitive.Literal;
import org.cotangent.primitive.Pointwise;
import org.cotangent.primitive.Primitive;
import org.cotangent.primitive.Program;
import org.cotangent.primitive.Scan;
import org.cotangent.primitive.Var;
import org.cotangent.primitive.While;
import org.jspecify.annotations.Nullable;

/// Computes once, before a loop, what every step of it would compute again; and makes constants of carries that no step changes.
///
/// Only operations that take every value are moved, since a loop may have no steps: pointwise ones, products, and linear ones of one
/// operand. Broadcasts and reshapes cost nothing inside a loop and memory outside of it: they are repeated outside only for what
/// needs them there.
final class LoopInvariants implements Pass {
  @Override
  public String name() {
    return "loop invariants";
  }

  @Override
  public Program apply(Program program) {
    return Rewriter.walk(program, this, LoopInvariants::moved);
  }

  private static Optional<List<Atom>> moved(Primitive primitive, List<Atom> inputs, Rewriter in) {
    return switch (primitive) {
      case Scan scan -> {
        Optional<List<Atom>> found = unchanged(scan, inputs, in);
        yield found.isPresent() ? found : hoisted(scan, inputs, in);
      }
      case While loop -> {
        Optional<List<Atom>> found = unchanged(loop, inputs, in);
        yield found.isPresent() ? found : hoisted(loop, inputs, in);
      }
      default -> Optional.empty();
    };
  }

  // Carries that no step changes

  private static Optional<List<Atom>> unchanged(Scan scan, List<Atom> inputs, Rewriter in) {
    boolean[] fixed = fixed(scan.body(), scan.consts(), scan.carries());
    int[] order = constantsFirst(scan.consts(), fixed, inputs.size());
    int count = count(fixed);
    if (count == 0) {
      return Optional.empty();
    }
    var loop =
        new Scan(
            scan.length(),
            scan.consts() + count,
            scan.carries() - count,
            scan.reverse(),
            scan.unroll(),
            scan.snapshots(),
            withoutCarries(scan.body(), order, fixed));
    return Optional.of(results(loop, scan.consts(), order, fixed, inputs, in));
  }

  private static Optional<List<Atom>> unchanged(While loop, List<Atom> inputs, Rewriter in) {
    boolean[] fixed = fixed(loop.body(), loop.consts(), loop.carries());
    int[] order = constantsFirst(loop.consts(), fixed, inputs.size());
    int count = count(fixed);
    if (count == 0) {
      return Optional.empty();
    }
    var shorter =
        new While(
            loop.consts() + count,
            withoutCarries(loop.condition(), order, new boolean[0]),
            withoutCarries(loop.body(), order, fixed));
    return Optional.of(results(shorter, loop.consts(), order, fixed, inputs, in));
  }

  /// Which carries the body returns as they are.
  private static boolean[] fixed(Program body, int consts, int carries) {
    boolean[] fixed = new boolean[carries];
    for (int i = 0; i < carries; i++) {
      fixed[i] = body.outputs().get(i).equals(body.inputs().get(consts + i));
    }
    return fixed;
  }

  private static int count(boolean[] marks) {
    int count = 0;
    for (boolean mark : marks) {
      count += mark ? 1 : 0;
    }
    return count;
  }

  /// The inputs in their new order: constants, fixed carries, other carries, the rest.
  private static int[] constantsFirst(int consts, boolean[] fixed, int size) {
    var order = new ArrayList<Integer>();
    for (int i = 0; i < consts; i++) {
      order.add(i);
    }
    for (int pass = 0; pass < 2; pass++) {
      for (int i = 0; i < fixed.length; i++) {
        if (fixed[i] == (pass == 0)) {
          order.add(consts + i);
        }
      }
    }
    for (int i = consts + fixed.length; i < size; i++) {
      order.add(i);
    }
    return order.stream().mapToInt(i -> i).toArray();
  }

  private static <T> List<T> arranged(List<T> list, int[] order) {
    return Arrays.stream(order).<T>mapToObj(list::get).toList();
  }

  private static Program withoutCarries(Program program, int[] order, boolean[] fixed) {
    List<Atom> outputs =
        IntStream.range(0, program.outputs().size())
            .filter(i -> i >= fixed.length || !fixed[i])
            .mapToObj(program.outputs()::get)
            .toList();
    return new Program(arranged(program.inputs(), order), program.equations(), outputs);
  }

  /// The results of the loop as it was: a fixed carry ends as it started.
  private static List<Atom> results(
      Primitive loop, int consts, int[] order, boolean[] fixed, List<Atom> inputs, Rewriter in) {
    List<Atom> made = in.emit(loop, arranged(inputs, order));
    var results = new ArrayList<Atom>();
    int next = 0;
    for (int i = 0; i < fixed.length; i++) {
      results.add(fixed[i] ? inputs.get(consts + i) : made.get(next++));
    }
    results.addAll(made.subList(next, made.size()));
    return results;
  }

  // Equations of constants

  private static Optional<List<Atom>> hoisted(Scan scan, List<Atom> inputs, Rewriter in) {
    var hoist = new Hoist(scan.body(), scan.consts(), inputs, in);
    if (hoist.values.isEmpty()) {
      return Optional.empty();
    }
    var loop =
        new Scan(
            scan.length(),
            scan.consts() + hoist.values.size(),
            scan.carries(),
            scan.reverse(),
            scan.unroll(),
            scan.snapshots(),
            hoist.body(hoist.variables));
    return Optional.of(in.emit(loop, hoist.arguments(hoist.values)));
  }

  private static Optional<List<Atom>> hoisted(While loop, List<Atom> inputs, Rewriter in) {
    var body = new Hoist(loop.body(), loop.consts(), inputs, in);
    var condition = new Hoist(loop.condition(), loop.consts(), inputs, in);
    if (body.values.isEmpty() && condition.values.isEmpty()) {
      return Optional.empty();
    }
    var values = new ArrayList<>(body.values);
    values.addAll(condition.values);
    var ofBody = new ArrayList<>(body.variables);
    ofBody.addAll(unused(condition.variables, loop.body()));
    var ofCondition = new ArrayList<>(unused(body.variables, loop.condition()));
    ofCondition.addAll(condition.variables);
    var shorter =
        new While(loop.consts() + values.size(), condition.body(ofCondition), body.body(ofBody));
    return Optional.of(in.emit(shorter, body.arguments(values)));
  }

  /// Inputs that `program` has only because the other program of the loop does.
  private static List<Var> unused(List<Var> variables, Program program) {
    int first = program.variables();
    return IntStream.range(0, variables.size())
        .mapToObj(i -> new Var(first + i, variables.get(i).aval()))
        .toList();
  }

  /// What moves out of one program of a loop. Emits it in front of the loop.
  private static final class Hoist {
    private final Program program;
    private final int consts;
    private final List<Atom> inputs;
    private final List<Equation> left = new ArrayList<>();

    /// What stands for constants of the loop outside of it, by number of a variable of the program.
    private final @Nullable Atom[] outside;

    /// Variables of the program that become constants of the loop, and their values.
    final List<Var> variables = new ArrayList<>();

    final List<Atom> values = new ArrayList<>();

    Hoist(Program program, int consts, List<Atom> inputs, Rewriter in) {
      this.program = program;
      this.consts = consts;
      this.inputs = inputs;
      this.outside = new @Nullable Atom[program.variables()];
      for (int i = 0; i < consts; i++) {
        outside[i] = inputs.get(i);
      }
      boolean[] moves = moving();
      for (int k = 0; k < moves.length; k++) {
        Equation equation = program.equations().get(k);
        if (moves[k]) {
          Var result = equation.outputs().getFirst();
          Atom value =
              in.emit(equation.primitive(), equation.inputs().stream().map(this::known).toList())
                  .getFirst();
          outside[result.index()] = value;
          if (!cheap(equation.primitive())) {
            variables.add(result);
            values.add(value);
            continue;
          }
        }
        left.add(equation);
      }
    }

    private Atom known(Atom atom) {
      return atom instanceof Var variable
          ? java.util.Objects.requireNonNull(outside[variable.index()])
          : atom;
    }

    /// Which equations are emitted outside: those that move, and the cheap ones that they need.
    private boolean[] moving() {
      List<Equation> equations = program.equations();
      boolean[] constant = new boolean[outside.length];
      Arrays.fill(constant, 0, consts, true);
      boolean[] moves = new boolean[equations.size()];
      boolean[] needed = new boolean[outside.length];
      for (int k = 0; k < moves.length; k++) {
        Equation equation = equations.get(k);
        boolean all = movable(equation.primitive()) && equation.outputs().size() == 1;
        for (Atom input : equation.inputs()) {
          all &= input instanceof Literal || input instanceof Var v && constant[v.index()];
        }
        moves[k] = all;
        if (all) {
          constant[equation.outputs().getFirst().index()] = true;
        }
      }
      for (int k = moves.length - 1; k >= 0; k--) {
        Equation equation = equations.get(k);
        moves[k] &= !cheap(equation.primitive()) || needed[equation.outputs().getFirst().index()];
        for (Atom input : equation.inputs()) {
          if (moves[k] && input instanceof Var variable) {
            needed[variable.index()] = true;
          }
        }
      }
      return moves;
    }

    private static boolean movable(Primitive primitive) {
      return !primitive.effectful()
          && (primitive instanceof Pointwise
              || primitive instanceof Bilinear
              || primitive instanceof Linear.Unary);
    }

    private static boolean cheap(Primitive primitive) {
      return primitive instanceof Broadcast || primitive instanceof Reshape;
    }

    /// The program with `more` as inputs behind its constants.
    Program body(List<Var> more) {
      var all = new ArrayList<>(program.inputs().subList(0, consts));
      all.addAll(more);
      all.addAll(program.inputs().subList(consts, program.inputs().size()));
      return new Program(all, left, program.outputs());
    }

    /// The loop's inputs with `more` behind the constants.
    List<Atom> arguments(List<Atom> more) {
      var all = new ArrayList<>(inputs.subList(0, consts));
      all.addAll(more);
      all.addAll(inputs.subList(consts, inputs.size()));
      return all;
    }
  }
}
