package org.cotangent.cli.conformance;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The cases so far: their results, what was missing, and what went wrong.
final class Conformance {
  private final ObjectNode results = JsonNodeFactory.instance.objectNode();
  private final Map<String, Integer> missing = new TreeMap<>();
  private final List<String> errors = new ArrayList<>();
  private final OperationTable operations = new OperationTable();

  ObjectNode results() {
    return results;
  }

  /// How many cases lack what has this name.
  Map<String, Integer> missing() {
    return Collections.unmodifiableMap(missing);
  }

  List<String> errors() {
    return List.copyOf(errors);
  }

  /// Evaluates the cases of one file.
  void add(JsonNode document, DataFiles data) {
    for (JsonNode reference : document.path("cases")) {
      if (reference.has("op")) {
        operation(reference);
      } else {
        program(reference, data);
      }
    }
  }

  private void operation(JsonNode reference) {
    String name = reference.get("op").stringValue();
    if (!operations.has(name)) {
      missing.merge(name, 1, Integer::sum);
      return;
    }
    ObjectNode result = Evaluation.of(reference, operations.get(name));
    boolean mayRefuse =
        reference.path("expect_error").asBoolean(false)
            || reference.path("error_accepted").asBoolean(false);
    add(reference, result, mayRefuse);
  }

  private void program(JsonNode reference, DataFiles data) {
    ObjectNode result;
    try {
      Optional<ReferenceProgram> program = ProgramTable.find(reference, data);
      if (program.isEmpty()) {
        missing.merge(ProgramTable.name(reference), 1, Integer::sum);
        return;
      }
      result = program.get().result();
    } catch (DataFiles.MissingFileException e) {
      missing.merge("file " + e.getMessage(), 1, Integer::sum);
      return;
    } catch (RuntimeException e) {
      result = Evaluation.refused(e);
    }
    add(reference, result, false);
    if (!result.has("error")) {
      for (String key : ProgramTable.KEYS) {
        if (reference.has(key)) {
          lacking(reference.get(key), result.path(key), ProgramTable.name(reference) + " " + key);
        }
      }
    }
  }

  /// Lists what stands in a case and not in its result.
  private void lacking(JsonNode wanted, JsonNode got, String path) {
    if (got.isMissingNode()) {
      missing.merge(path, 1, Integer::sum);
    } else if (wanted.isObject() && !wanted.has("data")) {
      for (String name : wanted.propertyNames()) {
        lacking(wanted.get(name), got.path(name), path + " " + name);
      }
    }
  }

  private void add(JsonNode reference, ObjectNode result, boolean mayRefuse) {
    String id = reference.get("id").stringValue();
    results.set(id, result);
    if (result.has("error") && !mayRefuse) {
      errors.add("error: " + id + ": " + result.get("error").stringValue());
    }
  }
}
