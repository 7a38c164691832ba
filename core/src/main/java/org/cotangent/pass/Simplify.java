package org.cotangent.pass;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.cotangent.primitive.Atom;
import org.cotangent.primitive.Primitive;
import org.cotangent.primitive.Program;

/// Applies the identities of all families. Each makes a program shorter or its operations cheaper, so they come to an end.
final class Simplify implements Pass {
  private static final Map<Class<?>, List<Identity<?>>> BY_PRIMITIVE = new HashMap<>();

  static {
    identities()
        .forEach(identity ->
            BY_PRIMITIVE
                .computeIfAbsent(identity.primitive(), _ -> new ArrayList<>())
                .add(identity));
  }

  /// All of them.
  static Stream<Identity<?>> identities() {
    return Stream.of(
            ArithmeticIdentities.ALL,
            ChoiceIdentities.ALL,
            ShapingIdentities.ALL,
            SlicingIdentities.ALL,
            ReductionIdentities.ALL)
        .flatMap(List::stream);
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
    for (Identity<?> identity : BY_PRIMITIVE.getOrDefault(primitive.getClass(), List.of())) {
      Optional<Atom> right = identity.apply(primitive, inputs, in);
      if (right.isPresent()) {
        return Optional.of(List.of(right.get()));
      }
    }
    return Optional.empty();
  }
}
