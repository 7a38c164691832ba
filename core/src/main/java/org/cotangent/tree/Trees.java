package org.cotangent.tree;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.cotangent.DType;
import org.cotangent.Function3;
import org.cotangent.NotDifferentiableException;
import org.cotangent.Shape;
import org.cotangent.ShapeException;
import org.cotangent.Slice;
import org.cotangent.Tensor;

/// Structures of tensors. A *tree* is a tensor, or a record, list, map, array, optional or registered object of trees. Everything
/// else in it (strings, numbers, enums …) is static: part of the structure, carried along unchanged.
///
/// Leaves are in the order of record components, of elements, and of map keys. Rebuilt `ArrayList`s, `LinkedList`s, `HashMap`s,
/// `LinkedHashMap`s and `TreeMap`s have the class of the original, and what was immutable is unmodifiable again. Thread-safe; all
/// may be traced.
public final class Trees {
  private Trees() {}

  /// Lets objects of a type of your own take part: `flatten` gives the trees that one is made of, `rebuild` makes one of as many.
  /// Registered types nest. Registering a type again replaces what was; subtypes are registered for themselves. Throws an
  /// [IllegalArgumentException] for a type of tensors, and for an interface or abstract class, which no object has as its own.
  public static <T> void register(
      Class<T> type, Function<T, List<?>> flatten, Function<List<?>, T> rebuild) {
    Registered.register(type, flatten, rebuild);
  }

  /// Whether `value` has a tensor in it, or could: a tensor, record, list, map, array of objects, optional or registered object.
  public static boolean isTree(Object value) {
    return Flattening.isTree(value);
  }

  /// Adds the tensors of `tree` to `leaves`, and returns the rest.
  public static TreeDef flatten(Object tree, List<? super Tensor> leaves) {
    return Flattening.flatten(tree, leaves, false);
  }

  /// The same for an argument that is differentiated: its leaves are what has a gradient. `@Static` components, whole numbers, texts,
  /// enums and [org.cotangent.RandomKey]s are carried along unchanged.
  ///
  /// Throws a [NotDifferentiableException] that names the place, if a `double` is neither a tensor nor `@Static` (returning it as if
  /// it were a gradient would be a silent wrong answer), if a tensor of whole numbers or truth values is not `@Static`, or if there
  /// is an object that is no tree.
  public static TreeDef differentiable(Object tree, List<? super Tensor> leaves) {
    return Flattening.flatten(tree, leaves, true);
  }

  /// The tensors of `tree`, in their order.
  public static List<Tensor> leaves(Object tree) {
    var leaves = new ArrayList<Tensor>();
    flatten(tree, leaves);
    return List.copyOf(leaves);
  }

  /// `tree` with `f` applied to each tensor.
  @SuppressWarnings("unchecked") // a TreeDef rebuilds what it was made from
  public static <T> T map(T tree, UnaryOperator<Tensor> f) {
    var leaves = new ArrayList<Tensor>();
    TreeDef structure = flatten(tree, leaves);
    leaves.replaceAll(leaf -> given(f.apply(leaf)));
    return (T) structure.unflatten(leaves);
  }

  /// `left` with `f` applied to each tensor and the one in its place in `right`. Throws an [IllegalArgumentException] that names the
  /// place if the structures differ. Static parts are taken from `left`, and so
  /// are `@Static` tensors and random keys: a gradient carries them unchanged, so a step along it must not move them.
  @SuppressWarnings("unchecked") // a TreeDef rebuilds what it was made from
  public static <T> T map(T left, T right, BinaryOperator<Tensor> f) {
    var leaves = new ArrayList<Tensor>();
    var others = new ArrayList<Tensor>();
    TreeDef structure = Flattening.moving(left, leaves);
    structure.requireSame("map: the second tree", Flattening.moving(right, others));
    for (int i = 0; i < leaves.size(); i++) {
      leaves.set(i, given(f.apply(leaves.get(i), others.get(i))));
    }
    return (T) structure.unflatten(leaves);
  }

  /// The same for three trees: `first` with `f` applied to each tensor and those in its place in the others.
  @SuppressWarnings("unchecked") // a TreeDef rebuilds what it was made from
  public static <T> T map(T first, T second, T third, Function3<Tensor, Tensor, Tensor, Tensor> f) {
    var leaves = new ArrayList<Tensor>();
    var seconds = new ArrayList<Tensor>();
    var thirds = new ArrayList<Tensor>();
    TreeDef structure = Flattening.moving(first, leaves);
    structure.requireSame("map: the second tree", Flattening.moving(second, seconds));
    structure.requireSame("map: the third tree", Flattening.moving(third, thirds));
    for (int i = 0; i < leaves.size(); i++) {
      leaves.set(i, given(f.apply(leaves.get(i), seconds.get(i), thirds.get(i))));
    }
    return (T) structure.unflatten(leaves);
  }

  private static Tensor given(Tensor result) {
    return Objects.requireNonNull(result, "map: the function returned null");
  }

  /// A tree as a vector, and the way back.
  ///
  /// @param vector all elements of all leaves, one leaf after the other
  /// @param unravel makes a tree of a vector of that length; takes boxes too
  public record Raveled<T>(Tensor vector, Function<Tensor, T> unravel) {}

  /// All leaves in one vector, and the way back. Mixed floating dtypes are promoted, and converted back on the way. Throws a
  /// [NotDifferentiableException] that names a leaf which is not floating.
  @SuppressWarnings("unchecked") // a TreeDef rebuilds what it was made from
  public static <T> Raveled<T> ravel(T tree) {
    var leaves = new ArrayList<Tensor>();
    TreeDef structure = differentiable(tree, leaves);
    DType dtype = leaves.stream().map(Tensor::dtype).reduce(DType::promote).orElse(DType.F64);
    Tensor[] parts = leaves.stream().map(leaf -> leaf.reshape(-1).to(dtype)).toArray(Tensor[]::new);
    Tensor vector = parts.length == 0 ? Tensor.zeros(0) : Tensor.concat(0, parts);
    List<Shape> shapes = leaves.stream().map(Tensor::shape).toList();
    List<DType> dtypes = leaves.stream().map(Tensor::dtype).toList();
    int length = vector.shape().size();
    return new Raveled<>(
        vector,
        elements -> {
          if (elements.rank() != 1 || elements.shape().size() != length) {
            throw new ShapeException(
                "unravel: " + elements.shape() + " given, but the tree has (" + length + ")");
          }
          var rebuilt = new ArrayList<Tensor>(shapes.size());
          int from = 0;
          for (int i = 0; i < shapes.size(); i++) {
            int to = from + shapes.get(i).size();
            rebuilt.add(
                elements.slice(Slice.span(from, to)).reshape(shapes.get(i)).to(dtypes.get(i)));
            from = to;
          }
          return (T) structure.unflatten(rebuilt);
        });
  }
}
