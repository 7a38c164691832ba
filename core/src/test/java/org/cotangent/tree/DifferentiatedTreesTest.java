package org.cotangent.tree;

import static org.cotangent.Autodiff.compile;
import static org.cotangent.Autodiff.grad;
import static org.cotangent.Autodiff.vmap;
import static org.cotangent.Tensor.indices;
import static org.cotangent.Tensor.ones;
import static org.cotangent.Tensor.scalar;
import static org.cotangent.Tensor.vector;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Vector;
import org.cotangent.DType;
import org.cotangent.NotDifferentiableException;
import org.cotangent.RandomKey;
import org.cotangent.Static;
import org.cotangent.Tensor;
import org.junit.jupiter.api.Test;

/// What is carried into a gradient, and what is refused in an argument that is differentiated.
class DifferentiatedTreesTest {
  private enum Mode {
    TRAIN
  }

  private record Config(Tensor weights, double rate) {}

  private record Carried(
      Tensor w, Mode mode, int[] sizes, boolean on, String name, List<Integer> more, char c) {}

  private record Noisy(Tensor w, RandomKey key) {}

  private record Held(Object value) {}

  private record Fixed(Tensor w, @Static Object data) {}

  private static void assertRefused(String expected, Object tree) {
    var thrown =
        assertThrows(
            NotDifferentiableException.class, () -> Trees.differentiable(tree, new ArrayList<>()));
    assertEquals(expected, thrown.getMessage());
  }

  @Test
  void floatingNumbersAreRefusedWhereverTheyAre() {
    String advice = ": make it a Tensor, or mark it @Static";
    assertRefused(
        "Can't differentiate w.r.t. Config.rate (double)" + advice, new Config(ones(1), 1));
    assertRefused("Can't differentiate w.r.t. Held.value (float)" + advice, new Held(1f));
    assertRefused(
        "Can't differentiate w.r.t. Held.value (double[])" + advice, new Held(new double[1]));
    assertRefused(
        "Can't differentiate w.r.t. Held.value (float[])" + advice, new Held(new float[1]));
    assertRefused(
        "Can't differentiate w.r.t. Held.value[0] (double)" + advice, new Held(new Double[] {1.0}));
    assertRefused(
        "Can't differentiate w.r.t. Held.value[1] (double[])" + advice,
        new Held(new Object[] {1, new double[1]}));
    assertRefused(
        "Can't differentiate w.r.t. Map[k].value (double)" + advice, Map.of("k", new Held(1.0)));
    assertRefused("Can't differentiate w.r.t. Optional.get() (double)" + advice, Optional.of(1.0));
  }

  @Test
  void otherArgumentsMayHoldAnything() {
    assertEquals(1, Trees.leaves(new Config(ones(1), 1)).size());
    assertEquals(0, Trees.leaves(new Held(Thread.currentThread())).size());
    assertEquals(0, Trees.leaves(1.5).size());
  }

  @Test
  void otherObjectsAreRefusedWithTheirType() {
    String advice = ": make it a tree of tensors, mark it @Static, or use Trees.register";
    assertRefused(
        "Can't differentiate w.r.t. type java.lang.Object of Held.value" + advice,
        new Held(new Object()));
    assertRefused(
        "Can't differentiate w.r.t. type java.lang.StringBuilder" + advice, new StringBuilder());
    assertRefused("Can't differentiate w.r.t. type java.lang.String: make it a Tensor", "text");
    assertRefused("Can't differentiate w.r.t. type int[]: make it a Tensor", new int[1]);
    assertRefused("Can't differentiate w.r.t. type double[]: make it a Tensor", new double[1]);
    assertRefused(
        "Can't differentiate w.r.t. type org.cotangent.RandomKey: a key has no gradient, so make"
            + " what has one the first argument",
        RandomKey.of(1));
  }

  @Test
  void tensorsThatAreNotFloatingAreRefused() {
    String advice = "): convert it with to(F64), or mark it @Static";
    assertRefused(
        "Can't differentiate w.r.t. Held.value (i64[2]" + advice, new Held(indices(1, 2)));
    assertRefused(
        "Can't differentiate w.r.t. Held.value (bool" + advice, new Held(scalar(1).greater(0)));
    assertRefused(
        "Can't differentiate w.r.t. List[1] (i32[1]" + advice,
        List.of(scalar(1), indices(1).to(DType.I32)));
  }

