package org.cotangent.tree;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cotangent.NotDifferentiableException;
import org.cotangent.RandomKey;
import org.cotangent.Tensor;
import org.jspecify.annotations.Nullable;

/// Takes trees apart. One run over one tree.
final class Flattening {
  private static final Structure LEAF = new Structure.Leaf();

  private final List<? super Tensor> leaves;
  private final boolean differentiable;

  /// Whether what has no gradient (`@Static` tensors, keys) is carried along instead of being a leaf.
  private final boolean carrying;

  private int count;

  private Flattening(List<? super Tensor> leaves, boolean differentiable, boolean carrying) {
    this.leaves = leaves;
    this.differentiable = differentiable;
    this.carrying = carrying;
  }

  /// The leaves that a gradient has too: without `@Static` tensors and keys, which both carry unchanged.
  static TreeDef moving(Object tree, List<? super Tensor> leaves) {
    var run = new Flattening(leaves, false, true);
    Structure structure = run.take(tree, null, false);
    return new TreeDef(structure, run.count);
  }

  static TreeDef flatten(Object tree, List<? super Tensor> leaves, boolean differentiable) {
    if (tree instanceof Tensor tensor && (!differentiable || tensor.dtype().floating())) {
      leaves.add(tensor);
      return TreeDef.LEAF;
    }
    var run = new Flattening(leaves, differentiable, differentiable);
    Structure structure = run.take(tree, null, false);
    return new TreeDef(structure, run.count);
  }

  static boolean isTree(@Nullable Object value) {
    if (value == null) {
      return false;
    }
    return value instanceof Tensor
        || value instanceof Record
        || value instanceof List
        || value instanceof Map
        || value instanceof Object[]
        || value instanceof Optional
        || Registered.of(value) != null;
  }

  /// Where a value is: written out only for a message.
  private record Path(@Nullable Path parent, String part) {
    @Override
    public String toString() {
      return parent == null ? part : parent + part;
    }
  }

  private static Path child(@Nullable Path path, String root, String part) {
    return path == null ? new Path(new Path(null, root), part) : new Path(path, part);
  }

  /// `fixed`: inside of something that is `@Static`.
  private Structure take(@Nullable Object value, @Nullable Path path, boolean fixed) {
    if (value instanceof Tensor tensor) {
      return tensor(tensor, path, fixed);
    }
    if (value == null) {
      throw new NullPointerException(
          (path == null ? "the tree" : path)
              + " is null: a tree has no nulls, an Optional may be empty");
    }
    Registered registered = Registered.of(value);
    if (registered != null) {
      String name = value.getClass().getSimpleName();
      return new Structure.OfRegistered(
          registered, elements(registered.parts(value), path, name, fixed));
    }
    return switch (value) {
      case Record instance -> record(instance, path, fixed);
      case List<?> list -> list(list, path, fixed);
      case Map<?, ?> map -> map(map, path, fixed);
      case Object[] array ->
          new Structure.OfArray(
              array.getClass().getComponentType(),
              elements(Arrays.asList(array), path, array.getClass().getSimpleName(), fixed));
      case Optional<?> optional ->
          new Structure.OfOptional(
              optional.isEmpty()
                  ? List.of()
                  : List.of(take(optional.get(), child(path, "Optional", ".get()"), fixed)));
      default -> fixed(value, path, fixed);
    };
  }

  private Structure tensor(Tensor tensor, @Nullable Path path, boolean fixed) {
    if (carrying && fixed) {
      return new Structure.Carried(tensor);
    }
    if (differentiable && !tensor.dtype().floating()) {
      throw new NotDifferentiableException(
          "Can't differentiate w.r.t. "
              + (path == null ? "a tensor" : path)
              + " ("
              + tensor.aval()
              + "): convert it with to(F64), or mark it @Static");
    }
    leaves.add(tensor);
    count++;
    return LEAF;
  }

  private Structure record(Record instance, @Nullable Path path, boolean fixed) {
    boolean key = carrying && instance instanceof RandomKey;
    if (key && differentiable && path == null) {
      throw new NotDifferentiableException(
          "Can't differentiate w.r.t. type "
              + instance.getClass().getName()
              + ": a key has no gradient, so make what has one the first argument");
    }
    RecordAccess access = RecordAccess.of(instance.getClass());
    Structure[] children = new Structure[access.size()];
    for (int i = 0; i < children.length; i++) {
      Object value = access.value(instance, i);
      boolean carried = fixed || key || access.isStatic(i);
      children[i] =
          value instanceof Tensor tensor
                  && !carried
                  && (!differentiable || tensor.dtype().floating())
              ? tensor(tensor, path, false)
              : take(value, child(path, access.name(), "." + access.component(i)), carried);
    }
    return new Structure.OfRecord(access, List.of(children));
  }

