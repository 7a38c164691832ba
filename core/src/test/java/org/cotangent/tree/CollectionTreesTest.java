package org.cotangent.tree;

import static org.cotangent.Autodiff.cacheInfo;
import static org.cotangent.Autodiff.compile;
import static org.cotangent.Tensor.scalar;
import static org.cotangent.Tensor.vector;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.cotangent.Tensor;
import org.junit.jupiter.api.Test;

/// Lists and maps beyond the usual, and functions over several trees.
class CollectionTreesTest {
  private record Point(Tensor x, Map<String, Tensor> rest) {}

  private static <T> T doubled(T tree) {
    return Trees.map(tree, x -> x.times(2));
  }

  @Test
  void unmodifiableViewsKeepTheirInterface() {
    var tree = new TreeMap<String, Tensor>(Collections.reverseOrder());
    tree.put("a", scalar(1));
    tree.put("b", scalar(2));
    SortedMap<String, Tensor> sorted = doubled(Collections.unmodifiableSortedMap(tree));
    assertEquals(List.of("b", "a"), List.copyOf(sorted.keySet()));
    assertEquals(4, sorted.firstEntry().getValue().item());
    assertThrows(UnsupportedOperationException.class, () -> sorted.put("c", scalar(3)));
    SequencedMap<String, Tensor> sequenced =
        doubled(Collections.unmodifiableSequencedMap(new LinkedHashMap<>(tree)));
    assertEquals(List.of("b", "a"), List.copyOf(sequenced.keySet()));
    assertThrows(UnsupportedOperationException.class, () -> sequenced.put("c", scalar(3)));
  }

  @Test
  void whatIsRebuiltHasAnEqualStructure() {
    var x = scalar(1);
    var map = new LinkedHashMap<String, Tensor>();
    map.put("b", x);
    map.put("a", x);
    for (Object tree :
        List.of(
            Map.of("b", x, "a", x),
            Map.of(),
            Collections.emptyMap(),
            Collections.emptySortedMap(),
            Collections.singletonMap("a", x),
            Collections.unmodifiableMap(map),
            Collections.unmodifiableMap(new HashMap<>(map)),
            Collections.unmodifiableMap(new TreeMap<>(map)),
            Collections.unmodifiableNavigableMap(new TreeMap<>(map)),
            Collections.unmodifiableSequencedMap(map),
            Collections.emptyList(),
            Collections.singletonList(x),
            Collections.nCopies(2, x),
            Collections.unmodifiableList(new ArrayList<>(List.of(x))),
            List.of(x, x, x).subList(1, 3))) {
      var leaves = new ArrayList<Tensor>();
      var structure = Trees.flatten(tree, leaves);
      Object rebuilt = structure.unflatten(leaves);
      assertEquals(structure, Trees.flatten(rebuilt, new ArrayList<>()), tree::toString);
      assertEquals(tree, rebuilt);
    }
  }

  /// Updated parameters fit the program of the first ones.
  @Test
  void aRebuiltTreeNeedsNoNewProgram() {
    var f = compile((Map<String, Tensor> m) -> Trees.map(m, x -> x.times(2)));
    Map<String, Tensor> params = Map.of("c", vector(1), "a", vector(2), "b", vector(3));
    for (int i = 0; i < 3; i++) {
      params = f.apply(params);
    }
    assertEquals("[[16.0], [24.0], [8.0]]", Trees.leaves(params).toString());
    assertEquals(List.of("first call"), cacheInfo(f).reasons());
  }

  @Test
  void readingDoesNotReorder() {
    var recent = new LinkedHashMap<String, Tensor>(8, 0.75f, true);
    recent.put("b", scalar(1));
    recent.put("a", scalar(2));
    assertEquals(List.of(2.0, 1.0), Trees.leaves(recent).stream().map(Tensor::item).toList());
    assertEquals(List.of("b", "a"), List.copyOf(recent.keySet()));
  }

  @Test
  void keysThatHaveNoOrderAreRefused() {
    var key = new Object();
    assertEquals(
        "the map: leaves are in the order of the keys, but ["
            + key
            + "] can't be compared with each other: use strings or"
            + " numbers",
        assertThrows(IllegalArgumentException.class, () -> Trees.leaves(Map.of(key, scalar(1))))
            .getMessage());
    var withNull = new HashMap<String, Tensor>();
    withNull.put(nothing(), scalar(1));
    assertEquals(
        "List[0] has the key null: leaves are in the order of the keys",
        assertThrows(NullPointerException.class, () -> Trees.leaves(List.of(withNull)))
            .getMessage());
  }

  @Test
  void otherMapsAreRefused() {
    assertEquals(
        "Point.rest is a java.util.concurrent.ConcurrentHashMap, of which no other can be made: use"
            + " HashMap, LinkedHashMap, TreeMap or an immutable map, or Trees.register the class",
        assertThrows(
                IllegalArgumentException.class,
                () -> Trees.leaves(new Point(scalar(1), new ConcurrentHashMap<>())))
            .getMessage());
  }

  @Test
  void threeTreesAreMappedTogether() {
    var one = new Point(scalar(1), Map.of("a", scalar(2)));
    var sum = Trees.map(one, doubled(one), doubled(doubled(one)), (x, y, z) -> x.plus(y).plus(z));
    assertEquals(7, sum.x().item());
    assertEquals(14, Trees.leaves(sum).get(1).item());
    var other = new Point(scalar(1), Map.of("b", scalar(2)));
    assertEquals(
        "map: the third tree has another structure: Point.rest has no key a",
        assertThrows(
                IllegalArgumentException.class, () -> Trees.map(one, one, other, (x, y, z) -> x))
            .getMessage());
    assertEquals(
        "map: the second tree has another structure: Point.rest has no key a",
        assertThrows(
                IllegalArgumentException.class, () -> Trees.map(one, other, one, (x, y, z) -> x))
            .getMessage());
  }

  @Test
  void treesOfOtherListsAreMappedTogether() {
    List<Tensor> array = new ArrayList<>(List.of(scalar(1)));
    List<Tensor> sum = Trees.map(array, List.of(scalar(2)), Tensor::plus);
    assertSame(ArrayList.class, sum.getClass());
    assertEquals(3, sum.getFirst().item());
  }

  @Test
  void functionsReturnNoNull() {
    String expected = "map: the function returned null";
    var tree = List.of(scalar(1));
    assertEquals(
        expected,
        assertThrows(NullPointerException.class, () -> Trees.map(tree, x -> nothing()))
            .getMessage());
    assertEquals(
        expected,
        assertThrows(NullPointerException.class, () -> Trees.map(tree, tree, (x, y) -> nothing()))
            .getMessage());
  }

  /// What a caller can pass whose compiler does not check nulls.
  @SuppressWarnings("NullAway")
  private static <T> T nothing() {
    return null;
  }
}
