package org.cotangent.compiler.fusion;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cotangent.DType;
import org.cotangent.Shape;
import org.cotangent.compiler.kernel.Body;
import org.cotangent.compiler.kernel.Formulas;
import org.cotangent.compiler.kernel.Lane;
import org.cotangent.compiler.kernel.Nest;
import org.cotangent.kernel.Buffers;
import org.cotangent.ops.Reduction;
import org.cotangent.ops.Shaping;
import org.cotangent.primitive.Atom;
import org.cotangent.primitive.Aval;
import org.cotangent.primitive.Equation;
import org.cotangent.primitive.Literal;
import org.cotangent.primitive.Op;
import org.cotangent.primitive.Program;
import org.cotangent.primitive.Var;
import org.jspecify.annotations.Nullable;

/// Divides a program into loops and operations of the library.
///
/// Pointwise operations and those that arrange elements are not done by themselves: whoever uses a value computes it where it is
/// needed, through [Place]s. Stored are the values that must be (results, operands of library operations, reductions) and those
/// that are dear and used by several loops. What is stored with the same loop space shares one nest, if no order forbids it, so
/// that it shares its loads and its subexpressions too.
public final class Fusion {
  /// Values that cost less are computed again rather than stored.
  private static final int DEAR = 6;

  /// A value that costs so much is stored, so that bodies stay short.
  private static final int MOST = 120;

  private static final int ROUNDS = 12;

  /// Work, in additions, that several threads may share. Scatters go in order: where there is so much, they do nothing else.
  private static final long SHARED = 2_000_000;

  /// One thing to do.
  public sealed interface Step {}

  /// A loop nest.
  ///
  /// @param nest what to do
  /// @param operands what it reads: variables or literals
  /// @param outputs what it writes
  /// @param whole whether it writes all of each output
  public record Loops(Nest nest, List<Atom> operands, List<Var> outputs, List<Boolean> whole)
      implements Step {}

  /// An operation of the library.
  ///
  /// @param equation what to do
  public record Library(Equation equation) implements Step {}

  /// The same elements under another name.
  ///
  /// @param from what
  /// @param to its name
  public record Alias(Atom from, Var to) implements Step {}

  /// Rows of a matrix product, or products of a stack: those of one strip.
  ///
  /// @param equation the contraction
  /// @param axis the axis of its result along which the strips follow each other
  public record Product(Equation equation, int axis) implements Step {}

  /// Steps that are done strip by strip: all of them for one strip before the next one, so that what they hand on is in a cache, and
  /// what nobody else needs is never there as a whole. Thereby a softmax is one sweep of memory, with its gradient.
  ///
  /// @param steps the steps: [Loops] and [Product]s
  /// @param rows the length of the axis that they share
  /// @param length how much of it a strip has
  /// @param axes of the variables that are there for one strip only, the axis
  public record Strips(List<Step> steps, int rows, int length, Map<Var, Integer> axes)
      implements Step {
    /// Copies the collections.
    public Strips {
      steps = List.copyOf(steps);
      axes = Map.copyOf(axes);
    }

    /// The shape of the array that a value lies in.
    public Shape shape(Atom atom) {
      return Strip.shape(atom, axes, length);
    }
  }

  /// Several values that share a nest.
  static final class Group implements Step0 {
    final Shape space;
    final DType dtype;
    final List<Root> roots = new ArrayList<>();

    /// What it reads, or makes and reads, and where.
    final Set<Use> needed = new HashSet<>();

    int weight;

    /// Whether one of the roots adds where a list says.
    boolean ordered;

    Group(Shape space, DType dtype) {
      this.space = space;
      this.dtype = dtype;
    }
  }

  /// A step while groups still grow.
  sealed interface Step0 permits Group, Done {}

  record Done(Step step) implements Step0 {}

  private final Program program;
  private final int budget;
  private final @Nullable Equation[] definitions;
  private final boolean[] stored;
  private final int[] costs;

  private Fusion(Program program, int budget) {
    this.program = program;
    this.budget = budget;
    int variables =
        program.inputs().size()
            + program.equations().stream().mapToInt(e -> e.outputs().size()).sum();
    this.definitions = new @Nullable Equation[variables];
    this.stored = new boolean[variables];
    this.costs = new int[variables];
  }

  /// The steps of a program. `budget` bounds what one nest computes, in additions.
  public static List<Step> plan(Program program, int budget) {
    return new Fusion(program, budget).steps();
  }

