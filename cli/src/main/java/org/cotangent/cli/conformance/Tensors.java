package org.cotangent.cli.conformance;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cotangent.Box;
import org.cotangent.DType;
import org.cotangent.Tensor;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Tensors as the cases write them: `{"dtype", "shape", "data"}`, row-major; what is not finite is a string.
final class Tensors {
  private Tensors() {}

  static List<Tensor> readAll(JsonNode list) {
    var tensors = new ArrayList<Tensor>();
    list.forEach(node -> tensors.add(read(node)));
    return List.copyOf(tensors);
  }

  static Tensor read(JsonNode node) {
    int[] shape = integers(node.get("shape"));
    JsonNode data = node.get("data");
    String dtype = node.get("dtype").stringValue();
    return switch (dtype) {
      case "float64" -> {
        double[] values = new double[data.size()];
        for (int i = 0; i < values.length; i++) {
          values[i] = number(data.get(i));
        }
        yield Tensor.of(values, shape);
      }
      case "int64" -> {
        long[] values = new long[data.size()];
        for (int i = 0; i < values.length; i++) {
          values[i] = data.get(i).longValue();
        }
        yield Tensor.of(values, shape);
      }
      case "bool" -> {
        boolean[] values = new boolean[data.size()];
        for (int i = 0; i < values.length; i++) {
          values[i] = data.get(i).booleanValue();
        }
        yield Tensor.of(values, shape);
      }
      default ->
          throw new IllegalArgumentException(
              "a case has dtype " + dtype + ", which is none of float64, int64, bool");
    };
  }

  /// By name, in the case's order; a plain number is a scalar.
  static Map<String, Tensor> readNamed(JsonNode object) {
    var tensors = new LinkedHashMap<String, Tensor>();
    for (String name : object.propertyNames()) {
      JsonNode node = object.get(name);
      tensors.put(name, node.isObject() ? read(node) : Tensor.scalar(number(node)));
    }
    return tensors;
  }

  /// Those that a list of names names.
  static Map<String, Tensor> picked(Map<String, Tensor> tensors, JsonNode names) {
    var picked = new LinkedHashMap<String, Tensor>();
    names.forEach(name -> picked.put(name.stringValue(), of(tensors, name.stringValue())));
    return picked;
  }

  /// What has a name. Throws an [IllegalArgumentException] if nothing has.
  static Tensor of(Map<String, Tensor> tensors, String name) {
    Tensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new IllegalArgumentException(
          "the case has no input " + name + ", only " + tensors.keySet());
    }
    return tensor;
  }

  static int[] integers(JsonNode list) {
    int[] values = new int[list.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = list.get(i).intValue();
    }
    return values;
  }

  static double number(JsonNode node) {
    return node.isString() ? Double.parseDouble(node.stringValue()) : node.doubleValue();
  }

  static ArrayNode writeAll(List<Tensor> tensors) {
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    tensors.forEach(tensor -> list.add(write(tensor)));
    return list;
  }

  static ObjectNode write(Map<String, Tensor> tensors) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    tensors.forEach((name, tensor) -> object.set(name, write(tensor)));
    return object;
  }

  static ObjectNode write(Tensor boxed) {
    Tensor tensor = Box.valueOf(boxed);
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    ArrayNode data = JsonNodeFactory.instance.arrayNode();
    double[] values = tensor.toDoubles();
    switch (tensor.dtype()) {
      case F64, F32 -> {
        node.put("dtype", "float64");
        for (double value : values) {
          if (Double.isFinite(value)) {
            data.add(value);
          } else {
            data.add(Double.toString(value));
          }
        }
      }
      case I32, I64 -> {
        node.put("dtype", "int64");
        for (long value : ((org.cotangent.Array) tensor.to(DType.I64)).toLongs()) {
          data.add(value);
        }
      }
      case BOOL -> {
        node.put("dtype", "bool");
        for (double value : values) {
          data.add(value != 0);
        }
      }
    }
    ArrayNode shape = JsonNodeFactory.instance.arrayNode();
    tensor.shape().lengths().forEach(shape::add);
    node.set("shape", shape);
    node.set("data", data);
    return node;
  }
}
