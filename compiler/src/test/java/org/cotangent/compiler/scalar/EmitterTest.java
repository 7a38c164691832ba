package org.cotangent.compiler.scalar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.classfile.ClassFile;
import java.lang.classfile.attribute.CodeAttribute;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.cotangent.PlainFunction;
import org.cotangent.primitive.Intrinsic;
import org.junit.jupiter.api.Test;

class EmitterTest {
  /// HotSpot compiles nothing longer.
  private static final int LONGEST = 8_000;

  private static final int INPUTS = 3_000;
  private static final List<Intrinsic> OPERATIONS =
      List.of(
          Intrinsic.ADD,
          Intrinsic.SUB,
          Intrinsic.MUL,
          Intrinsic.MAX,
          Intrinsic.LESS,
          Intrinsic.SIN,
          Intrinsic.NEG);

  /// Operations on what lies near or far, constants too, and what each must give.
  private static final class Made {
    final Values values = new Values(1_000_000);
    final List<Integer> known = new ArrayList<>();
    final List<Double> expected = new ArrayList<>();

    Made(Random random, double[] inputs, int count, int reach) {
      for (int i = 0; i < inputs.length; i++) {
        add(values.input(i), inputs[i]);
      }
      while (known.size() < inputs.length + count) {
        int x = pick(random, reach);
        int y = pick(random, random.nextBoolean() ? reach : known.size());
        Intrinsic f = OPERATIONS.get(random.nextInt(OPERATIONS.size()));
        double a = expected.get(x);
        double b = expected.get(y);
        switch (f) {
          case ADD -> add(values.binary(f, known.get(x), known.get(y)), a + b);
          case SUB -> add(values.binary(f, known.get(x), known.get(y)), a - b);
          case MUL ->
              add(
                  values.binary(f, known.get(x), values.constant(a == 0 ? 1.5 : 1 / a)),
                  a == 0 ? 0 : a * (1 / a));
          case MAX -> add(values.binary(f, known.get(x), known.get(y)), Math.max(a, b));
          case LESS ->
              add(
                  values.choice(
                      values.binary(f, known.get(x), known.get(y)), known.get(y), known.get(x)),
                  a < b ? b : a);
          case SIN -> add(values.unary(f, known.get(x)), Math.sin(a));
          default -> add(values.unary(f, known.get(x)), -a);
        }
      }
    }

    private int pick(Random random, int reach) {
      return known.size() - 1 - random.nextInt(Math.min(reach, known.size()));
    }

    private void add(int value, double result) {
      known.add(value);
      expected.add(result);
    }
  }

  @Test
  void methodsAreShortEnoughForTheJit() {
    for (int reach : new int[] {1, 3, 30, 1_000, 10_000}) {
      var random = new Random(reach);
      double[] inputs = random.doubles(INPUTS, -1, 1).toArray();
      var made = new Made(random, inputs, 20_000, reach);
      int[] outputs =
          IntStream.range(0, made.known.size())
              .filter(i -> i % 7 == 0 || i == made.known.size() - 1)
              .toArray();
      int[] results = IntStream.of(outputs).map(made.known::get).toArray();
      int longest =
          ClassFile.of().parse(Emitter.classFile(made.values, INPUTS, results)).methods().stream()
              .flatMap(method -> method.code().stream())
              .mapToInt(code -> ((CodeAttribute) code).codeLength())
              .max()
              .orElseThrow();
      assertTrue(longest <= LONGEST, () -> "reach " + reach + ": " + longest + " bytes");
      PlainFunction function = Emitter.compile(made.values, INPUTS, results);
      double[] out = function.apply(inputs);
      for (int i = 0; i < outputs.length; i++) {
        assertEquals(
            made.expected.get(outputs[i]), out[i], 1e-12 * Math.abs(out[i]), "reach " + reach);
      }
    }
  }
}
