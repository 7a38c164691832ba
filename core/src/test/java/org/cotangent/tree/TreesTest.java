package org.cotangent.tree;

import static org.cotangent.Autodiff.grad;
import static org.cotangent.Tensor.indices;
import static org.cotangent.Tensor.ones;
import static org.cotangent.Tensor.scalar;
import static org.cotangent.Tensor.vector;
import static org.cotangent.Tensor.zeros;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.cotangent.DType;
import org.cotangent.NotDifferentiableException;
import org.cotangent.RandomKey;
import org.cotangent.ShapeException;
import org.cotangent.Static;
import org.cotangent.Tensor;
import org.junit.jupiter.api.Test;

class TreesTest {
  private record Layer(Tensor weights, Tensor bias) {}

  private record Params(List<Layer> layers, Tensor scale) {}

  private record Config(
      Tensor w, @Static double rate, String name, int count, @Static Tensor labels) {}

  private record Rates(Tensor w, double rate) {}

  private record Whole(Tensor indices) {}

  private static final class Interval {
    final Tensor low;
    final Tensor high;

    Interval(Tensor low, Tensor high) {
      this.low = low;
      this.high = high;
    }
  }

  private static Params params() {
    return new Params(
        List.of(new Layer(ones(2, 2), zeros(2)), new Layer(ones(2, 1), zeros(1))), scalar(3));
  }

  @Test
  void takesApartAndRebuilds() {
    var leaves = new ArrayList<Tensor>();
    var structure = Trees.flatten(params(), leaves);
    assertEquals(5, structure.leafCount());
    assertEquals(params().layers().size(), ((Params) structure.unflatten(leaves)).layers().size());
    assertSame(leaves.get(4), ((Params) structure.unflatten(leaves)).scale());
    assertEquals("Params.layers[1].bias", structure.path(3));
    assertEquals(
        "Params(layers=[Layer(weights=*, bias=*), Layer(weights=*, bias=*)], scale=*)",
        structure.toString());
  }

  @Test
  void equalStructuresAreEqualKeys() {
    var first = Trees.flatten(params(), new ArrayList<>());
    var second = Trees.flatten(params(), new ArrayList<>());
    assertEquals(first, second);
    assertEquals(first.hashCode(), second.hashCode());
    assertNotEquals(first, Trees.flatten(List.of(scalar(1)), new ArrayList<>()));
    assertEquals(
        Trees.flatten(new double[] {1, 2}, new ArrayList<>()),
        Trees.flatten(new double[] {1, 2}, new ArrayList<>()));
  }

  @Test
  void collectionsKeepTheirClass() {
    var x = scalar(1);
    assertSame(ArrayList.class, again(new ArrayList<>(List.of(x))).getClass());
    assertSame(LinkedList.class, again(new LinkedList<>(List.of(x))).getClass());
    assertSame(HashMap.class, again(new HashMap<>(Map.of("a", x))).getClass());
    assertSame(LinkedHashMap.class, again(new LinkedHashMap<>(Map.of("a", x))).getClass());
    assertSame(TreeMap.class, again(new TreeMap<>(Map.of("a", x))).getClass());
    assertThrows(UnsupportedOperationException.class, () -> again(List.of(x)).add(x));
    assertThrows(UnsupportedOperationException.class, () -> again(Map.of("a", x)).put("b", x));
    assertEquals(2, again(Arrays.asList(x, x)).size());
    assertSame(Tensor[].class, again(new Tensor[] {x}).getClass());
    assertSame(Layer[].class, again(new Layer[] {new Layer(x, x)}).getClass());
    assertTrue(again(Optional.of(x)).isPresent());
    assertTrue(again(Optional.empty()).isEmpty());
    ArrayList<Tensor> gradient =
        grad(list -> list.getFirst().square(), new ArrayList<>(List.of(scalar(3))));
    assertEquals(6, gradient.getFirst().item());
  }

  private static <T> T again(T tree) {
    return Trees.map(tree, x -> x);
  }

