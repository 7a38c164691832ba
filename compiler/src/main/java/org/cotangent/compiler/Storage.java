package org.cotangent.compiler;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.cotangent.DType;
import org.cotangent.compiler.fusion.Fusion;
import org.cotangent.primitive.Atom;
import org.cotangent.primitive.Program;
import org.cotangent.primitive.Var;

/// Which buffer each value that a nest writes lies in: values that are not needed at the same time share one. Results that are given
/// away have none.
final class Storage {
  /// A buffer's kind.
  private record Kind(DType dtype, int size) {}

  private final int[] buffers;
  private final List<Kind> kinds = new ArrayList<>();

  Storage(Program program, List<Fusion.Step> steps, int variables, boolean escaping) {
    this.buffers = new int[variables];
    Arrays.fill(buffers, -1);
    int[] alias = new int[variables];
    Arrays.setAll(alias, i -> i);
    int[] last = new int[variables];
    Arrays.fill(last, -1);
    for (int i = 0; i < steps.size(); i++) {
      switch (steps.get(i)) {
        case Fusion.Loops loops -> use(loops.operands(), i, alias, last);
        case Fusion.Library library -> use(library.equation().inputs(), i, alias, last);
        case Fusion.Alias(Atom from, Var to) -> {
          use(List.of(from), i, alias, last);
          if (from instanceof Var source) {
            alias[to.index()] = alias[source.index()];
          }
        }
      }
    }
    boolean[] given = new boolean[variables];
    for (Atom output : program.outputs()) {
      if (output instanceof Var variable) {
        given[alias[variable.index()]] = true;
      }
    }
    var idle = new HashMap<Kind, Deque<Integer>>();
    var ending = new HashMap<Integer, List<Integer>>();
    for (int i = 0; i < steps.size(); i++) {
      List<Var> written = written(steps.get(i));
      for (int k = 0; k < written.size(); k++) {
        Var target = written.get(k);
        if (buffers[target.index()] >= 0 || escaping && given[target.index()]) {
          continue;
        }
        var kind = new Kind(target.aval().dtype(), target.aval().shape().size());
        // Zeros beside what is written must stay: such a buffer is nobody else's. Results stay to
        // the end.
        boolean whole = !(steps.get(i) instanceof Fusion.Loops loops) || loops.whole().get(k);
        boolean shared = whole && !given[target.index()];
        buffers[target.index()] = shared ? taken(kind, idle) : made(kind);
        if (shared) {
          ending
              .computeIfAbsent(Math.max(i, last[target.index()]), _ -> new ArrayList<>())
              .add(target.index());
        }
      }
      for (int index : ending.getOrDefault(i, List.of())) {
        idle.computeIfAbsent(kinds.get(buffers[index]), _ -> new ArrayDeque<>())
            .push(buffers[index]);
      }
    }
  }

  /// What a step writes into arrays that it is given.
  private static List<Var> written(Fusion.Step step) {
    return switch (step) {
      case Fusion.Loops loops -> loops.outputs();
      case Fusion.Library library ->
          Product.layout(library.equation()).isPresent() ? library.equation().outputs() : List.of();
      case Fusion.Alias _ -> List.of();
    };
  }

  private static void use(List<Atom> atoms, int step, int[] alias, int[] last) {
    for (Atom atom : atoms) {
      if (atom instanceof Var variable) {
        last[alias[variable.index()]] = step;
      }
    }
  }

  private int taken(Kind kind, Map<Kind, Deque<Integer>> idle) {
    Deque<Integer> found = idle.get(kind);
    return found == null || found.isEmpty() ? made(kind) : found.pop();
  }

  private int made(Kind kind) {
    kinds.add(kind);
    return kinds.size() - 1;
  }

  /// A buffer more, that a step needs for itself.
  int scratch(DType dtype, int size) {
    return made(new Kind(dtype, size));
  }

  /// The number of the buffer of a variable; −1 if it has none.
  int buffer(Var variable) {
    return buffers[variable.index()];
  }

  int buffers() {
    return kinds.size();
  }

  long bytes() {
    long bytes = 0;
    for (Kind kind : kinds) {
      bytes +=
          (long) kind.size
              * switch (kind.dtype) {
                case F64, I64 -> 8;
                case F32, I32 -> 4;
                case BOOL -> 1;
              };
    }
    return bytes;
  }
}
