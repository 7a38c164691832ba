package org.cotangent.compiler.scalar;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import org.cotangent.primitive.Scalar;

/// Formulas in an order in which each part comes after its operands, each shared part once: made once, then applied to the
/// elements of any number of operands. Immutable.
final class Template {
  private final List<Scalar> parts;
  private final List<int[]> operands;
  private final int[] results;

  private Template(List<Scalar> parts, List<int[]> operands, int[] results) {
    this.parts = parts;
    this.operands = operands;
    this.results = results;
  }

  /// The template of `formulas`. No recursion: a formula may be as deep as it likes.
  static Template of(List<Scalar> formulas) {
    Map<Scalar, Integer> places = new IdentityHashMap<>();
    var parts = new ArrayList<Scalar>();
    var operands = new ArrayList<int[]>();
    var open = new ArrayDeque<Scalar>();
    for (Scalar formula : formulas) {
      open.push(formula);
      while (!open.isEmpty()) {
        Scalar part = open.peek();
        if (places.containsKey(part)) {
          open.pop();
          continue;
        }
        List<Scalar> needed = operands(part);
        boolean ready = true;
        for (Scalar operand : needed) {
          if (!places.containsKey(operand)) {
            open.push(operand);
            ready = false;
          }
        }
        if (ready) {
          open.pop();
          places.put(part, parts.size());
          parts.add(part);
          operands.add(needed.stream().mapToInt(places::get).toArray());
        }
      }
    }
    return new Template(parts, operands, formulas.stream().mapToInt(places::get).toArray());
  }

  private static List<Scalar> operands(Scalar part) {
    return switch (part) {
      case Scalar.Input _, Scalar.Result _, Scalar.Constant _ -> List.of();
      case Scalar.Unary unary -> List.of(unary.x());
      case Scalar.Binary binary -> List.of(binary.left(), binary.right());
      case Scalar.Choice choice -> List.of(choice.test(), choice.then(), choice.otherwise());
      case Scalar.Function function -> function.operands();
      case Scalar.Call call -> List.of(call.expansion());
    };
  }

  /// The values of the formulas; `input` tells the value of an input, of the wanted type. `whole`: on whole numbers.
  int[] apply(Values values, boolean whole, IntUnaryOperator input) {
    int[] made = new int[parts.size()];
    for (int i = 0; i < made.length; i++) {
      int[] of = operands.get(i);
      made[i] =
          switch (parts.get(i)) {
            case Scalar.Input(int index) -> input.applyAsInt(index);
            case Scalar.Result _ ->
                throw new IllegalArgumentException("a value does not depend on itself");
            case Scalar.Constant(double number) ->
                whole ? values.constant((long) number) : values.constant(number);
            case Scalar.Unary unary -> values.unary(unary.function(), made[of[0]]);
            case Scalar.Binary binary -> values.binary(binary.function(), made[of[0]], made[of[1]]);
            case Scalar.Choice _ -> values.choice(made[of[0]], made[of[1]], made[of[2]]);
            case Scalar.Function function ->
                values.function(
                    function.body(),
                    made[of[0]],
                    of.length > 1 ? made[of[1]] : Values.NONE,
                    of.length > 2 ? made[of[2]] : Values.NONE);
            case Scalar.Call _ -> made[of[0]];
          };
    }
    int[] out = new int[results.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = made[results[i]];
    }
    return out;
  }
}