  private List<Structure> elements(
      Iterable<?> values, @Nullable Path path, String root, boolean fixed) {
    var children = new ArrayList<Structure>();
    int i = 0;
    for (Object value : values) {
      children.add(take(value, child(path, root, "[" + i++ + "]"), fixed));
    }
    return List.copyOf(children);
  }

  private Structure list(List<?> list, @Nullable Path path, boolean fixed) {
    Kinds.Lists kind = Kinds.Lists.of(list);
    if (kind == null) {
      return unknown(list, list, path, fixed, "ArrayList, LinkedList or an immutable list");
    }
    return new Structure.OfList(kind, elements(list, path, "List", fixed));
  }

  private Structure map(Map<?, ?> map, @Nullable Path path, boolean fixed) {
    Kinds.Maps kind = Kinds.Maps.of(map);
    if (kind == null) {
      return unknown(
          map, map.values(), path, fixed, "HashMap, LinkedHashMap, TreeMap or an immutable map");
    }
    // Entries, because reading by key may reorder a LinkedHashMap.
    var entries = new ArrayList<Map.Entry<?, ?>>(map.entrySet());
    sort(entries, kind, path);
    var keys = new Object[entries.size()];
    var children = new Structure[keys.length];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = entries.get(i).getKey();
      children[i] = take(entries.get(i).getValue(), child(path, "Map", "[" + keys[i] + "]"), fixed);
    }
    List<Object> sorted = List.of(keys);
    return new Structure.OfMap(kind.with(sorted), sorted, List.of(children));
  }

  @SuppressWarnings("unchecked") // natural order: what can't be compared throws, and is refused
  private static void sort(List<Map.Entry<?, ?>> entries, Kinds.Maps kind, @Nullable Path path) {
    String place = path == null ? "the map" : path.toString();
    for (Map.Entry<?, ?> entry : entries) {
      if (entry.getKey() == null) {
        throw new NullPointerException(
            place + " has the key null: leaves are in the order of the keys");
      }
    }
    Comparator<Object> order =
        kind.comparator() != null
            ? kind.comparator()
            : (left, right) -> ((Comparable<Object>) left).compareTo(right);
    try {
      if (entries.size() == 1) {
        Object key = entries.getFirst().getKey();
        order.compare(key, key); // refused for one as for two
      }
      entries.sort((left, right) -> order.compare(left.getKey(), right.getKey()));
    } catch (ClassCastException e) {
      throw new IllegalArgumentException(
          place
              + ": leaves are in the order of the keys, but "
              + entries.stream().map(Map.Entry::getKey).toList()
              + " can't be compared with each other: use strings or numbers",
          e);
    }
  }

  /// A collection of which no other can be made. What is `@Static` needs none, if it has no tensors that could be boxed.
  private Structure unknown(
      Object collection, Iterable<?> values, @Nullable Path path, boolean fixed, String known) {
    if (fixed) {
      boolean opaque = true;
      for (Object value : values) {
        opaque &= differentiable || !isTree(value);
      }
      if (opaque) {
        return new Structure.Static(collection);
      }
    }
    throw new IllegalArgumentException(
        (path == null ? "the tree" : path)
            + " is a "
            + collection.getClass().getName()
            + ", of which no other can be made: use "
            + known
            + ", or Trees.register the class");
  }

  /// What is no tree: structure, unless it would need a gradient and can't have one.
  private Structure fixed(Object value, @Nullable Path path, boolean fixed) {
    if (!differentiable || fixed) {
      return new Structure.Static(value);
    }
    switch (value) {
      case Integer _,
          Long _,
          Short _,
          Byte _,
          Boolean _,
          Character _,
          String _,
          Enum<?> _,
          long[] _,
          int[] _,
          short[] _,
          byte[] _,
          char[] _,
          boolean[] _ -> {
        if (path == null) {
          throw new NotDifferentiableException(
              "Can't differentiate w.r.t. type "
                  + value.getClass().getTypeName()
                  + ": make it a Tensor");
        }
        return new Structure.Static(value);
      }
      case Double _, Float _, double[] _, float[] _ ->
          throw new NotDifferentiableException(
              path == null
                  ? "Can't differentiate w.r.t. type "
                      + value.getClass().getTypeName()
                      + ": make it a Tensor"
                  : "Can't differentiate w.r.t. "
                      + path
                      + " ("
                      + number(value)
                      + "): make it a Tensor, or mark it @Static");
      default ->
          throw new NotDifferentiableException(
              "Can't differentiate w.r.t. type "
                  + value.getClass().getTypeName()
                  + (path == null ? "" : " of " + path)
                  + ": make it a tree of tensors, mark it @Static, or use Trees.register");
    }
  }

  private static String number(Object value) {
    return switch (value) {
      case Double _ -> "double";
      case Float _ -> "float";
      default -> value.getClass().getTypeName();
    };
  }
}
