package org.cotangent.pass;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cotangent.ops.Arithmetic.Add;
import org.cotangent.ops.Arithmetic.MaskedMul;
import org.cotangent.ops.Arithmetic.Mul;
import org.cotangent.ops.Comparison.And;
import org.cotangent.ops.Comparison.Equal;
import org.cotangent.ops.Comparison.Or;
import org.cotangent.primitive.Atom;
import org.cotangent.primitive.Equation;
import org.cotangent.primitive.Primitive;
import org.cotangent.primitive.Program;
import org.cotangent.primitive.Var;

/// Computes once what several equations compute: the same primitive of the same inputs, literals compared by their bits. Operands of
/// sums, products and tests for equality may be swapped, which changes no bit.
final class CommonSubexpressions implements Pass {
  /// What is computed. Two of them are equal when the results are.
  private record Key(Primitive primitive, List<Atom> inputs) {
    static Key of(Primitive primitive, List<Atom> inputs) {
      return symmetric(primitive)
              && inputs.get(0) instanceof Var left
              && (!(inputs.get(1) instanceof Var right) || right.index() < left.index())
          ? new Key(primitive, inputs.reversed())
          : new Key(primitive, inputs);
    }

    private static boolean symmetric(Primitive primitive) {
      return switch (primitive) {
        case Add _, Mul _, MaskedMul _, Equal _, And _, Or _ -> true;
        default -> false;
      };
    }
  }

  @Override
  public String name() {
    return "common subexpressions";
  }

  @Override
  public Program apply(Program program) {
    Map<Key, List<Var>> known = HashMap.newHashMap(program.equations().size());
    return Rewriter.walk(
        program,
        this,
        (primitive, inputs, in) -> {
          if (primitive.effectful()) {
            return Optional.empty();
          }
          Key key = Key.of(primitive, inputs);
          List<Var> first = known.putIfAbsent(key, in.results());
          return first == null ? Optional.empty() : Optional.of(in.standing(first));
        });
  }
}
