package org.cotangent.tree;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import org.cotangent.Tensor;

/// What a tree is made of. Sealed: rebuilding, comparing and printing treat each form.
sealed interface Structure {
  /// The tree with the next tensors of `leaves`.
  Object build(Iterator<? extends Tensor> leaves);

  /// As `TreeDef` prints it.
  String text();

  /// What is in it.
  default List<Structure> children() {
    return List.of();
  }

  /// A tensor.
  record Leaf() implements Structure {
    @Override
    public Object build(Iterator<? extends Tensor> leaves) {
      return leaves.next();
    }

    @Override
    public String text() {
      return "*";
    }
  }

  /// A tensor that has no gradient, in an argument that is differentiated.
  record Carried(Tensor tensor) implements Structure {
    @Override
    public Object build(Iterator<? extends Tensor> leaves) {
      return tensor;
    }

    @Override
    public String text() {
      return tensor.aval().toString();
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Carried that && tensor.aval().equals(that.tensor.aval());
    }

    @Override
    public int hashCode() {
      return tensor.aval().hashCode();
    }
  }

  /// What is no tensor. An array of numbers is this structure's own copy, and what is built has another.
  record Static(Object value) implements Structure {
    public Static {
      value = Statics.copied(value);
    }

    @Override
    public Object build(Iterator<? extends Tensor> leaves) {
      return Statics.copied(value);
    }

    @Override
    public String text() {
      return Statics.text(value);
    }

    /// Arrays of numbers are compared by their elements.
    @Override
    public boolean equals(Object other) {
      return other instanceof Static(Object that) && java.util.Objects.deepEquals(value, that);
    }

    @Override
    public int hashCode() {
      return java.util.Arrays.deepHashCode(new Object[] {value});
    }
  }

  /// A record.
  record OfRecord(RecordAccess access, List<Structure> children) implements Structure {
    @Override
    public Object build(Iterator<? extends Tensor> leaves) {
      Object[] values = new Object[children.size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = children.get(i).build(leaves);
      }
      return access.make(values);
    }

    @Override
    public String text() {
      var text = new StringJoiner(", ", access.name() + "(", ")");
      for (int i = 0; i < children.size(); i++) {
        text.add(access.component(i) + "=" + children.get(i).text());
      }
      return text.toString();
    }
  }

  /// A list; `kind` tells its class.
  record OfList(Kinds.Lists kind, List<Structure> children) implements Structure {
    @Override
    public Object build(Iterator<? extends Tensor> leaves) {
      return kind.make(all(children, leaves));
    }

    @Override
    public String text() {
      return texts(children, "[", "]");
    }
  }

  /// A map; children are in the order of the sorted keys.
  record OfMap(Kinds.Maps kind, List<Object> sorted, List<Structure> children)
      implements Structure {
    @Override
    public Object build(Iterator<? extends Tensor> leaves) {
      return kind.make(sorted, all(children, leaves));
    }

    @Override
    public String text() {
      var text = new StringJoiner(", ", "{", "}");
      for (int i = 0; i < children.size(); i++) {
        text.add(sorted.get(i) + "=" + children.get(i).text());
      }
      return text.toString();
    }
  }

  /// An array of objects.
  record OfArray(Class<?> component, List<Structure> children) implements Structure {
    @Override
    public Object build(Iterator<? extends Tensor> leaves) {
      Object[] array = (Object[]) java.lang.reflect.Array.newInstance(component, children.size());
      for (int i = 0; i < array.length; i++) {
        Object element = children.get(i).build(leaves);
        if (!component.isInstance(element)) {
          throw RecordAccess.misfit(
              "an element of " + component.getSimpleName() + "[]", component, element);
        }
        array[i] = element;
      }
      return array;
    }

    @Override
    public String text() {
      return texts(children, component.getSimpleName() + "[", "]");
    }
  }

  /// An optional; no children if it is empty.
  record OfOptional(List<Structure> children) implements Structure {
    @Override
    public Object build(Iterator<? extends Tensor> leaves) {
      return children.isEmpty() ? Optional.empty() : Optional.of(children.getFirst().build(leaves));
    }

    @Override
    public String text() {
      return texts(children, "Optional[", "]");
    }
  }

  /// An object of a registered type.
  record OfRegistered(Registered type, List<Structure> children) implements Structure {
    @Override
    public Object build(Iterator<? extends Tensor> leaves) {
      return type.make(all(children, leaves));
    }

    @Override
    public String text() {
      return texts(children, type.type().getSimpleName() + "(", ")");
    }
  }

  private static List<Object> all(List<Structure> children, Iterator<? extends Tensor> leaves) {
    var values = new ArrayList<Object>(children.size());
    for (Structure child : children) {
      values.add(child.build(leaves));
    }
    return values;
  }

  private static String texts(List<Structure> children, String open, String close) {
    var text = new StringJoiner(", ", open, close);
    children.forEach(child -> text.add(child.text()));
    return text.toString();
  }
}
