package org.cotangent.solve;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.cotangent.DType;
import org.cotangent.Function3;
import org.cotangent.ShapeException;
import org.cotangent.Tensor;
import org.cotangent.tree.TreeDef;
import org.cotangent.tree.Trees;

/// Start and parameters of a differential equation as a vector and a list, and functions of structures as functions of those.
///
/// @param start all elements of the start, in 64 bits
/// @param unravel makes the structure of the start of such a vector
/// @param structure that of the start
/// @param parameters the structure of the parameters
/// @param leaves of the parameters
record InitialValue<Y, P>(
    Tensor start,
    Function<Tensor, Y> unravel,
    TreeDef structure,
    TreeDef parameters,
    List<Tensor> leaves) {
  static <Y, P> InitialValue<Y, P> of(Y start, P params) {
    var raveled = Trees.ravel(start);
    var structure = Trees.flatten(start, new ArrayList<>());
    var leaves = new ArrayList<Tensor>();
    var parameters = Trees.flatten(params, leaves);
    return new InitialValue<>(
        raveled.vector().to(DType.F64), raveled.unravel(), structure, parameters, leaves);
  }

  @SuppressWarnings("unchecked") // a TreeDef rebuilds what it was made from
  private <R> R apply(Function3<Y, Tensor, P, R> f, Tensor y, Tensor t, List<Tensor> params) {
    return f.apply(unravel.apply(y), t, (P) parameters.unflatten(params));
  }

  /// A right-hand side, whose results must have the structure of the start.
  Ode.Equation equation(Function3<Y, Tensor, P, Y> rhs) {
    return (y, t, params) -> {
      Y slope = apply(rhs, y, t, params);
      structure.requireSame("Ode: the right-hand side", Trees.flatten(slope, new ArrayList<>()));
      return Trees.ravel(slope).vector().to(DType.F64);
    };
  }

  /// A number that depends on the solution.
  Ode.Equation event(Function3<Y, Tensor, P, Tensor> f) {
    return (y, t, params) -> {
      Tensor level = apply(f, y, t, params);
      if (level.rank() != 0) {
        throw new ShapeException("Ode: the event must be a number, not " + level.shape());
      }
      return level;
    };
  }

  /// Start, these times, and the leaves of the parameters.
  List<Tensor> inputs(Tensor... times) {
    var inputs = new ArrayList<Tensor>();
    inputs.add(start);
    inputs.addAll(List.of(times));
    inputs.addAll(leaves);
    return inputs;
  }
}
