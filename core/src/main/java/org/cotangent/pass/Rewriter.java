package org.cotangent.pass;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.cotangent.kernel.Buffers;
import org.cotangent.primitive.Atom;
import org.cotangent.primitive.Aval;
import org.cotangent.primitive.Equation;
import org.cotangent.primitive.Literal;
import org.cotangent.primitive.Op;
import org.cotangent.primitive.Primitive;
import org.cotangent.primitive.Program;
import org.cotangent.primitive.Var;
import org.jspecify.annotations.Nullable;

/// One walk over a program, forward: each equation stays, with inputs that may have been replaced, or its results are replaced.
/// Because what an equation uses was treated before it, a walk sees chains of rules through to their end. Linear in the number of
/// equations. Not thread-safe; one is made for each walk.
final class Rewriter {
  /// A rule.
  @FunctionalInterface
  interface Rewrite {
    /// What replaces the results of `primitive` applied to `inputs`; empty if the equation stays. It may emit equations only if it
    /// replaces something.
    Optional<List<Atom>> of(Primitive primitive, List<Atom> inputs, Rewriter in);
  }

  /// Rules that apply to what rules emit are applied at once, up to this depth: a bound that no set of rules can break.
  private static final int DEPTH = 16;

  private static final Origin GIVEN = new Origin.Given();

  private final Rewrite rewrite;
  private final List<Equation> equations;
  private final int[] oldUses;

  /// By number of a variable of the old program: what stands for it.
  private final @Nullable Atom[] replacements;

  /// By number of a variable of the new program: the equation that made it, if it has one result.
  private Origin[] origins;

  /// By number of a variable of the new program: how often the old program used what it stands for.
  private int[] uses;

  /// The results of the equation that is being treated, in the old program.
  private List<Var> results = List.of();

  private int count;
  private int depth;
  private boolean changed;

  private Rewriter(Program program, Rewrite rewrite) {
    this.rewrite = rewrite;
    this.equations = new ArrayList<>(program.equations().size());
    int variables = program.variables();
    this.replacements = new @Nullable Atom[variables];
    this.origins = new Origin[variables + 16];
    this.uses = new int[variables + 16];
    this.oldUses = new int[variables];
    for (Equation equation : program.equations()) {
      use(equation.inputs());
    }
    use(program.outputs());
  }

  private void use(List<Atom> atoms) {
    for (Atom atom : atoms) {
      if (atom instanceof Var variable) {
        oldUses[variable.index()]++;
      }
    }
  }

  /// `program` after one walk of `pass`, which applies `rewrite` to each equation and itself to the programs that primitives hold;
  /// the same object if nothing was replaced.
  static Program walk(Program program, Pass pass, Rewrite rewrite) {
    var walk = new Rewriter(program, rewrite);
    for (Var input : program.inputs()) {
      walk.replacements[input.index()] = walk.fresh(input, GIVEN, walk.oldUses[input.index()]);
    }
    for (Equation equation : program.equations()) {
      walk.treat(equation, pass);
    }
    List<Atom> outputs = walk.replaced(program.outputs());
    return walk.changed ? new Program(program.inputs(), walk.equations, outputs) : program;
  }

  private void treat(Equation equation, Pass pass) {
    Primitive primitive = Bodies.map(equation.primitive(), pass::apply);
    changed |= primitive != equation.primitive();
    List<Atom> inputs = replaced(equation.inputs());
    results = equation.outputs();
    Optional<List<Atom>> found = rewrite.of(primitive, inputs, this);
    if (found.isPresent()) {
      changed = true;
      for (int i = 0; i < equation.outputs().size(); i++) {
        int old = equation.outputs().get(i).index();
        Atom replacement = found.get().get(i);
        replacements[old] = replacement;
        if (replacement instanceof Var variable) {
          uses[variable.index()] += oldUses[old];
        }
      }
      return;
    }
    Origin origin = equation.outputs().size() == 1 ? new Origin.Made(primitive, inputs) : GIVEN;
    boolean same = primitive == equation.primitive() && inputs == equation.inputs();
    var outputs = new ArrayList<Var>(equation.outputs().size());
    for (Var output : equation.outputs()) {
      Var variable = fresh(output, origin, oldUses[output.index()]);
      replacements[output.index()] = variable;
      outputs.add(variable);
      same &= variable == output;
    }
    equations.add(same ? equation : new Equation(primitive, inputs, outputs));
  }

