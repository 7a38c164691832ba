package org.cotangent.tree;

import static org.cotangent.Tensor.ones;
import static org.cotangent.Tensor.scalar;
import static org.cotangent.Tensor.zeros;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.cotangent.Tensor;
import org.junit.jupiter.api.Test;

/// Equality, differences and what a structure keeps.
class TreeDefTest {
  private record Layer(Tensor weights, Tensor bias) {}

  private record Params(List<Layer> layers, Map<String, Tensor> named, Optional<Tensor> extra) {}

  private record Samples(Tensor w, double[] samples) {}

  private record Held(Object value) {}

  private static final class Outer {
    private record Layer(Tensor weights, Tensor bias) {}
  }

  private static TreeDef def(Object tree) {
    return Trees.flatten(tree, new ArrayList<>());
  }

  private static Params params(int layers) {
    return new Params(
        Collections.nCopies(layers, new Layer(ones(2), zeros(2))),
        Map.of("b", scalar(1), "a", scalar(2)),
        Optional.of(scalar(3)));
  }

  private static void assertDifference(String expected, Object from, Object to) {
    assertNotEquals(def(from), def(to));
    assertEquals(expected, def(from).difference(def(to)));
  }

  @Test
  void everyLeafHasAPath() {
    var structure = def(params(2));
    var paths = new ArrayList<String>();
    for (int i = 0; i < structure.leafCount(); i++) {
      paths.add(structure.path(i));
    }
    assertEquals(
        List.of(
            "Params.layers[0].weights",
            "Params.layers[0].bias",
            "Params.layers[1].weights",
            "Params.layers[1].bias",
            "Params.named[a]",
            "Params.named[b]",
            "Params.extra.get()"),
        paths);
    assertEquals("", def(scalar(1)).path(0));
    assertEquals("Tensor[][1]", def(new Tensor[] {scalar(1), scalar(1)}).path(1));
    assertThrows(IndexOutOfBoundsException.class, () -> structure.path(7));
  }

  @Test
  void printsAsItIs() {
    assertEquals(
        "Params(layers=[Layer(weights=*, bias=*)], named={a=*, b=*}, extra=Optional[*])",
        def(params(1)).toString());
    assertEquals("*", def(scalar(1)).toString());
    assertEquals("Optional[]", def(Optional.empty()).toString());
    assertEquals(
        "Samples(w=*, samples=[1.0, 2.5])",
        def(new Samples(ones(1), new double[] {1, 2.5})).toString());
    assertEquals(
        "Samples(w=*, samples=double[9])", def(new Samples(ones(1), new double[9])).toString());
  }

  @Test
  void countsWhatItIsGiven() {
    assertEquals(
        "unflatten: 1 tensors given, but the structure has 2",
        assertThrows(
                IllegalArgumentException.class,
                () -> def(new Layer(ones(1), ones(1))).unflatten(List.of(scalar(1))))
            .getMessage());
  }

  @Test
  void arraysOfNumbersAreCopies() {
    double[] samples = {1, 2};
    var structure = def(new Samples(ones(1), samples));
    int hash = structure.hashCode();
    samples[0] = 7;
    assertEquals(def(new Samples(ones(1), new double[] {1, 2})), structure);
    assertEquals(hash, structure.hashCode());
    var first = (Samples) structure.unflatten(List.of(ones(1)));
    first.samples()[0] = 9;
    var second = (Samples) structure.unflatten(List.of(ones(1)));
    assertNotSame(first.samples(), second.samples());
    assertArrayEquals(new double[] {1, 2}, second.samples());
  }

  @Test
  void arraysOfEveryPrimitiveAreCopies() {
    Object[] arrays = {
      new double[1],
      new float[1],
      new long[1],
      new int[1],
      new short[1],
      new byte[1],
      new char[1],
      new boolean[1]
    };
    for (Object array : arrays) {
      var structure = def(new Held(array));
      Object rebuilt = ((Held) structure.unflatten(List.of())).value();
      assertNotSame(array, rebuilt);
      assertEquals(structure, def(new Held(rebuilt)));
    }
  }

