package org.cotangent.tree;

import static org.cotangent.Autodiff.grad;
import static org.cotangent.Autodiff.jvp;
import static org.cotangent.Tensor.ones;
import static org.cotangent.Tensor.scalar;
import static org.cotangent.Tensor.vector;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.cotangent.Array;
import org.cotangent.Tensor;
import org.junit.jupiter.api.Test;

/// Records of every sort, and those that can't be rebuilt.
class RecordTreesTest {
  private record Of<A, B>(A first, B second) {}

  private record Empty() {}

  private record Numbers(
      boolean a, byte b, short c, char d, int e, long f, float g, double h, Tensor x) {}

  private record Positive(Tensor p) {
    Positive {
      if (p instanceof Array && p.item() < 0) {
        throw new IllegalArgumentException(p.item() + " is negative");
      }
    }
  }

  private record Narrow(Tensor w, Array data) {}

  private record Strict(Tensor w) {
    Strict {
      var _ = (Array) w;
    }
  }

  record Loud(Tensor w) {
    @Override
    public Tensor w() {
      throw new IllegalStateException("not now");
    }
  }

  private record Doubling(Tensor w) {
    static int made;

    Doubling {
      made++;
    }

    @Override
    public String toString() {
      return "Doubling";
    }
  }

  @Test
  void localGenericAndNestedRecords() {
    record Local<T>(T inside, String name) {}
    var tree = new Of<>(new Local<>(scalar(2), "n"), new Of<>(List.of(scalar(3)), new Empty()));
    var gradient = grad(t -> t.first().inside().times(t.second().first().getFirst()), tree);
    assertEquals(3, gradient.first().inside().item());
    assertEquals("n", gradient.first().name());
    assertEquals(2, gradient.second().first().getFirst().item());
    assertEquals(new Empty(), gradient.second().second());
  }

  @Test
  void primitiveComponentsAreCarried() {
    var numbers = new Numbers(true, (byte) 1, (short) 2, 'c', 4, 5L, 6f, 7.0, scalar(1));
    var mapped = Trees.map(numbers, x -> x.plus(1));
    assertEquals(new Numbers(true, (byte) 1, (short) 2, 'c', 4, 5L, 6f, 7.0, mapped.x()), mapped);
    assertEquals(2, mapped.x().item());
  }

  @Test
  void theCanonicalConstructorMakesThem() {
    Doubling.made = 0;
    Trees.map(new Doubling(scalar(1)), x -> x);
    assertEquals(2, Doubling.made);
  }

  @Test
  void whatAConstructorThrowsPassesWithANote() {
    var thrown =
        assertThrows(
            IllegalArgumentException.class,
            () -> grad((Positive p) -> p.p().times(-1)).apply(new Positive(scalar(2))));
    assertEquals("-1.0 is negative", thrown.getMessage());
    assertEquals(
        "thrown by the constructor of Positive when it was rebuilt from [f64]: boxes, gradients and"
            + " tangents take the place of its tensors",
        thrown.getSuppressed()[0].getMessage());
  }

  @Test
  void whatAnAccessorThrowsPassesWithANote() {
    var thrown = assertThrows(IllegalStateException.class, () -> Trees.leaves(new Loud(scalar(1))));
    assertEquals("not now", thrown.getMessage());
    assertEquals("thrown by the accessor Loud.w()", thrown.getSuppressed()[0].getMessage());
  }

  @Test
  void componentsTooNarrowForABoxAreNamed() {
    var narrow = new Narrow(scalar(1), (Array) vector(1, 2));
    assertSame(narrow.data(), Trees.map(narrow, x -> x).data());
    assertEquals(
        "Narrow.data has the type Array, which does not hold the Node that takes its place: use the"
            + " type Tensor, which values and boxes share",
        assertThrows(
                IllegalArgumentException.class,
                () -> grad(n -> n.w().times(n.data().sum()), narrow))
            .getMessage());
    assertEquals(
        "an element of Array[] has the type Array, which does not hold the Node that takes its"
            + " place: use the type Tensor, which values and boxes share",
        assertThrows(
                IllegalArgumentException.class,
                () -> grad(a -> a[0].sum(), new Array[] {(Array) vector(1, 2)}))
            .getMessage());
  }

  @Test
  void aCastInsideOfAConstructorIsTheUsers() {
    var thrown =
        assertThrows(
            ClassCastException.class, () -> grad(s -> s.w().square(), new Strict(scalar(1))));
    assertEquals(1, thrown.getSuppressed().length);
    assertInstanceOf(IllegalStateException.class, thrown.getSuppressed()[0]);
  }

  @Test
  void tangentsAreOfTheSameRecord() {
    var x = new Of<>(vector(1, 2), scalar(3));
    var result =
        jvp((Of<Tensor, Tensor> t) -> t.first().times(t.second()), x, new Of<>(ones(2), scalar(0)));
    assertEquals("[3.0, 3.0]", result.tangent().toString());
  }

  @Test
  void nullsAreNamedByPath() {
    assertNull("Of.first is null", new Of<>(nothing(), scalar(1)));
    assertNull("Of.second[1] is null", new Of<>(scalar(1), new Object[] {scalar(1), nothing()}));
    assertNull(
        "Of.second[k] is null", new Of<>(scalar(1), Collections.singletonMap("k", nothing())));
  }

  /// What a caller can pass whose compiler does not check nulls.
  @SuppressWarnings("NullAway")
  private static <T> T nothing() {
    return null;
  }

  private static void assertNull(String start, Object tree) {
    String expected = start + ": a tree has no nulls, an Optional may be empty";
    assertEquals(
        expected, assertThrows(NullPointerException.class, () -> Trees.leaves(tree)).getMessage());
    assertEquals(
        expected,
        assertThrows(
                NullPointerException.class, () -> Trees.differentiable(tree, new ArrayList<>()))
            .getMessage());
  }
}