  @Test
  void mapsAreOrderedByKeyAndKeepTheirOwnOrder() {
    Map<String, Tensor> map = new LinkedHashMap<>();
    map.put("b", scalar(2));
    map.put("a", scalar(1));
    assertEquals(List.of(1.0, 2.0), Trees.leaves(map).stream().map(Tensor::item).toList());
    assertEquals(List.of("b", "a"), List.copyOf(again(map).keySet()));
    var down = new TreeMap<String, Tensor>(Comparator.reverseOrder());
    down.putAll(map);
    assertEquals(List.of("b", "a"), List.copyOf(again(down).keySet()));
    Map<Object, Tensor> mixed = new HashMap<>();
    mixed.put(1, scalar(1));
    mixed.put("a", scalar(1));
    var error = assertThrows(IllegalArgumentException.class, () -> Trees.leaves(mixed));
    assertTrue(
        String.valueOf(error.getMessage())
            .startsWith("the map: leaves are in the order of the keys, but "),
        error::getMessage);
  }

  @Test
  void otherCollectionsAreRefused() {
    var own =
        new AbstractList<Tensor>() {
          @Override
          public Tensor get(int index) {
            return scalar(index);
          }

          @Override
          public int size() {
            return 1;
          }
        };
    assertEquals(
        "the tree is a "
            + own.getClass().getName()
            + ", of which no other can be made: use ArrayList, LinkedList or an"
            + " immutable list, or Trees.register the class",
        assertThrows(IllegalArgumentException.class, () -> Trees.leaves(own)).getMessage());
  }

  @Test
  void staticPartsAreCarriedIntoTheGradient() {
    var config = new Config(ones(2), 0.5, "small", 3, indices(1, 2));
    var gradient = grad(c -> c.w().times(c.rate()).sum(), config);
    assertEquals("[0.5, 0.5]", gradient.w().toString());
    assertEquals(0.5, gradient.rate());
    assertEquals("small", gradient.name());
    assertEquals(3, gradient.count());
    assertSame(config.labels(), gradient.labels());
  }

  @Test
  void whatCannotHaveAGradientIsRefusedByName() {
    assertRefused(
        "Can't differentiate w.r.t. Rates.rate (double): make it a Tensor, or mark it @Static",
        new Rates(ones(1), 1));
    assertRefused(
        "Can't differentiate w.r.t. Whole.indices (i64[1]): convert it with to(F64), or mark it"
            + " @Static",
        new Whole(indices(1)));
    assertRefused(
        "Can't differentiate w.r.t. List[1] (double): make it a Tensor, or mark it @Static",
        List.of(scalar(1), 2.0));
    assertRefused("Can't differentiate w.r.t. type java.lang.Double: make it a Tensor", 2.0);
    assertRefused(
        "Can't differentiate w.r.t. type java.lang.Thread: make it a tree of tensors, mark it"
            + " @Static, or use Trees.register",
        Thread.currentThread());
    assertRefused(
        "Can't differentiate w.r.t. a tensor (i64[1]): convert it with to(F64), or mark it @Static",
        indices(1));
    assertEquals(1, Trees.leaves(new Rates(ones(1), 1)).size());
  }

  private static void assertRefused(String message, Object tree) {
    var error =
        assertThrows(
            NotDifferentiableException.class, () -> Trees.differentiable(tree, new ArrayList<>()));
    assertEquals(message, error.getMessage());
  }

  @Test
  void nullsAreNamed() {
    assertEquals(
        "Params.layers[0] is null: a tree has no nulls, an Optional may be empty",
        assertThrows(
                NullPointerException.class,
                () -> Trees.leaves(new Params(Arrays.asList((Layer) null), scalar(1))))
            .getMessage());
  }

  @Test
  void registeredTypesNest() {
    Trees.register(
        Interval.class,
        i -> List.of(i.low, i.high),
        parts -> new Interval((Tensor) parts.get(0), (Tensor) parts.get(1)));
    record Two(Interval first, List<Interval> more) {}
    var two =
        new Two(new Interval(scalar(1), scalar(3)), List.of(new Interval(scalar(0), scalar(2))));
    var gradient =
        grad(t -> t.first().high.minus(t.first().low).square().plus(t.more().getFirst().high), two);
    assertEquals(-4, gradient.first().low.item());
    assertEquals(4, gradient.first().high.item());
    assertEquals(1, gradient.more().getFirst().high.item());
    assertTrue(Trees.isTree(two.first()));
    assertFalse(Trees.isTree("text"));
  }