  private List<Step> steps() {
    for (Var input : program.inputs()) {
      stored[input.index()] = true;
    }
    for (Equation equation : program.equations()) {
      for (Var output : equation.outputs()) {
        definitions[output.index()] = equation;
      }
    }
    requireStored(program.outputs());
    for (Equation equation : program.equations()) {
      if (!inlined(equation)) {
        equation.outputs().forEach(output -> stored[output.index()] = true);
        if (!Equations.reduces(equation) && !Equations.places(equation) && !scatters(equation)) {
          requireStored(equation.inputs());
        }
      }
    }
    List<Step0> groups = List.of();
    for (int round = 0; round < ROUNDS; round++) {
      costs();
      groups = groups();
      if (!storeShared(groups)) {
        return finished(groups);
      }
    }
    costs();
    return finished(groups());
  }

  /// Whether whoever uses the result may compute it: of gathers, those whose places were checked.
  private boolean inlined(Equation equation) {
    return Equations.gathers(equation) ? checked(equation) : Equations.inlined(equation);
  }

  private boolean scatters(Equation equation) {
    return Equations.scatters(equation) && checked(equation);
  }

  private boolean checked(Equation equation) {
    return equation.inputs().get(1) instanceof Var places
        && definitions[places.index()] instanceof Equation definition
        && definition.primitive() instanceof Places;
  }

  private void requireStored(List<Atom> atoms) {
    for (Atom atom : atoms) {
      if (atom instanceof Var variable) {
        stored[variable.index()] = true;
      }
    }
  }

  // What things cost

  private void costs() {
    for (Equation equation : program.equations()) {
      if (scatters(equation) && equation.inputs().getFirst() instanceof Var rows) {
        if (cost(rows) >= DEAR && (long) cost(rows) * rows.aval().shape().size() > SHARED) {
          stored[computed(rows).index()] = true;
        }
        continue;
      }
      if (!inlined(equation)) {
        continue;
      }
      Var output = equation.outputs().getFirst();
      long cost = Equations.pointwise(equation) ? weight(Op.of(equation.primitive())) : 0;
      if (Equations.gathers(equation) && equation.inputs().getFirst().aval().shape().rank() == 1) {
        // Elements that lie anywhere, unlike rows, are not read twice.
        cost = DEAR;
      }
      for (Atom input : equation.inputs()) {
        cost += cost(input);
      }
      costs[output.index()] = (int) Math.min(cost, 1 << 20);
      if (cost > MOST) {
        // Its operands stay inlined; it is stored, so those who use it start anew.
        stored[output.index()] = true;
      }
      if (Equations.gathers(equation)
          && equation.inputs().getFirst() instanceof Var source
          && cost(source) >= DEAR
          && output.aval().shape().size() > source.aval().shape().size()) {
        stored[computed(source).index()] = true;
      }
      if (equation.primitive() instanceof Shaping.Broadcast broadcast
          && equation.inputs().getFirst() instanceof Var source
          && cost >= DEAR
          && repeats(broadcast, source.aval().shape())) {
        stored[computed(source).index()] = true;
      }
    }
  }

  /// What a variable is another shape of, if that shape is only a way of looking at it: the one that is worth storing.
  private Var computed(Var variable) {
    Equation definition = definitions[variable.index()];
    while (definition != null
        && Equations.renames(definition)
        && Equations.arranges(definition)
        && definition.inputs().getFirst() instanceof Var source) {
      variable = source;
      definition = definitions[variable.index()];
    }
    return variable;
  }

  /// Whether a broadcast repeats along a loop outside of one that moves, where the value would be computed again and again.
  private static boolean repeats(Shaping.Broadcast broadcast, Shape source) {
    int moving = -1;
    for (int i = 0; i < source.rank(); i++) {
      if (source.length(i) != 1) {
        moving = broadcast.axes().get(i);
      }
    }
    for (int axis = 0; axis < moving; axis++) {
      int from = broadcast.axes().indexOf(axis);
      if (broadcast.shape().length(axis) != 1 && (from < 0 || source.length(from) == 1)) {
        return true;
      }
    }
    return false;
  }

  private int cost(Atom atom) {
    return atom instanceof Var variable && !stored[variable.index()] ? costs[variable.index()] : 0;
  }

