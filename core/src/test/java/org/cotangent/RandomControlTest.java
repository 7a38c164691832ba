package org.cotangent;

import static org.cotangent.Autodiff.checkpoint;
import static org.cotangent.Autodiff.cond;
import static org.cotangent.Autodiff.forLoop;
import static org.cotangent.Autodiff.scan;
import static org.cotangent.Autodiff.step;
import static org.cotangent.Autodiff.switchCase;
import static org.cotangent.Autodiff.whileLoop;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.cotangent.testkit.Flat;
import org.cotangent.testkit.Numbers;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Programs with choices and loops in each other, drawn at random, against the same programs in plain Java, under transformations drawn
/// at random.
class RandomControlTest {
  private static final long SEED = Long.getLong("cotangent.test.seed", 20_261_128);
  private static final int COUNT = Boolean.getBoolean("cotangent.test.all") ? 600 : 60;

  @TestFactory
  Stream<DynamicTest> programs() {
    System.out.println("Random loops: -Dcotangent.test.seed=" + SEED + " draws them again");
    return IntStream.range(0, COUNT)
        .mapToObj(i -> dynamicTest("seed " + (SEED + i), () -> check(SEED + i)));
  }

  private static void check(long seed) {
    var numbers = new Numbers(seed);
    List<Tensor> inputs =
        List.of(numbers.between(0.3, 1.3, Shape.of(3)), numbers.between(-1.3, -0.3, Shape.of(3)));
    int[] draws = IntStream.range(0, 64).map(_ -> numbers.whole(1 << 20)).toArray();
    Flat controlled = x -> List.of(new Draw(draws, true).body(x.get(0), x.get(1), 2));
    Flat plain = x -> List.of(new Draw(draws, false).body(x.get(0), x.get(1), 2));
    Chains.same("program " + seed, controlled, plain, inputs);
    for (int k = 0; k < 3; k++) {
      var name = new StringBuilder("program " + seed);
      Flat f = controlled;
      Flat g = plain;
      int depth = 1 + numbers.whole(3);
      for (int i = 0; i < depth; i++) {
        var t = ControlFlowLawsTest.TRANSFORMATIONS.get(numbers.whole(4));
        name.insert(0, t.name() + " of ");
        f = t.of().apply(f);
        g = t.same() ? g : t.of().apply(g);
      }
      Chains.same(name.toString(), f, g, inputs);
    }
  }

  /// A program made of draws, with choices and loops as operations or without.
  private static final class Draw {
    private final int[] draws;
    private final boolean control;
    private int next;

    Draw(int[] draws, boolean control) {
      this.draws = draws;
      this.control = control;
    }

    private int draw(int bound) {
      return draws[next++ % draws.length] % bound;
    }

    /// A few steps on vectors of length 3; `depth` choices or loops in each other at most.
    Tensor body(Tensor x, Tensor y, int depth) {
      Tensor a = x;
      Tensor b = y;
      int steps = 1 + draw(2);
      for (int i = 0; i < steps; i++) {
        Tensor made;
        if (depth > 0) {
          int before = next;
          made = nested(a, b, depth);
          // However often bodies ran.
          next = before + 13 * depth;
        } else {
          made = simple(a, b);
        }
        b = a;
        a = made;
      }
      return a.plus(b.times(0.3));
    }

    private Tensor simple(Tensor a, Tensor b) {
      return switch (draw(6)) {
        case 0 -> a.plus(b).sin();
        case 1 -> a.times(b).tanh();
        case 2 -> a.sum().plus(b).cos();
        case 3 -> a.square().plus(1).sqrt().minus(b);
        case 4 -> a.reshape(3, 1).times(b.sin()).matmul(a.tanh());
        default -> a.exp().div(b.square().plus(1.5)).sin();
      };
    }

    private Tensor nested(Tensor a, Tensor b, int depth) {
      int kind = draw(7);
      int at = next;
      // Each run of a body draws the same.
      Body body =
          (p, q) -> {
            next = at;
            return body(p, q, depth - 1);
          };
      Tensor first = a.get(0);
      return switch (kind) {
        case 0 -> simple(a, b);
        case 1 -> {
          Tensor test = first.greater(0.4);
          yield control
              ? cond(test, () -> body.of(a, b), () -> a.sin())
              : Tensor.where(test, body.of(a, b), a.sin());
        }
        case 2 -> {
          Tensor index = first.times(3).to(DType.I64);
          yield control
              ? switchCase(index, () -> b, () -> body.of(b, a), () -> a.times(b))
              : Tensor.where(
                  index.lessEqual(0), b, Tensor.where(index.equal(1), body.of(b, a), a.times(b)));
        }
        case 3 -> {
          if (control) {
            yield forLoop(2, a, (s, i) -> body.of(s, b).plus(i).tanh());
          }
          yield body.of(body.of(a, b).plus(0).tanh(), b).plus(1).tanh();
        }
        case 4 -> {
          if (control) {
            var r = scan(a, b, (s, u) -> step(body.of(s, a.times(u)).tanh(), s.sum().times(u)));
            yield r.carry().plus(r.outputs());
          }
          Tensor s = a;
          var outputs = new ArrayList<Tensor>();
          for (int i = 0; i < 3; i++) {
            Tensor u = b.get(i);
            outputs.add(s.sum().times(u));
            s = body.of(s, a.times(u)).tanh();
          }
          yield s.plus(Tensor.stack(outputs));
        }
        case 5 ->
            control
                ? checkpoint((Tensor p, Tensor q) -> body.of(p, q), Recompute.values()[draw(3)])
                    .apply(a, b)
                : body.of(a, b);
        case 6 -> {
          if (control) {
            yield whileLoop(3, a, s -> s.sum().less(3), s -> body.of(s, b).plus(1));
          }
          Tensor s = a;
          for (int i = 0; i < 3; i++) {
            s = Tensor.where(s.sum().less(3), body.of(s, b).plus(1), s);
          }
          yield s;
        }
        default -> throw new AssertionError(kind);
      };
    }
  }

  @FunctionalInterface
  private interface Body {
    Tensor of(Tensor p, Tensor q);
  }
}
