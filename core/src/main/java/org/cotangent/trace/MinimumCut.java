package org.cotangent.trace;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cotangent.Recompute;
import org.cotangent.ops.Shaping;
import org.cotangent.ops.Slicing;
import org.cotangent.ops.StopGradient;
import org.cotangent.primitive.Atom;
import org.cotangent.primitive.Equation;
import org.cotangent.primitive.Pointwise;
import org.cotangent.primitive.Primitive;
import org.cotangent.primitive.Program;
import org.cotangent.primitive.Var;

/// Which variables of a program to remember, so that others can be computed from them by cheap equations: those of a cut of the least
/// total size between what can't be computed again and what is needed, found as a maximum flow (Dinic, 1970). Of several such cuts the
/// one nearest to what is needed, which leaves the least to do again.
///
/// The graph has two nodes for each variable, joined by an edge whose capacity is the variable's size; edges of infinite capacity
/// lead from the inputs of a cheap equation to its outputs.
final class MinimumCut {
  private static final long INFINITE = Long.MAX_VALUE / 4;

  private final Program joint;
  private final int known;
  private final boolean[] free;
  private final Recompute recompute;
  private final Map<Var, Equation> makers;

  // The graph: edge e leads to target[e], edge e ^ 1 back.
  private final List<Integer> targets = new ArrayList<>();
  private final List<Long> capacities = new ArrayList<>();
  private final List<List<Integer>> leaving = new ArrayList<>();

  MinimumCut(
      Program joint, int known, boolean[] free, Recompute recompute, Map<Var, Equation> makers) {
    this.joint = joint;
    this.known = known;
    this.free = free;
    this.recompute = recompute;
    this.makers = makers;
  }

  /// Whether a result of `primitive` may be computed again.
  private boolean again(Primitive primitive) {
    return switch (recompute) {
      case ALL -> true;
      case NOTHING -> false;
      case CHEAP -> cheap(primitive);
    };
  }

  /// Pointwise operations and rearrangements.
  private static boolean cheap(Primitive primitive) {
    return primitive instanceof Pointwise
        || primitive instanceof StopGradient
        || primitive.getClass().getEnclosingClass() == Shaping.class
        || primitive.getClass().getEnclosingClass() == Slicing.class;
  }

  /// The variables to remember, known inputs that are free not counted.
  Set<Var> saved(Set<Var> needed) {
    if (recompute != Recompute.CHEAP) {
      return everything(needed);
    }
    int variables =
        joint.inputs().size() + joint.equations().stream().mapToInt(e -> e.outputs().size()).sum();
    int source = 2 * variables;
    int sink = source + 1;
    for (int i = 0; i < sink + 1; i++) {
      leaving.add(new ArrayList<>());
    }
    var reached = new HashSet<Var>();
    var stack = new ArrayDeque<>(needed);
    reached.addAll(needed);
    while (!stack.isEmpty()) {
      Var variable = stack.pop();
      int in = 2 * variable.index();
      Equation maker = makers.get(variable);
      boolean isFree = maker == null && variable.index() < known && free[variable.index()];
      edge(in, in + 1, isFree ? 0 : size(variable));
      if (maker == null || !again(maker.primitive())) {
        edge(source, in, INFINITE);
        continue;
      }
      for (Atom atom : maker.inputs()) {
        if (atom instanceof Var input) {
          edge(2 * input.index() + 1, in, INFINITE);
          if (reached.add(input)) {
            stack.push(input);
          }
        }
      }
    }
    for (Var variable : needed) {
      edge(2 * variable.index() + 1, sink, INFINITE);
    }
    flow(source, sink);
    boolean[] before = beforeSink(sink);
    var saved = new HashSet<Var>();
    for (Var variable : reached) {
      if (!before[2 * variable.index()] && before[2 * variable.index() + 1]) {
        saved.add(variable);
      }
    }
    return saved;
  }

  /// Without a choice: nothing but inputs, or all that is needed.
  private Set<Var> everything(Set<Var> needed) {
    return recompute == Recompute.NOTHING ? needed : Set.of();
  }

  private static long size(Var variable) {
    int width =
        switch (variable.aval().dtype()) {
          case F64, I64 -> 8;
          case F32, I32 -> 4;
          case BOOL -> 1;
        };
    return Math.max(1, (long) width * variable.aval().shape().size());
  }

  private void edge(int from, int to, long capacity) {
    leaving.get(from).add(targets.size());
    targets.add(to);
    capacities.add(capacity);
    leaving.get(to).add(targets.size());
    targets.add(from);
    capacities.add(0L);
  }

  private int target(int edge) {
    return targets.get(edge);
  }

  private void flow(int source, int sink) {
    while (true) {
      int[] levels = levels(source);
      if (levels[sink] < 0) {
        return;
      }
      int[] next = new int[leaving.size()];
      while (push(source, sink, levels, next)) {}
    }
  }

  private int[] levels(int source) {
    int[] levels = new int[leaving.size()];
    Arrays.fill(levels, -1);
    levels[source] = 0;
    var queue = new ArrayDeque<Integer>();
    queue.add(source);
    while (!queue.isEmpty()) {
      int at = queue.remove();
      for (int edge : leaving.get(at)) {
        if (capacities.get(edge) > 0 && levels[target(edge)] < 0) {
          levels[target(edge)] = levels[at] + 1;
          queue.add(target(edge));
        }
      }
    }
    return levels;
  }

  /// One path from source to sink along rising levels, filled; without recursion, since bodies may be long.
  private boolean push(int source, int sink, int[] levels, int[] next) {
    var path = new ArrayList<Integer>();
    int at = source;
    while (at != sink) {
      List<Integer> edges = leaving.get(at);
      boolean advanced = false;
      while (next[at] < edges.size()) {
        int edge = edges.get(next[at]);
        if (capacities.get(edge) > 0 && levels[target(edge)] == levels[at] + 1) {
          path.add(edge);
          at = target(edge);
          advanced = true;
          break;
        }
        next[at]++;
      }
      if (!advanced) {
        if (path.isEmpty()) {
          return false;
        }
        int edge = path.removeLast();
        at = target(edge ^ 1);
        next[at]++;
      }
    }
    long amount = INFINITE;
    for (int edge : path) {
      amount = Math.min(amount, capacities.get(edge));
    }
    for (int edge : path) {
      capacities.set(edge, capacities.get(edge) - amount);
      capacities.set(edge ^ 1, capacities.get(edge ^ 1) + amount);
    }
    return true;
  }

  /// The nodes from which the sink can still be reached.
  private boolean[] beforeSink(int sink) {
    boolean[] before = new boolean[leaving.size()];
    before[sink] = true;
    var queue = new ArrayDeque<Integer>();
    queue.add(sink);
    while (!queue.isEmpty()) {
      int at = queue.remove();
      for (int edge : leaving.get(at)) {
        int from = target(edge);
        if (capacities.get(edge ^ 1) > 0 && !before[from]) {
          before[from] = true;
          queue.add(from);
        }
      }
    }
    return before;
  }
}