  private static int weight(Op op) {
    var body = new Body();
    var operands = new ArrayList<Integer>();
    for (int i = 0; i < ((org.cotangent.primitive.Pointwise) op.primitive()).arity(); i++) {
      operands.add(body.load(i, Lane.F64));
    }
    Formulas.lower(body, op.value(), Lane.F64, operands);
    return Math.max(1, body.weight() - operands.size());
  }

  // Who shares a nest

  private List<Step0> groups() {
    var steps = new ArrayList<Step0>();
    var made = new HashMap<Var, Integer>();
    for (Equation equation : program.equations()) {
      if (inlined(equation) || Equations.reduces(equation) || scatters(equation)) {
        Var output = equation.outputs().getFirst();
        if (!stored[output.index()]) {
          continue;
        }
        if (Equations.renames(equation) && (isStored(equation.inputs().getFirst()))) {
          steps.add(new Done(new Alias(equation.inputs().getFirst(), output)));
          made.put(output, steps.size() - 1);
          continue;
        }
        join(steps, made, new Root(equation, 0));
      } else if (Equations.places(equation)) {
        for (int part = 0; part < equation.inputs().size(); part++) {
          join(steps, made, new Root(equation, part));
        }
      } else if (Equations.renames(equation)) {
        Var output = equation.outputs().getFirst();
        steps.add(new Done(new Alias(equation.inputs().getFirst(), output)));
        made.put(output, steps.size() - 1);
      } else {
        steps.add(new Done(new Library(equation)));
        for (Var result : equation.outputs()) {
          made.put(result, steps.size() - 1);
        }
      }
    }
    return steps;
  }

  private boolean isStored(Atom atom) {
    return !(atom instanceof Var variable) || stored[variable.index()];
  }

  private void join(List<Step0> steps, Map<Var, Integer> made, Root root) {
    Shape space = root.source().aval().shape();
    DType dtype = Equations.lane(root.equation());
    int cost = 1 + (root.plain() ? costs[root.target().index()] : cost(root.source()));
    var needed = new HashSet<Use>();
    Place identity = Place.identity(space.rank());
    if (root.plain()) {
      needsOf(root.equation(), identity, needed);
    } else {
      needs(root.source(), identity, needed);
    }
    boolean ordered = Equations.scatters(root.equation());
    if (ordered) {
      Place.Listed listed = Place.listed(root.equation(), identity);
      needed.add(new Use(listed.places(), listed.at()));
    }
    int last = -1;
    for (Use use : needed) {
      last = Math.max(last, made.getOrDefault(use.variable, -1));
    }
    int at = -1;
    for (int i = steps.size() - 1; i >= Math.max(last, 0); i--) {
      if (steps.get(i) instanceof Group group
          && group.space.equals(space)
          && group.dtype == dtype
          && group.weight + cost <= budget
          && (!(ordered || group.ordered) || (long) (group.weight + cost) * space.size() <= SHARED)
          && (i > last || available(group, i, needed, made, space))) {
        at = i;
        break;
      }
    }
    Group group;
    if (at >= 0) {
      group = (Group) steps.get(at);
    } else {
      group = new Group(space, dtype);
      at = steps.size();
      steps.add(group);
    }
    group.roots.add(root);
    group.needed.addAll(needed);
    group.weight += cost;
    group.ordered |= ordered;
    made.merge(root.target(), at, Math::max);
  }

  /// Whether all that is needed from within a group is there in the same turn of its loops.
  private boolean available(
      Group group, int index, Set<Use> needed, Map<Var, Integer> made, Shape space) {
    Place identity = Place.identity(space.rank());
    for (Use use : needed) {
      if (made.getOrDefault(use.variable, -1) == index) {
        boolean turn =
            use.place.equals(identity)
                && group.roots.stream()
                    .noneMatch(root -> !root.plain() && root.target().equals(use.variable));
        if (!turn) {
          return false;
        }
      }
    }
    return true;
  }

  /// A stored value that is used at a place.
  record Use(Var variable, Place place) {}

  private void needs(Atom atom, Place place, Set<Use> found) {
    if (!(atom instanceof Var variable)) {
      return;
    }
    if (stored[variable.index()]) {
      found.add(new Use(variable, place));
      return;
    }
    needsOf(java.util.Objects.requireNonNull(definitions[variable.index()]), place, found);
  }

  private void needsOf(Equation equation, Place place, Set<Use> found) {
    visited(equation, place, found, new HashSet<>());
  }

