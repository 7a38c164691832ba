package org.cotangent.compiler.fusion;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cotangent.Shape;
import org.cotangent.ops.Contraction.DotGeneral;
import org.cotangent.ops.Reduction;
import org.cotangent.primitive.Atom;
import org.cotangent.primitive.Equation;
import org.cotangent.primitive.Program;
import org.cotangent.primitive.Var;

/// Finds out which steps can be done strip by strip of an axis that they share.
///
/// A step joins the one that made what it reads if there is an axis such that whoever reads a value in a strip reads it in the strip in
/// which it was made, and if it reads enough of what the others make or read. Then no strip waits for another one, and what is handed on
/// has the size of a strip. Each nest does what it would do alone, so its results are the same bits, but for sums along the axis, which
/// are added up strip by strip, and for sums across it, which are added in order.
final class Bands {
  /// A strip has about so many places in the widest nest.
  private static final int PLACES = 16_384;

  /// A wider row would not stay in a cache.
  private static final int WIDEST = 65_536;

  /// The same of rows that do not lie in one piece: strips of them have [#SHORTEST] steps at least.
  private static final int WIDEST_ACROSS = 8_192;

  private static final int SHORTEST = 16;

  /// Strips are multiples of this, if they are longer: of vectors, and of the rows of a matrix that are multiplied at a time.
  private static final int EVEN = 40;

  private static final int VECTORS = 8;

  /// Larger results come in one part: each strip has one.
  private static final int LARGE = 4_096;

  /// Longer sums are not added in order.
  private static final int ORDERED = 512;

  /// Larger matrices, and stacks of them, are not read again for each strip, nor those whose rows do not lie in one piece.
  private static final int MATRIX = 4_096;

  private static final int MATRICES = 65_536;

  /// So many ways of sharing an axis are followed.
  private static final int WAYS = 6;

  /// One way in which steps share an axis.
  ///
  /// @param rows its length
  /// @param axes of each variable that they make, the axis; −1 for one that is not there before the last strip
  /// @param loops of each step, the loop; of a product, the axis of its result
  /// @param row the number of places in a row of the widest nest
  private record Way(int rows, Map<Var, Integer> axes, List<Integer> loops, long row) {
    /// Whether all rows lie in one piece.
    boolean outermost() {
      return loops.stream().allMatch(loop -> loop == 0);
    }

    boolean fits() {
      return row <= (outermost() ? WIDEST : WIDEST_ACROSS);
    }

    Way with(Way step) {
      var joined = new HashMap<>(axes);
      joined.putAll(step.axes);
      var all = new ArrayList<>(loops);
      all.addAll(step.loops);
      return new Way(rows, joined, all, Math.max(row, step.row));
    }
  }

  /// Steps that are done together.
  ///
  /// @param steps in order
  /// @param rows the length of the axis that they share
  /// @param length of a strip
  /// @param loops of each step, the loop; of a product, the axis of its result
  /// @param axes of the variables that nobody else needs, the axis
  record Band(
      List<Fusion.Step0> steps, int rows, int length, List<Integer> loops, Map<Var, Integer> axes) {
    boolean several() {
      return steps.size() > 1;
    }

    /// How a step is done.
    Strip strip(int step) {
      return several() ? new Strip(loops.get(step), length, axes) : Strip.WHOLE;
    }
  }

  private static final class Growing {
    final List<Fusion.Step0> steps = new ArrayList<>();
    List<Way> ways;

    Growing(Fusion.Step0 first) {
      steps.add(first);
      ways = ways(first).filter(Way::fits).toList();
    }

    /// Adds a step if that is possible.
    boolean joins(Fusion.Step0 step) {
      var found = new ArrayList<Way>();
      List<Way> own = ways(step).toList();
      for (Way way : ways) {
        for (Way next : own) {
          if (next.rows == way.rows && follows(step, next, way)) {
            Way joined = way.with(next);
            if (joined.fits() && found.size() < WAYS) {
              found.add(joined);
            }
          }
        }
      }
      if (found.isEmpty()) {
        return false;
      }
      steps.add(step);
      ways = found;
      return true;
    }

    /// Rows in one piece are better, and among them short ones.
    Way best() {
      Way best = ways.getFirst();
      for (Way way : ways) {
        if (way.outermost() && (!best.outermost() || way.row < best.row)
            || !best.outermost() && way.row < best.row) {
          best = way;
        }
      }
      return best;
    }
  }

  private Bands() {}

