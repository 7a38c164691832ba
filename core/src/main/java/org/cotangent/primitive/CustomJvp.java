package org.cotangent.primitive;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.Tensor;

/// A function with a forward rule of its own.
///
/// @param function `x → y`
/// @param rule `(x…, dx…, y…) → dy…`, linear in `dx`
public record CustomJvp(Routine function, Routine rule) implements Control {
  @Override
  public boolean total() {
    return function instanceof Program program && program.total();
  }

  @Override
  public List<Tensor> apply(List<Tensor> arguments) {
    return function.apply(arguments);
  }

  /// The outputs' tangents.
  public List<Tensor> tangents(List<Tensor> inputs, List<Tensor> tangents, List<Tensor> outputs) {
    var all = new ArrayList<Tensor>(inputs);
    all.addAll(tangents);
    all.addAll(outputs);
    return rule.apply(all);
  }

  @Override
  public List<Aval> shapes(List<Aval> inputs) {
    return ((Program) function).outputs().stream().map(Atom::aval).toList();
  }
}
