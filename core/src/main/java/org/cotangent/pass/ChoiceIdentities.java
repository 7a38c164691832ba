package org.cotangent.pass;

import static org.cotangent.pass.Constants.is;

import java.util.List;
import java.util.Optional;
import org.cotangent.ops.Comparison.And;
import org.cotangent.ops.Comparison.Not;
import org.cotangent.ops.Comparison.Or;
import org.cotangent.ops.Comparison.Select;
import org.cotangent.ops.Extrema.Maximum;
import org.cotangent.ops.Extrema.Minimum;
import org.cotangent.primitive.Atom;
import org.cotangent.primitive.Primitive;

/// Choices, truth values and extremes.
final class ChoiceIdentities {
  static final List<Identity<?>> ALL =
      List.of(
          of(
              Select.class,
              "a choice whose test is known",
              (_, x, in) ->
                  is(x.get(0), 1, in)
                      ? Optional.of(x.get(1))
                      : is(x.get(0), 0, in) ? Optional.of(x.get(2)) : Optional.empty()),
          of(
              Select.class,
              "where(t, x, x) = x",
              (_, x, _) -> x.get(1).equals(x.get(2)) ? Optional.of(x.get(1)) : Optional.empty()),
          of(
              Select.class,
              "where(¬t, x, y) = where(t, y, x)",
              (select, x, in) ->
                  in.origin(x.get(0)) instanceof Origin.Made(Not _, List<Atom> test)
                      ? Optional.of(in.emit(select, test.getFirst(), x.get(2), x.get(1)))
                      : Optional.empty()),
          of(
              Select.class,
              "where(t, where(t, x, y), z) = where(t, x, z), and on the other side",
              (select, x, in) -> {
                for (int i = 1; i < 3; i++) {
                  if (in.origin(x.get(i)) instanceof Origin.Made(Select _, List<Atom> inner)
                      && inner.getFirst().equals(x.getFirst())) {
                    Atom chosen = inner.get(i);
                    return Optional.of(
                        i == 1
                            ? in.emit(select, x.getFirst(), chosen, x.get(2))
                            : in.emit(select, x.getFirst(), x.get(1), chosen));
                  }
                }
                return Optional.empty();
              }),
          of(
              Not.class,
              "¬¬t = t",
              (_, x, in) ->
                  in.origin(x.get(0)) instanceof Origin.Made(Not _, List<Atom> of)
                      ? Optional.of(of.getFirst())
                      : Optional.empty()),
          of(
              And.class,
              "t ∧ true = t, t ∧ false = false, t ∧ t = t",
              (_, x, in) -> logic(x, 1, in)),
          of(Or.class, "t ∨ false = t, t ∨ true = true, t ∨ t = t", (_, x, in) -> logic(x, 0, in)),
          of(Maximum.class, "max(x, x) = x", (_, x, _) -> same(x)),
          of(Minimum.class, "min(x, x) = x", (_, x, _) -> same(x)));

  private ChoiceIdentities() {}

  private static <P extends Primitive> Identity<P> of(
      Class<P> primitive, String text, Identity.Right<P> right) {
    return new Identity<>(primitive, text, right);
  }

  private static Optional<Atom> same(List<Atom> x) {
    return x.get(0).equals(x.get(1)) ? Optional.of(x.get(0)) : Optional.empty();
  }

  private static Optional<Atom> logic(List<Atom> x, int neutral, Rewriter in) {
    for (int i = 0; i < 2; i++) {
      if (is(x.get(i), neutral, in)) {
        return Optional.of(x.get(1 - i));
      }
      if (is(x.get(i), 1 - neutral, in)) {
        return Optional.of(x.get(i));
      }
    }
    return same(x);
  }
}