  @Test
  void staticValuesAreNamedWithTheirChange() {
    assertDifference(
        "Held.value changed from 0.1 to 0.2: make it a Tensor", new Held(0.1), new Held(0.2));
    assertDifference("Held.value changed from a to b", new Held("a"), new Held("b"));
    assertDifference(
        "Held.value changed from 1 (java.lang.Integer) to 1 (java.lang.Long): make it a Tensor",
        new Held(1),
        new Held(1L));
    assertDifference(
        "Samples.samples changed from [1.0] to [2.0]: make it a Tensor",
        new Samples(ones(1), new double[] {1}),
        new Samples(ones(1), new double[] {2}));
    double[] long1 = new double[100];
    double[] long2 = long1.clone();
    long2[50] = 1;
    assertDifference(
        "Samples.samples changed (both are printed double[100]): make it a Tensor",
        new Samples(ones(1), long1),
        new Samples(ones(1), long2));
    assertEquals(def(new Held(Double.NaN)), def(new Held(Double.NaN)));
    assertNotEquals(def(new Held(0.0)), def(new Held(-0.0)));
  }

  @Test
  void structuresAreNamedWithTheirChange() {
    assertDifference("Params.layers has 3 elements instead of 2", params(2), params(3));
    assertDifference("Params.layers has 1 element instead of 2", params(2), params(1));
    assertDifference("Held.value is 0.5 instead of a tensor", new Held(scalar(1)), new Held(0.5));
    assertDifference("Held.value is a tensor instead of 0.5", new Held(0.5), new Held(scalar(1)));
    assertDifference(
        "the tree is [*] instead of Held(value=*)", new Held(scalar(1)), List.of(scalar(1)));
    assertDifference(
        "the tree is empty instead of present", Optional.of(scalar(1)), Optional.empty());
    assertDifference(
        "the tree is present instead of empty", Optional.empty(), Optional.of(scalar(1)));
    assertDifference(
        "Held.value is a " + Outer.Layer.class.getName() + " instead of a " + Layer.class.getName(),
        new Held(new Layer(ones(1), ones(1))),
        new Held(new Outer.Layer(ones(1), ones(1))));
    assertDifference(
        "the tree is java.lang.Object[] instead of org.cotangent.Tensor[]",
        new Tensor[] {scalar(1)},
        new Object[] {scalar(1)});
    assertDifference(
        "the tree has 2 elements instead of 1",
        new Tensor[] {scalar(1)},
        new Tensor[] {scalar(1), scalar(1)});
  }

  @Test
  void mapsAreNamedWithTheirChange() {
    var one = scalar(1);
    assertDifference("the tree has no key a", Map.of("a", one, "b", one), Map.of("b", one));
    assertDifference("the tree has another key, c", Map.of("a", one), Map.of("a", one, "c", one));
    assertDifference(
        "the tree is a HashMap instead of a TreeMap",
        new TreeMap<>(Map.of("a", one)),
        new HashMap<>(Map.of("a", one)));
    assertDifference(
        "List[0][b] is 2 instead of a tensor", List.of(Map.of("b", one)), List.of(Map.of("b", 2)));
    var forward = new LinkedHashMap<String, Tensor>();
    forward.put("a", one);
    forward.put("b", one);
    var backward = new LinkedHashMap<String, Tensor>();
    backward.put("b", one);
    backward.put("a", one);
    String order = "the tree has its keys in the order [b, a] instead of [a, b]";
    assertDifference(order, forward, backward);
    var down = new TreeMap<String, Tensor>(Collections.reverseOrder());
    down.putAll(forward);
    assertDifference(order, new TreeMap<>(forward), down);
    var plain = new TreeMap<>(Map.of("a", one));
    var careless = new TreeMap<String, Tensor>(String.CASE_INSENSITIVE_ORDER);
    careless.put("a", one);
    assertDifference("the tree has another comparator", plain, careless);
  }

