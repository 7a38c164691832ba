package org.cotangent.cli.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.cotangent.Axes;
import org.cotangent.Tensor;
import tools.jackson.databind.JsonNode;

/// The attributes of a case. Each that is present must be asked for, so that none is ignored in silence.
final class Attributes {
  private final JsonNode node;
  private final Set<String> asked = new TreeSet<>();

  Attributes(JsonNode node) {
    this.node = node;
  }

  boolean has(String name) {
    asked.add(name);
    return node.has(name) && !node.get(name).isNull();
  }

  /// Whether it is there, and null: NumPy's None, which is not always what an absent one means.
  boolean isNull(String name) {
    asked.add(name);
    return node.has(name) && node.get(name).isNull();
  }

  private JsonNode get(String name) {
    if (!has(name)) {
      throw new IllegalArgumentException("the case has no attribute " + name);
    }
    return node.get(name);
  }

  JsonNode raw(String name) {
    return get(name);
  }

  int integer(String name) {
    return get(name).intValue();
  }

  int integer(String name, int otherwise) {
    return has(name) ? integer(name) : otherwise;
  }

  double number(String name, double otherwise) {
    return has(name) ? Tensors.number(get(name)) : otherwise;
  }

  boolean flag(String name) {
    return flag(name, false);
  }

  boolean flag(String name, boolean otherwise) {
    return has(name) ? get(name).booleanValue() : otherwise;
  }

  /// The `ord` of a norm: a number, or an infinity in NumPy's spelling.
  double order(double otherwise) {
    if (!isText("ord")) {
      return number("ord", otherwise);
    }
    String text = text("ord", "");
    return switch (text) {
      case "fro" -> 2;
      case "inf" -> Double.POSITIVE_INFINITY;
      case "-inf" -> Double.NEGATIVE_INFINITY;
      default -> Tensors.number(get("ord"));
    };
  }

  String text(String name, String otherwise) {
    return has(name) ? get(name).stringValue() : otherwise;
  }

  boolean isText(String name) {
    return has(name) && get(name).isString();
  }

  boolean isList(String name) {
    return has(name) && get(name).isArray();
  }

  int[] integers(String name) {
    JsonNode value = get(name);
    return value.isArray() ? Tensors.integers(value) : new int[] {value.intValue()};
  }

  double[] numbers(String name) {
    JsonNode value = get(name);
    double[] numbers = new double[value.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = Tensors.number(value.get(i));
    }
    return numbers;
  }

  /// The axes of a reduction; absent means all.
  Axes axes() {
    boolean keep = flag("keepdims");
    if (!has("axis")) {
      return keep ? Tensor.keep() : Axes.all();
    }
    int[] axes = integers("axis");
    if (keep) {
      return Tensor.keep(axes);
    }
    return axes.length == 0
        ? Axes.all()
        : Axes.of(axes[0], java.util.Arrays.copyOfRange(axes, 1, axes.length));
  }

  /// Throws if an attribute was not asked for.
  void requireAllAsked() {
    var unknown = new ArrayList<String>();
    node.propertyNames()
        .forEach(name -> {
          if (!asked.contains(name)) {
            unknown.add(name);
          }
        });
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(
          "attributes " + List.copyOf(unknown) + " are not known here");
    }
  }
}
