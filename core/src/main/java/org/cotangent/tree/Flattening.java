package org.cotangent.tree;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cotangent.NotDifferentiableException;
import org.cotangent.Tensor;
import org.jspecify.annotations.Nullable;

/// Takes trees apart. One run over one tree.
final class Flattening {
  private static final Structure LEAF = new Structure.Leaf();

  private final List<? super Tensor> leaves;
  private final boolean differentiable;
  private int count;

  private Flattening(List<? super Tensor> leaves, boolean differentiable) {
    this.leaves = leaves;
    this.differentiable = differentiable;
  }

  static TreeDef flatten(Object tree, List<? super Tensor> leaves, boolean differentiable) {
    if (tree instanceof Tensor tensor && (!differentiable || tensor.dtype().floating())) {
      leaves.add(tensor);
      return TreeDef.LEAF;
    }
    var run = new Flattening(leaves, differentiable);
    Structure structure = run.take(tree, null, false);
    return new TreeDef(structure, run.count);
  }

  static boolean isTree(Object value) {
    return value instanceof Tensor
        || value instanceof Record
        || value instanceof List
        || value instanceof Map
        || value instanceof Object[]
        || value instanceof Optional
        || Registered.has(value.getClass());
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
          (path == null ? "the tree" : path) + " is null: a tree has no nulls, an Optional may be empty");
    }
    if (Registered.has(value.getClass())) {
      String name = value.getClass().getSimpleName();
      return new Structure.OfRegistered(value.getClass(), elements(Registered.parts(value), path, name, fixed));
    }
    return switch (value) {
      case Record instance -> record(instance, path, fixed);
      case List<?> list -> list(list, path, fixed);
      case Map<?, ?> map -> map(map, path, fixed);
      case Object[] array ->
          new Structure.OfArray(
              array.getClass().getComponentType(),
              elements(java.util.Arrays.asList(array), path, array.getClass().getSimpleName(), fixed));
      case Optional<?> optional ->
          new Structure.OfOptional(
              optional.isEmpty()
                  ? List.of()
                  : List.of(take(optional.get(), child(path, "Optional", ".get()"), fixed)));
      default -> fixed(value, path, fixed);
    };
  }

  private Structure tensor(Tensor tensor, @Nullable Path path, boolean fixed) {
    if (differentiable && fixed) {
      return new Structure.Carried(tensor);
    }
    if (differentiable && !tensor.dtype().floating()) {
      throw new NotDifferentiableException(
          "Can't differentiate w.r.t. " + (path == null ? "a tensor" : path) + " (" + tensor.aval()
              + "): convert it with to(F64), or mark it @Static");
    }
    leaves.add(tensor);
    count++;
    return LEAF;
  }

  private Structure record(Record instance, @Nullable Path path, boolean fixed) {
    RecordAccess access = RecordAccess.of(instance.getClass());
    Structure[] children = new Structure[access.size()];
    for (int i = 0; i < children.length; i++) {
      Object value = access.value(instance, i);
      boolean carried = fixed || access.isStatic(i);
      children[i] =
          value instanceof Tensor tensor && !carried && (!differentiable || tensor.dtype().floating())
              ? tensor(tensor, path, false)
              : take(value, child(path, access.name(), "." + access.component(i)), carried);
    }
    return new Structure.OfRecord(access, List.of(children));
  }

  private List<Structure> elements(Iterable<?> values, @Nullable Path path, String root, boolean fixed) {
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
      throw unknown(list, path, "ArrayList, LinkedList or an immutable list");
    }
    return new Structure.OfList(kind, elements(list, path, "List", fixed));
  }

  private Structure map(Map<?, ?> map, @Nullable Path path, boolean fixed) {
    Kinds.Maps kind = Kinds.Maps.of(map);
    if (kind == null) {
      throw unknown(map, path, "HashMap, LinkedHashMap, TreeMap or an immutable map");
    }
    List<Object> sorted = new ArrayList<>(kind.order());
    try {
      sorted.sort(kind.comparator());
    } catch (ClassCastException | NullPointerException e) {
      throw new IllegalArgumentException(
          (path == null ? "the map" : path) + ": leaves are in the order of the keys, but " + kind.order()
              + " can't be compared with each other: use strings or numbers",
          e);
    }
    var children = new ArrayList<Structure>(sorted.size());
    for (Object key : sorted) {
      children.add(take(map.get(key), child(path, "Map", "[" + key + "]"), fixed));
    }
    return new Structure.OfMap(kind, List.copyOf(sorted), List.copyOf(children));
  }

  private static IllegalArgumentException unknown(Object collection, @Nullable Path path, String known) {
    return new IllegalArgumentException(
        (path == null ? "the tree" : path) + " is a " + collection.getClass().getName()
            + ", of which no other can be made: use " + known + ", or Trees.register the class");
  }

  /// What is no tree: structure, unless it would need a gradient and can't have one.
  private Structure fixed(Object value, @Nullable Path path, boolean fixed) {
    if (!differentiable || fixed) {
      return new Structure.Static(value);
    }
    switch (value) {
      case Integer _, Long _, Short _, Byte _, Boolean _, Character _, String _, Enum<?> _ -> {
        if (path == null) {
          throw new NotDifferentiableException(
              "Can't differentiate w.r.t. type " + value.getClass().getName() + ": make it a Tensor");
        }
        return new Structure.Static(value);
      }
      case Double _, Float _, double[] _, float[] _ ->
          throw new NotDifferentiableException(
              path == null
                  ? "Can't differentiate w.r.t. type " + value.getClass().getTypeName() + ": make it a Tensor"
                  : "Can't differentiate w.r.t. " + path + " (" + number(value)
                      + "): make it a Tensor, or mark it @Static");
      default ->
          throw new NotDifferentiableException(
              "Can't differentiate w.r.t. type " + value.getClass().getTypeName()
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