  @Test
  void listsOfDifferentClassesDiffer() {
    var one = scalar(1);
    assertDifference(
        "the tree is an ArrayList instead of an unmodifiable list",
        List.of(one),
        new ArrayList<>(List.of(one)));
    assertDifference(
        "the tree is a LinkedList instead of a list of Arrays.asList",
        Arrays.asList(one, one),
        new LinkedList<>(List.of(one, one)));
  }

  @Test
  void equalMapsAreEqualInWhateverOrderTheyWereMade() {
    var random = new SplittableRandom(seed());
    for (int round = 0; round < 200; round++) {
      var keys = new ArrayList<Integer>();
      for (int i = 0; i < 8; i++) {
        keys.add(random.nextInt(1000));
      }
      var one = new HashMap<Integer, Tensor>();
      keys.forEach(key -> one.put(key, scalar(key)));
      var other = new HashMap<Integer, Tensor>(64);
      keys.reversed().forEach(key -> other.put(key, scalar(key)));
      assertEquals(def(one), def(other));
      assertEquals(def(Map.copyOf(one)), def(Map.copyOf(other)));
      assertEquals(def(one).hashCode(), def(other).hashCode());
    }
  }

  /// What the cache of `compile` says is never empty: equal structures, and only they, have no
  /// difference.
  @Test
  void unequalStructuresHaveADifference() {
    var random = new SplittableRandom(seed());
    var defs = new ArrayList<TreeDef>();
    for (int i = 0; i < 150; i++) {
      defs.add(def(random(random, 2)));
    }
    int unequal = 0;
    for (TreeDef from : defs) {
      for (TreeDef to : defs) {
        String difference = from.difference(to);
        assertEquals(
            from.equals(to), difference.isEmpty(), () -> from + " and " + to + ": " + difference);
        if (from.equals(to)) {
          assertEquals(from.hashCode(), to.hashCode());
        } else {
          unequal++;
        }
      }
    }
    assertTrue(unequal > 1000);
  }

  private static long seed() {
    long seed = Long.getLong("cotangent.test.seed", 20_261_124);
    System.out.println("TreeDefTest: seed " + seed);
    return seed;
  }

  private static Object random(SplittableRandom random, int depth) {
    return switch (random.nextInt(depth == 0 ? 4 : 14)) {
      case 0 -> scalar(random.nextDouble());
      case 1 -> random.nextInt(2);
      case 2 -> random.nextBoolean() ? 0.5 : 0.25;
      case 3 -> new double[] {random.nextInt(2)};
      case 4 -> new Held(random(random, depth - 1));
      case 5 -> new ArrayList<>(List.of(random(random, depth - 1)));
      case 6 -> List.of(random(random, depth - 1), random(random, depth - 1));
      case 7 -> new HashMap<>(Map.of("a", random(random, depth - 1)));
      case 8 -> new TreeMap<>(Map.of(random.nextBoolean() ? "a" : "b", random(random, depth - 1)));
      case 9 -> Map.of("a", random(random, depth - 1), random.nextBoolean() ? "b" : "c", scalar(1));
      case 10 -> random.nextBoolean() ? Optional.empty() : Optional.of(random(random, depth - 1));
      case 11 -> new Object[] {random(random, depth - 1)};
      case 12 -> new Tensor[] {scalar(1)};
      default -> {
        var map = new LinkedHashMap<String, Object>();
        boolean first = random.nextBoolean();
        map.put(first ? "a" : "b", random(random, depth - 1));
        map.put(first ? "b" : "a", random(random, depth - 1));
        yield random.nextBoolean() ? map : Collections.unmodifiableMap(map);
      }
    };
  }
}