  /// The variable of the new program that stands for `old`: itself, as long as the numbers agree.
  private Var fresh(Var old, Origin origin, int used) {
    return old.index() == count
        ? noted(old, origin, used)
        : noted(new Var(count, old.aval()), origin, used);
  }

  private Var noted(Var variable, Origin origin, int used) {
    if (count == origins.length) {
      origins = Arrays.copyOf(origins, 2 * count);
      uses = Arrays.copyOf(uses, 2 * count);
    }
    origins[count] = origin;
    uses[count++] = used;
    return variable;
  }

  /// The same list if no atom of it has been replaced.
  private List<Atom> replaced(List<Atom> atoms) {
    boolean same = true;
    for (Atom atom : atoms) {
      same &= !(atom instanceof Var variable) || replacements[variable.index()] == atom;
    }
    if (same) {
      return atoms;
    }
    var result = new Atom[atoms.size()];
    for (int i = 0; i < result.length; i++) {
      result[i] =
          atoms.get(i) instanceof Var variable
              ? Objects.requireNonNull(replacements[variable.index()])
              : atoms.get(i);
    }
    return List.of(result);
  }

  /// The results of the equation that is being treated, variables of the old program.
  List<Var> results() {
    return results;
  }

  /// What stands for variables of the old program, which have been treated.
  List<Atom> standing(List<Var> old) {
    return replaced(List.copyOf(old));
  }

  /// Where `atom` comes from.
  Origin origin(Atom atom) {
    return atom instanceof Var variable ? origins[variable.index()] : GIVEN;
  }

  /// Whether nothing but one equation uses `atom`, so that work is moved and not doubled.
  boolean usedOnce(Atom atom) {
    return atom instanceof Var variable && uses[variable.index()] == 1;
  }

  /// The result of `primitive` applied to `inputs`: a new equation, unless a rule replaces it.
  Atom emit(Primitive primitive, Atom... inputs) {
    return emit(primitive, List.of(inputs)).getFirst();
  }

  /// The results of `primitive` applied to `inputs`: a new equation, unless a rule replaces it.
  List<Atom> emit(Primitive primitive, List<Atom> inputs) {
    if (depth < DEPTH) {
      depth++;
      Optional<List<Atom>> found = rewrite.of(primitive, inputs, this);
      depth--;
      if (found.isPresent()) {
        return found.get();
      }
    }
    var avals = new ArrayList<Aval>(inputs.size());
    inputs.forEach(input -> avals.add(input.aval()));
    List<Aval> made = Op.of(primitive).shapes(avals);
    Origin origin = made.size() == 1 ? new Origin.Made(primitive, inputs) : GIVEN;
    var outputs = new ArrayList<Var>(made.size());
    for (Aval aval : made) {
      outputs.add(noted(new Var(count, aval), origin, 0));
    }
    equations.add(new Equation(primitive, inputs, outputs));
    return List.copyOf(outputs);
  }

  /// The results of `program` for these inputs, its equations written here.
  List<Atom> inline(Program program, List<Atom> inputs) {
    var values = new @Nullable Atom[program.variables()];
    for (int i = 0; i < inputs.size(); i++) {
      values[program.inputs().get(i).index()] = inputs.get(i);
    }
    for (Equation equation : program.equations()) {
      List<Atom> results = emit(equation.primitive(), values(equation.inputs(), values));
      for (int i = 0; i < results.size(); i++) {
        values[equation.outputs().get(i).index()] = results.get(i);
      }
    }
    return values(program.outputs(), values);
  }

  private static List<Atom> values(List<Atom> atoms, @Nullable Atom[] values) {
    var result = new Atom[atoms.size()];
    for (int i = 0; i < result.length; i++) {
      result[i] =
          atoms.get(i) instanceof Var variable
              ? Objects.requireNonNull(values[variable.index()])
              : atoms.get(i);
    }
    return List.of(result);
  }

  /// A literal with `value` everywhere.
  static Literal fill(Aval aval, double value) {
    return new Literal(Buffers.fill(aval, value));
  }
}
