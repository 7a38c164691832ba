package org.cotangent.tree;

import static org.cotangent.Autodiff.grad;
import static org.cotangent.Tensor.indices;
import static org.cotangent.Tensor.scalar;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.cotangent.Array;
import org.cotangent.NotDifferentiableException;
import org.cotangent.Tensor;
import org.junit.jupiter.api.Test;

/// Types that users register, and many threads at once.
class RegisteredTest {
  private static class Pair {
    final Object left;
    final Object right;

    Pair(Object left, Object right) {
      this.left = left;
      this.right = right;
    }
  }

  private static final class SubPair extends Pair {
    SubPair(Object left, Object right) {
      super(left, right);
    }
  }

  private static final class Again {
    final Tensor x;

    Again(Tensor x) {
      this.x = x;
    }
  }

  private static final class Broken {}

  private static final class Loose {
    final Object inside;

    Loose(Object inside) {
      this.inside = inside;
    }
  }

  private record Held(Object value) {}

  private interface Shape {}

  private abstract static class Base {}

  static {
    Trees.register(
        Pair.class, p -> List.of(p.left, p.right), parts -> new Pair(parts.get(0), parts.get(1)));
  }

  @Test
  void theyNestAndHavePaths() {
    var tree = new Pair(new Pair(scalar(1), "name"), new Held(new Pair(scalar(2), scalar(3))));
    var structure = Trees.flatten(tree, new ArrayList<>());
    assertEquals("Pair(Pair(*, name), Held(value=Pair(*, *)))", structure.toString());
    assertEquals("Pair[1].value[0]", structure.path(1));
    var gradient = grad(p -> ((Tensor) ((Pair) p.left).left).square(), tree);
    assertEquals(2, ((Tensor) ((Pair) gradient.left).left).item());
    assertEquals("name", ((Pair) gradient.left).right);
  }

  @Test
  void rulesHoldInside() {
    assertEquals(
        "Can't differentiate w.r.t. Pair[1] (i64[1]): convert it with to(F64), or mark it @Static",
        assertThrows(
                NotDifferentiableException.class,
                () -> Trees.differentiable(new Pair(scalar(1), indices(1)), new ArrayList<>()))
            .getMessage());
    Trees.register(
        Loose.class,
        l -> Collections.singletonList(l.inside),
        parts -> new Loose(parts.getFirst()));
    assertEquals(
        "Loose[0] is null: a tree has no nulls, an Optional may be empty",
        assertThrows(NullPointerException.class, () -> Trees.leaves(new Loose(nothing())))
            .getMessage());
  }

  @Test
  void subclassesAreNotImplied() {
    assertTrue(Trees.isTree(new Pair(1, 2)));
    assertFalse(Trees.isTree(new SubPair(1, 2)));
    assertEquals(0, Trees.leaves(new SubPair(scalar(1), scalar(2))).size());
  }

  @Test
  void registeringAgainReplacesButNotInWhatIsUnderWay() {
    Trees.register(Again.class, a -> List.of(a.x), parts -> new Again((Tensor) parts.getFirst()));
    var first = Trees.flatten(new Again(scalar(1)), new ArrayList<>());
    Trees.register(
        Again.class,
        a -> List.of(a.x, "v2"),
        parts -> new Again(((Tensor) parts.getFirst()).times(parts.size())));
    var second = Trees.flatten(new Again(scalar(1)), new ArrayList<>());
    assertEquals(5, ((Again) first.unflatten(List.of(scalar(5)))).x.item());
    assertEquals(10, ((Again) second.unflatten(List.of(scalar(5)))).x.item());
    assertNotEquals(first, second);
    assertEquals("the tree: Again was registered again", first.difference(second));
  }

  @Test
  void mistakesAreNamed() {
    assertRefused("register: org.cotangent.Array is a tensor, and so a leaf", Array.class);
    assertRefused("register: org.cotangent.Tensor is a tensor, and so a leaf", Tensor.class);
    String advice = " itself: register each class that extends or implements it";
    assertRefused(
        "register: no object has the class " + Shape.class.getName() + advice, Shape.class);
    assertRefused("register: no object has the class " + Base.class.getName() + advice, Base.class);
    Trees.register(Broken.class, b -> nothing(), parts -> new Broken());
    assertEquals(
        "register: flatten of " + Broken.class.getName() + " returned null",
        assertThrows(NullPointerException.class, () -> Trees.leaves(new Broken())).getMessage());
    Trees.register(Broken.class, b -> List.of(), parts -> nothing());
    assertEquals(
        "register: rebuild of " + Broken.class.getName() + " returned null",
        assertThrows(NullPointerException.class, () -> Trees.map(new Broken(), x -> x))
            .getMessage());
  }

  /// What a caller can pass whose compiler does not check nulls.
  @SuppressWarnings("NullAway")
  private static <T> T nothing() {
    return null;
  }

  private static <T> void assertRefused(String expected, Class<T> type) {
    assertEquals(
        expected,
        assertThrows(
                IllegalArgumentException.class,
                () -> Trees.register(type, t -> List.of(), parts -> nothing()))
            .getMessage());
  }

  @Test
  void manyThreadsRegisterAndRebuildAtOnce() throws Exception {
    record First(Tensor x, Counter c) {}
    record Second(List<First> firsts) {}
    var tasks = new ArrayList<Callable<Double>>();
    for (int k = 0; k < 16; k++) {
      double start = k;
      tasks.add(() -> {
        double sum = 0;
        for (int i = 0; i < 200; i++) {
          Trees.register(
              Counter.class, c -> List.of(c.n), parts -> new Counter((Tensor) parts.getFirst()));
          var tree = new Second(List.of(new First(scalar(start), new Counter(scalar(i)))));
          var twice = Trees.map(tree, x -> x.times(2));
          sum += twice.firsts().getFirst().x().item() + twice.firsts().getFirst().c().n.item();
        }
        return sum;
      });
    }
    try (var executor = Executors.newFixedThreadPool(16)) {
      int k = 0;
      for (var result : executor.invokeAll(tasks)) {
        assertEquals(200 * 2.0 * k++ + 2.0 * 199 * 200 / 2, result.get());
      }
    }
  }

  private static final class Counter {
    final Tensor n;

    Counter(Tensor n) {
      this.n = n;
    }
  }
}
