package org.cotangent.compiler;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cotangent.DType;
import org.cotangent.compiler.fusion.Fusion;
import org.cotangent.compiler.kernel.Nest;
import org.cotangent.primitive.Atom;
import org.cotangent.primitive.Program;
import org.cotangent.primitive.Var;

/// Which buffer each value that a nest writes lies in: values that are not needed at the same time share one. Results that are given
/// away have none.
final class Storage {
  /// A buffer's kind.
  private record Kind(DType dtype, int size) {
    static Kind of(Atom atom) {
      return new Kind(atom.aval().dtype(), atom.aval().shape().size());
    }
  }

  /// What a loop carries.
  ///
  /// @param input the number of the body's input
  /// @param output the number of the output that is this input in the next step
  record Carry(int input, int output) {}

  /// How an output becomes the input of the next step.
  enum Way {
    /// It was written over it: nothing reads the input any more when the output is made, or the loop that makes it reads each
    /// element just before it is written.
    IN_PLACE,
    /// Its buffer and the input's change places.
    SWAPPED,
    /// Its elements are copied: it is an input too, or a constant, or made by the library.
    COPIED
  }

  /// How a carry goes on.
  ///
  /// @param way in which way
  /// @param buffer that of the output; −1 if it has none
  /// @param slot of the variable that is the output
  record Carried(Way way, int buffer, int slot) {}

  private final int[] buffers;
  private final List<Kind> kinds = new ArrayList<>();
  private final List<Carried> carried = new ArrayList<>();

  /// Of each variable, the one that it is another name of.
  private final int[] alias;