  @Test
  void twoTreesAreMappedTogether() {
    var sum = Trees.map(params(), params(), Tensor::plus);
    assertEquals(6, sum.scale().item());
    var error =
        assertThrows(
            IllegalArgumentException.class,
            () -> Trees.map(params(), new Params(List.of(), scalar(1)), Tensor::plus));
    assertEquals(
        "map: the second tree has another structure: Params.layers has 0 elements instead of 2",
        error.getMessage());
  }

  /// A gradient carries `@Static` tensors unchanged; a step along it must leave them alone.
  @Test
  void aStepDoesNotMoveWhatIsStatic() {
    var config = new Config(ones(2), 0.5, "small", 3, indices(1, 2));
    var gradient = grad(c -> c.w().times(c.rate()).sum(), config);
    var stepped = Trees.map(config, gradient, (p, g) -> p.minus(g));
    assertEquals("[0.5, 0.5]", stepped.w().toString());
    assertSame(config.labels(), stepped.labels());
    record Keyed(Tensor w, RandomKey key) {}
    var keyed = new Keyed(scalar(1), RandomKey.of(3));
    var moved = Trees.map(keyed, keyed, keyed, (a, b, c) -> a.plus(b).plus(c));
    assertEquals(3, moved.w().item());
    assertSame(keyed.key().bits(), moved.key().bits());
  }

  @Test
  void differencesSayWhatToDo() {
    var before = Trees.flatten(new Rates(ones(1), 0.1), new ArrayList<>());
    var after = Trees.flatten(new Rates(ones(1), 0.2), new ArrayList<>());
    assertEquals("Rates.rate changed from 0.1 to 0.2: make it a Tensor", before.difference(after));
    assertEquals("", before.difference(before));
    assertEquals(
        "the tree is [*] instead of Rates(w=*, rate=0.1)",
        before.difference(Trees.flatten(List.of(scalar(1)), new ArrayList<>())));
  }

  @Test
  void ravelsAndUnravels() {
    var flat = Trees.ravel(new Layer(vector(1, 2), Tensor.of(new float[] {3}, 1)));
    assertEquals("[1.0, 2.0, 3.0]", flat.vector().toString());
    var back = flat.unravel().apply(vector(4, 5, 6));
    assertEquals("[4.0, 5.0]", back.weights().toString());
    assertEquals(DType.F32, back.bias().dtype());
    assertEquals(
        "unravel: (2) given, but the tree has (3)",
        assertThrows(ShapeException.class, () -> flat.unravel().apply(ones(2))).getMessage());
    assertEquals("(0)", Trees.ravel(List.of()).vector().shape().toString());
  }

  @Test
  void randomTreesReturn() {
    long seed = Long.getLong("cotangent.test.seed", 20_261_124);
    System.out.println("TreesTest.randomTreesReturn: seed " + seed);
    var random = new SplittableRandom(seed);
    for (int i = 0; i < 300; i++) {
      Object tree = random(random, 4);
      var leaves = new ArrayList<Tensor>();
      var structure = Trees.flatten(tree, leaves);
      var again = new ArrayList<Tensor>();
      assertEquals(
          structure, Trees.flatten(structure.unflatten(leaves), again), structure::toString);
      assertEquals(leaves.size(), structure.leafCount());
      for (int k = 0; k < leaves.size(); k++) {
        assertSame(leaves.get(k), again.get(k));
      }
    }
  }

  private static Object random(SplittableRandom random, int depth) {
    int kind = random.nextInt(depth == 0 ? 2 : 9);
    return switch (kind) {
      case 0 -> scalar(random.nextDouble());
      case 1 -> "text" + random.nextInt(3);
      case 2 -> new Layer(ones(random.nextInt(3)), scalar(1));
      case 3 -> new ArrayList<>(List.of(random(random, depth - 1), random(random, depth - 1)));
      case 4 -> List.of(random(random, depth - 1));
      case 5 -> Map.of("x", random(random, depth - 1), "y", random(random, depth - 1));
      case 6 -> Optional.of(random(random, depth - 1));
      case 7 -> new Object[] {random(random, depth - 1)};
      default -> new TreeMap<>(Map.of(random.nextInt(5), random(random, depth - 1)));
    };
  }
}