  /// The steps, those that are done together side by side. `reads` tells what each reads that it does not make.
  static List<Band> of(
      Program program, List<Fusion.Step0> steps, Map<Fusion.Step0, List<Atom>> reads) {
    var growing = new ArrayList<Growing>();
    var made = new HashMap<Var, Integer>();
    for (Fusion.Step0 step : steps) {
      int last = -1;
      for (Atom atom : reads(reads, step)) {
        if (atom instanceof Var variable) {
          last = Math.max(last, made.getOrDefault(variable, -1));
        }
      }
      int at = last;
      if (last < 0 || !shares(step, growing.get(last), reads) || !growing.get(last).joins(step)) {
        at = growing.size();
        growing.add(new Growing(step));
      }
      for (Var variable : written(step)) {
        made.merge(variable, at, Math::max);
      }
    }
    var result = new ArrayList<Band>();
    for (int i = 0; i < growing.size(); i++) {
      Growing grown = growing.get(i);
      if (grown.steps.size() > 1 && length(grown.best()) < grown.best().rows) {
        result.add(band(grown, needed(program, growing, i, reads)));
      } else {
        // One strip that is the whole axis is nothing but more to do.
        grown.steps.forEach(step -> result.add(new Band(List.of(step), 0, 0, List.of(), Map.of())));
      }
    }
    return result;
  }

  /// Whether of what a step reads enough is in a cache if it is done with others: as much as half of its places.
  private static boolean shares(
      Fusion.Step0 step, Growing others, Map<Fusion.Step0, List<Atom>> reads) {
    var there = new HashSet<Var>();
    for (Fusion.Step0 other : others.steps) {
      there.addAll(written(other));
      add(reads(reads, other), there);
    }
    long shared = 0;
    for (Atom atom : reads(reads, step)) {
      if (atom instanceof Var variable && there.contains(variable)) {
        shared += variable.aval().shape().size();
      }
    }
    long places =
        step instanceof Fusion.Group group
            ? group.space.size()
            : written(step).getFirst().aval().shape().size();
    return 2 * shared >= places;
  }

  private static List<Atom> reads(Map<Fusion.Step0, List<Atom>> reads, Fusion.Step0 step) {
    return java.util.Objects.requireNonNull(reads.get(step));
  }

  private static List<Var> written(Fusion.Step0 step) {
    return switch (step) {
      case Fusion.Group group -> group.roots.stream().map(Root::target).toList();
      case Fusion.Done(Fusion.Library(Equation equation)) -> equation.outputs();
      case Fusion.Done(Fusion.Alias alias) -> List.of(alias.to());
      case Fusion.Done done -> throw new AssertionError(done);
    };
  }

  /// What others than band `i` need.
  private static Set<Var> needed(
      Program program, List<Growing> bands, int i, Map<Fusion.Step0, List<Atom>> reads) {
    var needed = new HashSet<Var>();
    add(program.outputs(), needed);
    for (int k = 0; k < bands.size(); k++) {
      if (k != i) {
        bands.get(k).steps.forEach(step -> add(reads(reads, step), needed));
      }
    }
    return needed;
  }

  private static void add(List<Atom> atoms, Set<Var> found) {
    for (Atom atom : atoms) {
      if (atom instanceof Var variable) {
        found.add(variable);
      }
    }
  }

  private static Band band(Growing growing, Set<Var> needed) {
    Way way = growing.best();
    int length = length(way);
    var axes = new HashMap<Var, Integer>();
    way.axes.forEach((variable, axis) -> {
      if (axis >= 0 && !needed.contains(variable)) {
        axes.put(variable, axis);
      }
    });
    return new Band(growing.steps, way.rows, length, way.loops, axes);
  }

  private static int length(Way way) {
    int least = way.outermost() ? 1 : Math.min(SHORTEST, way.rows);
    int length = Math.clamp(PLACES / Math.max(1, way.row), least, way.rows);
    int even = length >= EVEN ? EVEN : length >= VECTORS ? VECTORS : 1;
    return length == way.rows ? length : length / even * even;
  }

  /// The ways in which a step goes along an axis; of what it reads nothing is asked.
  private static java.util.stream.Stream<Way> ways(Fusion.Step0 step) {
    return switch (step) {
      case Fusion.Group group -> {
        var ways = new ArrayList<Way>();
        for (int loop = 0; loop < group.space.rank(); loop++) {
          if (group.space.length(loop) > 1 && ends(group, loop)) {
            ways.add(along(group, loop));
          }
        }
        yield ways.stream();
      }
      case Fusion.Done(Fusion.Library(Equation equation)) -> products(equation).stream();
      case Fusion.Done _ -> java.util.stream.Stream.of();
    };
  }

