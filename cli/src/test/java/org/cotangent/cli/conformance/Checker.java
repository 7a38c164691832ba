package org.cotangent.cli.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Compares a result with its case, by the rules that `PROVENANCE.md` beside the cases states.
final class Checker {
  private static final Map<String, String> KEYS =
      Map.of("outputs", "value", "vjp", "vjp", "jvp", "jvp", "second", "second");

  private final JsonNode tolerances;

  Checker(JsonNode tolerances) {
    this.tolerances = tolerances;
  }

  /// What is wrong; empty if nothing is. Each key that the case has must be in the result.
  List<String> check(JsonNode reference, JsonNode result) {
    boolean refused = result.has("error");
    if (reference.path("expect_error").asBoolean(false)) {
      return refused ? List.of() : List.of("an error was expected");
    }
    if (refused) {
      return reference.path("error_accepted").asBoolean(false)
          ? List.of()
          : List.of(result.get("error").stringValue());
    }
    List<String> best = compare(reference, reference, result);
    for (JsonNode alternative : reference.path("alternatives")) {
      List<String> other = compare(reference, alternative, result);
      if (other.size() < best.size()) {
        best = other;
      }
    }
    return best;
  }

  /// `expected` may hold some of the keys only: the others are the case's own.
  private List<String> compare(JsonNode reference, JsonNode expected, JsonNode result) {
    var wrong = new ArrayList<String>();
    for (String key : List.of("outputs", "vjp", "jvp", "second")) {
      JsonNode wanted = expected.has(key) ? expected.get(key) : reference.path(key);
      if (wanted.isMissingNode() || wanted.isNull()) {
        continue;
      }
      JsonNode got = result.path(key);
      if (got.size() != wanted.size()) {
        wrong.add(key + " has " + got.size() + " arrays instead of " + wanted.size());
        continue;
      }
      for (int i = 0; i < wanted.size(); i++) {
        String difference = difference(reference, key, wanted.get(i), got.get(i));
        if (!difference.isEmpty()) {
          wrong.add(key + "[" + i + "]: " + difference);
        }
      }
    }
    return wrong;
  }

  /// What is wrong with the result of a program; empty if nothing is. All that stands in the case must be in the result.
  List<String> checkProgram(JsonNode reference, JsonNode result) {
    if (result.has("error")) {
      return List.of(result.get("error").stringValue());
    }
    var wrong = new ArrayList<String>();
    for (String key : ProgramTable.KEYS) {
      if (reference.has(key)) {
        compare(reference, key, key, reference.get(key), result.path(key), wrong);
      }
    }
    return wrong;
  }

  private void compare(
      JsonNode reference,
      String key,
      String path,
      JsonNode wanted,
      JsonNode got,
      List<String> wrong) {
    if (got.isMissingNode()) {
      wrong.add(path + " is missing");
    } else if (wanted.isObject() && !wanted.has("data")) {
      for (String name : wanted.propertyNames()) {
        compare(reference, key, path + "." + name, wanted.get(name), got.path(name), wrong);
      }
    } else {
      String difference = difference(reference, key, array(wanted), array(got));
      if (!difference.isEmpty()) {
        wrong.add(path + ": " + difference);
      }
    }
  }

  /// Numbers and nested lists of them as arrays.
  private static JsonNode array(JsonNode node) {
    if (node.isObject()) {
      return node;
    }
    ObjectNode array = JsonNodeFactory.instance.objectNode();
    array.put("dtype", "float64");
    ArrayNode shape = array.putArray("shape");
    ArrayNode data = array.putArray("data");
    for (JsonNode at = node; at.isArray(); at = at.path(0)) {
      shape.add(at.size());
    }
    flatten(node, data);
    return array;
  }

  private static void flatten(JsonNode node, ArrayNode data) {
    if (node.isArray()) {
      node.forEach(element -> flatten(element, data));
    } else {
      data.add(node.doubleValue());
    }
  }

  private String difference(JsonNode reference, String key, JsonNode wanted, JsonNode got) {
    if (!wanted.get("shape").equals(got.get("shape"))) {
      return "shape " + got.get("shape") + " instead of " + wanted.get("shape");
    }
    JsonNode want = wanted.get("data");
    JsonNode have = got.get("data");
    if (!wanted.get("dtype").stringValue().equals("float64")) {
      return want.toString().equals(have.toString()) ? "" : have + " instead of " + want;
    }
    double[] expected = numbers(want);
    double[] actual = numbers(have);
    double largest = 0;
    for (double value : expected) {
      if (Double.isFinite(value)) {
        largest = Math.max(largest, Math.abs(value));
      }
    }
    boolean signOfZero = key.equals("outputs") && reference.path("sign_of_zero").asBoolean(false);
    for (int i = 0; i < expected.length; i++) {
      double x = expected[i];
      double y = actual[i];
      if (!Double.isFinite(x)) {
        if (Double.compare(x, y) != 0) {
          return "element " + i + " is " + y + " instead of " + x;
        }
        continue;
      }
      double limit =
          Math.max(
              Math.max(
                  limit(reference, key, "ulp") * Math.ulp(x),
                  limit(reference, key, "rtol") * Math.abs(x)),
              Math.max(
                  limit(reference, key, "atol_scale") * largest, limit(reference, key, "atol")));
      if (!(Math.abs(x - y) <= limit)) {
        return "element " + i + " is " + y + " instead of " + x + ", allowed " + limit;
      }
      if (signOfZero && x == 0 && Double.compare(x, y) != 0) {
        return "element " + i + " is a zero of the wrong sign";
      }
    }
    return "";
  }

  /// The case's own limit, or its family's.
  private double limit(JsonNode reference, String key, String kind) {
    String name = KEYS.getOrDefault(key, key);
    JsonNode own = reference.path("tol").path(name);
    if (own.isObject() && own.has(kind)) {
      return own.get(kind).doubleValue();
    }
    if (reference.has("program")) {
      JsonNode limits = tolerances.path("program");
      return limits.path(limits.has(name) ? name : "other").path(kind).asDouble(0);
    }
    String family = reference.has("edge") ? "edge" : reference.get("family").stringValue();
    return tolerances.path(family).path(name).path(kind).asDouble(0);
  }

  private static double[] numbers(JsonNode data) {
    double[] numbers = new double[data.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = Tensors.number(data.get(i));
    }
    return numbers;
  }
}
