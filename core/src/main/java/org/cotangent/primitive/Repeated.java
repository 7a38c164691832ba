package org.cotangent.primitive;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/// Finds the parts that occur several times in formulas: trees on paper, but authors reuse a part by holding it in a variable.
final class Repeated {
  private final Set<Scalar> seen = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Set<Scalar> repeated = Collections.newSetFromMap(new IdentityHashMap<>());

  private Repeated() {}

  /// The parts with operands of their own that one of the formulas holds more than once.
  static List<Scalar> parts(List<Scalar> formulas) {
    var all = new ArrayList<Scalar>();
    for (Scalar formula : formulas) {
      var parts = new Repeated();
      parts.visit(formula);
      all.addAll(parts.repeated);
    }
    return List.copyOf(all);
  }

  private void visit(Scalar formula) {
    switch (formula) {
      case Scalar.Input _, Scalar.Result _, Scalar.Constant _ -> {}
      case Scalar.Unary(_, Scalar x) -> visit(formula, x);
      case Scalar.Binary(_, Scalar left, Scalar right) -> visit(formula, left, right);
      case Scalar.Choice(Scalar test, Scalar then, Scalar otherwise) ->
          visit(formula, test, then, otherwise);
      case Scalar.Function function -> visit(formula, function.operands().toArray(new Scalar[0]));
      case Scalar.Call call -> visit(formula, call.expansion());
    }
  }

  private void visit(Scalar formula, Scalar... parts) {
    if (!seen.add(formula)) {
      repeated.add(formula);
      return;
    }
    for (Scalar part : parts) {
      visit(part);
    }
  }
}
