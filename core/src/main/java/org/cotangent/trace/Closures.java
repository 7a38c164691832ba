package org.cotangent.trace;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.cotangent.Tensor;
import org.cotangent.primitive.Program;
import org.cotangent.primitive.Var;

/// Programs that use traced values from outside, made to take the same ones as their first inputs: so what a lambda closes over becomes
/// an argument, and derivatives flow into it.
///
/// @param programs `(captures…, own inputs…) → …`
/// @param captures the values from outside, each once
public record Closures(List<Program> programs, List<Tensor> captures) {
  /// Brings `staged` into this form.
  public static Closures of(List<Transform.Staged> staged) {
    Map<Tensor, Integer> places = new IdentityHashMap<>();
    var captures = new ArrayList<Tensor>();
    for (Transform.Staged one : staged) {
      for (Tensor capture : one.captures()) {
        if (places.putIfAbsent(capture, captures.size()) == null) {
          captures.add(capture);
        }
      }
    }
    return new Closures(
        staged.stream().map(one -> closed(one, places, captures)).toList(), List.copyOf(captures));
  }

  private static Program closed(
      Transform.Staged staged, Map<Tensor, Integer> places, List<Tensor> captures) {
    Program program = staged.program();
    List<Var> inputs = program.inputs();
    int own = inputs.size() - staged.captures().size();
    var all = new ArrayList<Var>();
    for (int i = 0; i < captures.size(); i++) {
      // Not used by this program, unless it turns out to be.
      all.add(new Var(-1 - i, captures.get(i).aval()));
    }
    for (int i = own; i < inputs.size(); i++) {
      all.set(
          java.util.Objects.requireNonNull(places.get(staged.captures().get(i - own))),
          inputs.get(i));
    }
    all.addAll(inputs.subList(0, own));
    return new Program(all, program.equations(), program.outputs());
  }
}