  @Test
  void wholeNumbersTextsAndEnumsAreCarried() {
    var carried = new Carried(ones(2), Mode.TRAIN, new int[] {3, 4}, true, "n", List.of(7), 'c');
    var gradient = grad(c -> c.w().times(c.sizes()[1]).sum(), carried);
    assertEquals("[4.0, 4.0]", gradient.w().toString());
    assertSame(Mode.TRAIN, gradient.mode());
    assertArrayEquals(new int[] {3, 4}, gradient.sizes());
    assertEquals(List.of(7), gradient.more());
    assertEquals("n", gradient.name());
  }

  @Test
  void keysPassThrough() {
    var noisy = new Noisy(ones(3), RandomKey.of(7));
    var gradient = grad(n -> n.w().times(n.key().normal(3)).sum(), noisy);
    assertEquals(noisy.key().normal(3).toString(), gradient.w().toString());
    assertSame(noisy.key().bits(), gradient.key().bits());
    var compiled = compile(grad((Noisy n) -> n.w().times(n.key().normal(3)).sum()));
    assertEquals(gradient.w().toString(), compiled.apply(noisy).w().toString());
    assertEquals(gradient.key().bits().toString(), compiled.apply(noisy).key().bits().toString());
  }

  @Test
  void keysInAMappedArgumentPassThrough() {
    var stacked = new Noisy(ones(2, 3), RandomKey.of(7).splitStacked(2));
    var gradient = vmap(grad((Noisy n) -> n.w().times(n.key().normal(3)).sum())).apply(stacked);
    var keys = RandomKey.of(7).split(2);
    for (int i = 0; i < 2; i++) {
      assertArrayEquals(keys.get(i).normal(3).toDoubles(), gradient.w().get(i).toDoubles());
    }
    assertEquals(stacked.key().bits().toString(), gradient.key().bits().toString());
  }

  @Test
  void whatIsStaticMayBeAnything() {
    for (Object data :
        List.of(
            0.5,
            new double[] {1},
            indices(1, 2),
            vector(1, 2),
            List.of(indices(1), 0.5),
            Thread.currentThread(),
            new Vector<>(List.of(vector(1))))) {
      var fixed = new Fixed(ones(2), data);
      var leaves = new ArrayList<Tensor>();
      var structure = Trees.differentiable(fixed, leaves);
      assertEquals(1, leaves.size());
      var rebuilt = (Fixed) structure.unflatten(leaves);
      assertEquals(structure, Trees.differentiable(rebuilt, new ArrayList<>()));
      assertEquals(Statics.text(data), Statics.text(rebuilt.data()));
    }
  }

  /// Elsewhere a static tensor is an input like any other: compile and vmap have to see it.
  @Test
  void staticTensorsAreLeavesOfOtherArguments() {
    assertEquals(2, Trees.leaves(new Fixed(ones(2), indices(1))).size());
    assertEquals(1, Trees.leaves(new Fixed(ones(2), new Vector<>(List.of("a")))).size());
    assertEquals(
        "Fixed.data is a java.util.Vector, of which no other can be made: use ArrayList, LinkedList"
            + " or an immutable list, or Trees.register the class",
        assertThrows(
                IllegalArgumentException.class,
                () -> Trees.leaves(new Fixed(ones(2), new Vector<>(List.of(vector(1))))))
            .getMessage());
  }

  @Test
  void aTangentMayHaveOtherStaticNumbers() {
    var primal = Trees.differentiable(new Fixed(ones(1), 0.5), new ArrayList<>());
    primal.requireSame(
        "tangent", Trees.differentiable(new Fixed(ones(1), 0.75), new ArrayList<>()));
    assertEquals(
        "the tangent has another structure: the tree is [*] instead of Fixed(w=*, data=0.5)",
        assertThrows(
                IllegalArgumentException.class,
                () ->
                    primal.requireSame(
                        "the tangent", Trees.differentiable(List.of(ones(1)), new ArrayList<>())))
            .getMessage());
  }

  @Test
  void aVectorIsMadeOfFloatingLeavesOnly() {
    assertEquals(
        "Can't differentiate w.r.t. Held.value (i64[1]): convert it with to(F64), or mark it"
            + " @Static",
        assertThrows(NotDifferentiableException.class, () -> Trees.ravel(new Held(indices(1))))
            .getMessage());
    assertEquals("[1.0, 1.0]", Trees.ravel(List.of(ones(0, 3), ones(2))).vector().toString());
    var back = Trees.ravel(new Fixed(ones(1), indices(5))).unravel().apply(vector(2));
    assertEquals("[5]", back.data().toString());
  }
}
