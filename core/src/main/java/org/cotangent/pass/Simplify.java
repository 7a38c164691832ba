package org.cotangent.pass;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.cotangent.ops.Arithmetic;
import org.cotangent.ops.Comparison;
import org.cotangent.ops.Extrema;
import org.cotangent.ops.Powers;
import org.cotangent.ops.Reduction;
import org.cotangent.ops.Shaping;
import org.cotangent.ops.Slicing;
import org.cotangent.ops.StopGradient;
import org.cotangent.primitive.Atom;
import org.cotangent.primitive.Primitive;
import org.cotangent.primitive.Program;

/// Applies the identities of all families. Each makes a program shorter or its operations cheaper, so they come to an end.
final class Simplify implements Pass {
  /// Identities by the family of operations that they are about. A family is looked at when a program has one of its operations:
  /// each identity is a class that the JVM has to make.
  private static final Map<Class<?>, Supplier<List<Identity<?>>>> FAMILIES =
      Map.of(
          Arithmetic.class, () -> ArithmeticIdentities.ALL,
          Powers.class, () -> ArithmeticIdentities.ALL,
          StopGradient.class, () -> ArithmeticIdentities.ALL,
          Comparison.class, () -> ChoiceIdentities.ALL,
          Extrema.class, () -> ChoiceIdentities.ALL,
          Shaping.class, () -> ShapingIdentities.ALL,
          Slicing.class, () -> SlicingIdentities.ALL,
          Reduction.class, () -> ReductionIdentities.ALL);

  private static final ClassValue<List<Identity<?>>> OF_PRIMITIVE =
      new ClassValue<>() {
        @Override
        protected List<Identity<?>> computeValue(Class<?> primitive) {
          return family(primitive).stream()
              .filter(identity -> identity.primitive() == primitive)
              .toList();
        }
      };

  /// All identities of the family of `primitive`.
  static List<Identity<?>> family(Class<?> primitive) {
    Supplier<List<Identity<?>>> family = FAMILIES.get(primitive.getNestHost());
    return family == null ? List.of() : family.get();
  }

  @Override
  public String name() {
    return "simplification";
  }

  @Override
  public Program apply(Program program) {
    return Rewriter.walk(program, this, Simplify::simplified);
  }

  private static Optional<List<Atom>> simplified(
      Primitive primitive, List<Atom> inputs, Rewriter in) {
    for (Identity<?> identity : OF_PRIMITIVE.get(primitive.getClass())) {
      Optional<Atom> right = identity.apply(primitive, inputs, in);
      if (right.isPresent()) {
        return Optional.of(List.of(right.get()));
      }
    }
    return Optional.empty();
  }
}
