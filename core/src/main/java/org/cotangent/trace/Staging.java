package org.cotangent.trace;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.Tensor;
import org.cotangent.primitive.Atom;
import org.cotangent.primitive.Aval;
import org.cotangent.primitive.Program;
import org.cotangent.primitive.Var;
import org.cotangent.primitive.Zero;

/// Programs written from programs: how a transformation of an operation that holds programs comes about.
final class Staging {
  private Staging() {}

  /// `f` as a program; it uses nothing but its arguments.
  static Program write(List<Aval> avals, Transform.Flat f) {
    Transform.Staged staged = Transform.stage("stage", f, avals);
    if (!staged.captures().isEmpty()) {
      throw new AssertionError("a program uses only its arguments");
    }
    return staged.program();
  }

  static List<Aval> inputs(Program program) {
    return program.inputs().stream().map(Var::aval).toList();
  }

  static List<Aval> outputs(Program program) {
    return program.outputs().stream().map(Atom::aval).toList();
  }

  static List<Aval> avals(List<Tensor> tensors) {
    return tensors.stream().map(Tensor::aval).toList();
  }

  /// `value`, a symbolic zero made real.
  static Tensor real(Tensor value) {
    return value instanceof Zero zero ? zero.unboxed() : value;
  }

  /// Those elements that `chosen` marks.
  static <T> List<T> chosen(List<T> all, boolean[] chosen) {
    var result = new ArrayList<T>();
    for (int i = 0; i < chosen.length; i++) {
      if (chosen[i]) {
        result.add(all.get(i));
      }
    }
    return result;
  }

  /// `some`, put where `chosen` marks, symbolic zeros of `avals` elsewhere.
  static List<Tensor> spread(List<Tensor> some, boolean[] chosen, List<Aval> avals) {
    var result = new ArrayList<Tensor>();
    int next = 0;
    for (int i = 0; i < chosen.length; i++) {
      result.add(chosen[i] ? some.get(next++) : new Zero(avals.get(i)));
    }
    return result;
  }

  static boolean[] part(boolean[] all, int from, int to) {
    return java.util.Arrays.copyOfRange(all, from, to);
  }

  static int count(boolean[] all) {
    int n = 0;
    for (boolean one : all) {
      n += one ? 1 : 0;
    }
    return n;
  }

  @SafeVarargs
  static <T> List<T> joined(List<? extends T>... lists) {
    var result = new ArrayList<T>();
    for (List<? extends T> list : lists) {
      result.addAll(list);
    }
    return result;
  }
}