  /// Whether sums may be added up as this loop being parted has it.
  private static boolean ends(Fusion.Group group, int loop) {
    for (Root root : group.roots) {
      if (Equations.scatters(root.equation())) {
        // Rows are added in the order of their indices.
        return loop == 0 || loop >= root.equation().inputs().get(1).aval().shape().rank();
      }
      List<Integer> reduced = Place.reduced(root.equation().primitive());
      if (reduced.contains(loop)) {
        if (root.target().aval().shape().size() > LARGE) {
          return false;
        }
      } else if (root.equation().primitive() instanceof Reduction.ReduceSum
          && ordered(group.space, reduced) > ORDERED) {
        return false;
      }
    }
    return true;
  }

  /// How many elements are added that do not lie at the end of a row.
  private static long ordered(Shape space, List<Integer> reduced) {
    long count = 1;
    boolean end = true;
    for (int axis = space.rank() - 1; axis >= 0; axis--) {
      if (!reduced.contains(axis)) {
        end = end && space.length(axis) == 1;
      } else if (!end) {
        count *= space.length(axis);
      }
    }
    return count;
  }

  private static Way along(Fusion.Group group, int loop) {
    var axes = new HashMap<Var, Integer>();
    for (Root root : group.roots) {
      List<Integer> reduced = Place.reduced(root.equation().primitive());
      int axis = -1;
      if (!Equations.places(root.equation())
          && !Equations.scatters(root.equation())
          && !reduced.contains(loop)) {
        axis = loop - (int) reduced.stream().filter(other -> other < loop).count();
      }
      axes.put(root.target(), axis);
    }
    int rows = group.space.length(loop);
    return new Way(rows, axes, List.of(loop), group.space.size() / rows);
  }

  private static List<Way> products(Equation equation) {
    var ways = new ArrayList<Way>();
    Contractions.layout(equation)
        .ifPresent(layout -> {
          var dot = (DotGeneral) equation.primitive();
          Var output = equation.outputs().getFirst();
          Shape result = output.aval().shape();
          Shape left = equation.inputs().get(0).aval().shape();
          Shape right = equation.inputs().get(1).aval().shape();
          long matrix = (long) layout.n() * layout.k();
          int stack = dot.leftBatch().size();
          int largest = Math.max(result.size(), Math.max(left.size(), right.size()));
          if (stack == 1 && result.length(0) > 1) {
            int rows = result.length(0);
            ways.add(new Way(rows, Map.of(output, 0), List.of(0), largest / rows));
          }
          if (Contractions.left(dot, left).get(1).size() == 1
              && layout.m() > 1
              && layout.right().free() == 1
              && matrix <= MATRIX
              && matrix * layout.batch() <= MATRICES) {
            int rows = layout.m();
            ways.add(new Way(rows, Map.of(output, stack), List.of(stack), result.size() / rows));
          }
        });
    return ways;
  }

  /// Whether a step, going along an axis in one way, reads what others made in the strip in which they made it.
  private static boolean follows(Fusion.Step0 step, Way own, Way others) {
    return switch (step) {
      case Fusion.Group group -> {
        var along = Place.Axis.along(own.loops.getFirst());
        yield group.needed.stream()
            .allMatch(use -> {
              Integer axis = others.axes.get(use.variable());
              return axis == null || axis >= 0 && use.place().axes().get(axis).equals(along);
            });
      }
      case Fusion.Done(Fusion.Library(Equation equation)) -> {
        var dot = (DotGeneral) equation.primitive();
        boolean batch = own.loops.getFirst() < dot.leftBatch().size();
        Shape left = equation.inputs().get(0).aval().shape();
        yield reads(
                equation.inputs().get(0),
                batch ? dot.leftBatch().getFirst() : Contractions.left(dot, left).get(1).getFirst(),
                others)
            && reads(equation.inputs().get(1), batch ? dot.rightBatch().getFirst() : -1, others);
      }
      case Fusion.Done _ -> false;
    };
  }

  /// Whether what lies along an axis of an operand is that of the strip; −1 where the operand must be there as a whole.
  private static boolean reads(Atom atom, int axis, Way others) {
    Integer made = atom instanceof Var variable ? others.axes.get(variable) : null;
    return made == null || made >= 0 && made == axis;
  }
}