  private void visited(Equation equation, Place place, Set<Use> found, Set<Object> seen) {
    if (!seen.add(List.of(equation.outputs().getFirst(), place))) {
      return;
    }
    Place inner = place;
    if (Equations.arranges(equation)) {
      inner = place.through(equation);
    } else if (Equations.gathers(equation)) {
      inner = place.through(equation);
      Place.Listed listed = Place.listed(equation, place);
      found.add(new Use(listed.places(), listed.at()));
      visit(equation.inputs().getFirst(), inner, found, seen);
      return;
    }
    for (Atom input : equation.inputs()) {
      visit(input, inner, found, seen);
    }
  }

  private void visit(Atom input, Place inner, Set<Use> found, Set<Object> seen) {
    if (input instanceof Var variable) {
      if (stored[variable.index()]) {
        found.add(new Use(variable, inner));
      } else {
        visited(
            java.util.Objects.requireNonNull(definitions[variable.index()]), inner, found, seen);
      }
    }
  }

  /// Stores values that are dear and computed by several groups. Returns whether there were any.
  private boolean storeShared(List<Step0> steps) {
    var users = new HashMap<Var, Integer>();
    boolean changed = false;
    for (int i = 0; i < steps.size(); i++) {
      if (!(steps.get(i) instanceof Group group)) {
        continue;
      }
      var inlined = new HashSet<Var>();
      for (Root root : group.roots) {
        if (root.plain()) {
          root.equation().inputs().forEach(input -> collect(input, inlined));
        } else {
          collect(root.source(), inlined);
        }
      }
      for (Var variable : inlined) {
        Integer other = users.putIfAbsent(variable, i);
        if (other != null && other != i && costs[variable.index()] >= DEAR) {
          stored[computed(variable).index()] = true;
          changed = true;
        }
      }
    }
    return changed;
  }

  private void collect(Atom atom, Set<Var> inlined) {
    if (atom instanceof Var variable && !stored[variable.index()] && inlined.add(variable)) {
      for (Atom input : java.util.Objects.requireNonNull(definitions[variable.index()]).inputs()) {
        collect(input, inlined);
      }
    }
  }

  /// Which variables are results, or read from memory by a step that did not make them. Puts what each group reads into `reads`.
  private boolean[] usedOutside(List<Step0> steps, Map<Step0, List<Atom>> reads) {
    boolean[] used = new boolean[stored.length];
    mark(program.outputs(), used);
    // Backward, so that who uses a value is known before those who make it are asked what they
    // read.
    for (Step0 step : steps.reversed()) {
      List<Atom> read =
          switch (step) {
            case Done(Library library) -> library.equation.inputs();
            case Done(Alias alias) -> List.of(alias.from);
            case Done(Loops _), Done(Product _), Done(Strips _) ->
                throw new AssertionError("nests are written last");
            case Group group -> writer(group, used, Strip.WHOLE).loops().operands();
          };
      mark(read, used);
      reads.put(step, read);
    }
    return used;
  }

  private static void mark(List<Atom> atoms, boolean[] used) {
    for (Atom atom : atoms) {
      if (atom instanceof Var variable) {
        used[variable.index()] = true;
      }
    }
  }

  // Nests

  private NestWriter writer(Group group, boolean[] used, Strip strip) {
    return new NestWriter(group.space, group.roots, definitions, stored, used, strip);
  }

  private List<Step> finished(List<Step0> steps) {
    var reads = new IdentityHashMap<Step0, List<Atom>>();
    boolean[] used = usedOutside(steps, reads);
    var result = new ArrayList<Step>();
    for (Bands.Band band : Bands.of(program, steps, reads)) {
      var made = new ArrayList<Step>();
      for (int i = 0; i < band.steps().size(); i++) {
        switch (band.steps().get(i)) {
          case Done(Library(Equation equation)) when band.several() ->
              made.add(new Product(equation, band.loops().get(i)));
          case Done done -> made.add(done.step);
          case Group group -> made.add(writer(group, used, band.strip(i)).loops());
        }
      }
      if (band.several()) {
        var axes = new HashMap<>(band.axes());
        // What a nest keeps to itself has no array at all.
        axes.keySet().removeIf(variable -> !used[variable.index()]);
        result.add(new Strips(made, band.rows(), band.length(), axes));
      } else {
        result.addAll(made);
      }
    }
    return result;
  }
}
