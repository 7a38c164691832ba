package org.cotangent.cli.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Every reference case: value, vjp, jvp and second derivative.
class ConformanceTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final List<String> FILES =
      List.of(
          "arith",
          "contract",
          "edges",
          "elementary",
          "exact",
          "fft",
          "linalg",
          "reduce",
          "special");

  private static JsonNode read(String file) {
    try (InputStream stream =
        Objects.requireNonNull(
            ConformanceTest.class.getResourceAsStream("cases/" + file + ".json"))) {
      return JSON.readTree(stream);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static List<JsonNode> cases() {
    var cases = new ArrayList<JsonNode>();
    FILES.forEach(file -> read(file).get("cases").forEach(cases::add));
    return cases;
  }

  @TestFactory
  Stream<DynamicTest> cases_of_claimed_names_agree() {
    var table = new OperationTable();
    var checker = new Checker(read("tolerances"));
    return cases().stream()
        .map(reference ->
            dynamicTest(
                reference.get("id").stringValue(),
                () ->
                    assertEquals(
                        List.of(),
                        checker.check(
                            reference,
                            Evaluation.of(
                                reference, table.get(reference.get("op").stringValue()))))));
  }

  /// Every name that reference cases may have, also those without a case among the ones here.
  @Test
  void everyNameIsClaimed() throws IOException {
    var missing = new TreeSet<String>();
    try (InputStream in = ConformanceTest.class.getResourceAsStream("operations.txt")) {
      String text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
      missing.addAll(text.lines().toList());
    }
    assertEquals(223, missing.size());
    missing.removeAll(new OperationTable().names());
    assertEquals(Set.of(), missing);
  }

  /// The checker itself can fail.
  @Test
  void theCheckerFindsWhatIsWrong() {
    var table = new OperationTable();
    var checker = new Checker(read("tolerances"));
    JsonNode reference =
        cases().stream()
            .filter(c -> c.get("id").stringValue().equals("op.sin.01"))
            .findFirst()
            .orElse(null);
    if (reference == null) {
      reference =
          cases().stream()
              .filter(c -> c.get("op").stringValue().equals("sin"))
              .findFirst()
              .orElseThrow();
    }
    ObjectNode result = Evaluation.of(reference, table.get("sin"));
    assertEquals(List.of(), checker.check(reference, result));
    assertNotEquals(
        List.of(), checker.check(reference, Evaluation.of(reference, table.get("cos"))));
    ObjectNode without = result.deepCopy();
    without.remove("second");
    assertFalse(checker.check(reference, without).isEmpty());
    ObjectNode refused = JSON.createObjectNode();
    refused.put("error", "no");
    assertEquals(List.of("no"), checker.check(reference, refused));
  }

  @Test
  void attributesThatNobodyAsksForAreRefused() {
    ObjectNode attributes = JSON.createObjectNode();
    attributes.put("axis", 1);
    attributes.put("mystery", 2);
    var asked = new Attributes(attributes);
    assertEquals(1, asked.integer("axis"));
    var error = assertThrows(IllegalArgumentException.class, asked::requireAllAsked);
    assertEquals("attributes [mystery] are not known here", error.getMessage());
  }

  @Test
  void numbersSurviveTheWay() {
    JsonNode array =
        JSON.readTree(
            "{\"dtype\":\"float64\",\"shape\":[4],\"data\":[\"NaN\",\"-Infinity\",-0.0,0.1]}");
    ObjectNode again = Tensors.write(Tensors.read(array));
    assertEquals("[\"NaN\",\"-Infinity\",-0.0,0.1]", again.get("data").toString());
    assertTrue(again.get("shape").toString().equals("[4]"));
  }
}