  /// `owned`: the inputs that lie in buffers too; `carries`: what becomes of which of them.
  Storage(
      Program program,
      List<Fusion.Step> steps,
      int variables,
      boolean escaping,
      List<Integer> owned,
      List<Carry> carries) {
    this.buffers = new int[variables];
    Arrays.fill(buffers, -1);
    for (int input : owned) {
      buffers[input] = made(Kind.of(program.inputs().get(input)));
    }
    this.alias = new int[variables];
    Arrays.setAll(alias, i -> i);
    int[] last = new int[variables];
    Arrays.fill(last, -1);
    for (int i = 0; i < steps.size(); i++) {
      use(read(steps.get(i)), i, alias, last);
      if (steps.get(i) instanceof Fusion.Alias(Var source, Var to)) {
        alias[to.index()] = alias[source.index()];
      }
    }
    boolean[] given = new boolean[variables];
    for (Atom output : program.outputs()) {
      if (output instanceof Var variable) {
        given[alias[variable.index()]] = true;
      }
    }
    for (Carry carry : carries) {
      int made = root(program.outputs().get(carry.output), alias);
      if (made >= 0
          && buffers[made] < 0
          && !given[carry.input]
          && Kind.of(program.outputs().get(carry.output)).equals(kinds.get(buffers[carry.input]))
          && over(steps, carry.input, made, last[carry.input], alias)) {
        buffers[made] = buffers[carry.input];
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
        var kind = Kind.of(target);
        // Zeros beside what is written must stay: such a buffer is nobody else's. Results stay to
        // the end.
        boolean shared = !placed(steps.get(i)).contains(target) && !given[target.index()];
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
    goOn(program, steps, carries);
  }

  /// The variable that an output is another name of; −1 for a literal.
  private static int root(Atom atom, int[] alias) {
    return atom instanceof Var variable ? alias[variable.index()] : -1;
  }

  /// Whether variable `made` can be written over input `input`, which is last read by step `last`.
  private static boolean over(List<Fusion.Step> steps, int input, int made, int last, int[] alias) {
    int at = writer(steps, made);
    if (at < 0 || last > at) {
      return false;
    }
    return last < at
        || steps.get(at) instanceof Fusion.Loops loops && overwrites(loops, input, made, alias);
  }

  /// Whether a nest reads each element of `input` only where it writes the element of `made` that lies in the same place.
  private static boolean overwrites(Fusion.Loops loops, int input, int made, int[] alias) {
    for (int k = 0; k < loops.outputs().size(); k++) {
      Nest.Output output = loops.nest().outputs().get(k);
      if (loops.outputs().get(k).index() != made) {
        continue;
      }
      if (output.reduction() != Nest.Reduction.NONE) {
        return false;
      }
      for (int i = 0; i < loops.operands().size(); i++) {
        Nest.Operand operand = loops.nest().operands().get(i);
        if (root(loops.operands().get(i), alias) == input
            && (!operand.jumps().isEmpty()
                || operand.offset() != output.offset()
                || !operand.strides().equals(output.strides()))) {
          return false;
        }
      }
      return true;
    }
    return false;
  }

  /// The step that writes all of a variable into an array that it is given; −1 if there is none.
  private static int writer(List<Fusion.Step> steps, int variable) {
    for (int i = 0; i < steps.size(); i++) {
      List<Var> written = written(steps.get(i));
      for (int k = 0; k < written.size(); k++) {
        if (written.get(k).index() == variable) {
          return placed(steps.get(i)).contains(written.get(k)) ? -1 : i;
        }
      }
    }
    return -1;
  }

  private void goOn(Program program, List<Fusion.Step> steps, List<Carry> carries) {
    var taken = new HashSet<Integer>();
    for (Carry carry : carries) {
      int made = root(program.outputs().get(carry.output), alias);
      boolean own = made >= program.inputs().size() && buffers[made] >= 0;
      Way way = Way.COPIED;
      if (own && buffers[made] == buffers[carry.input]) {
        way = Way.IN_PLACE;
        taken.add(made);
      } else if (own && writer(steps, made) >= 0 && taken.add(made)) {
        way = Way.SWAPPED;
      }
      carried.add(new Carried(way, own ? buffers[made] : -1, made));
    }
  }

  /// How each of the carries goes on.
  List<Carried> carried() {
    return carried;
  }

  private static List<Atom> read(Fusion.Step step) {
    return switch (step) {
      case Fusion.Loops loops -> loops.operands();
      case Fusion.Library library -> library.equation().inputs();
      case Fusion.Product product -> product.equation().inputs();
      case Fusion.Alias alias -> List.of(alias.from());
      case Fusion.Strips strips ->
          strips.steps().stream().flatMap(inner -> read(inner).stream()).toList();
    };
  }

  /// What a step writes into arrays that it is given.
  private static List<Var> written(Fusion.Step step) {
    return switch (step) {
      case Fusion.Loops loops -> loops.outputs();
      case Fusion.Library library ->
          Plan.writes(library.equation()) ? library.equation().outputs() : List.of();
      case Fusion.Product product -> product.equation().outputs();
      case Fusion.Alias _ -> List.of();
      case Fusion.Strips strips ->
          strips.steps().stream()
              .flatMap(inner -> written(inner).stream())
              .filter(variable -> !strips.axes().containsKey(variable))
              .toList();
    };
  }

  /// What a step writes a part of.
  private static Set<Var> placed(Fusion.Step step) {
    var placed = new HashSet<Var>();
    switch (step) {
      case Fusion.Loops loops -> {
        for (int k = 0; k < loops.outputs().size(); k++) {
          if (!loops.whole().get(k)) {
            placed.add(loops.outputs().get(k));
          }
        }
      }
      case Fusion.Strips strips -> strips.steps().forEach(inner -> placed.addAll(placed(inner)));
      case Fusion.Library _, Fusion.Product _, Fusion.Alias _ -> {}
    }
    return placed;
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

  /// Whether what a step reads may lie in the array that it writes `target` to.
  boolean shares(Atom read, Var target) {
    int from = root(read, alias);
    return from >= 0 && buffers[from] >= 0 && buffers[from] == buffers[target.index()];
  }

  int buffers() {
    return kinds.size();
  }

  long bytes() {
    long bytes = 0;
    for (Kind kind : kinds) {
      bytes += bytes(kind.dtype, kind.size);
    }
    return bytes;
  }

  /// How many bytes an array takes.
  static long bytes(DType dtype, int size) {
    return (long) size
        * switch (dtype) {
          case F64, I64 -> 8;
          case F32, I32 -> 4;
          case BOOL -> 1;
        };
  }
}
