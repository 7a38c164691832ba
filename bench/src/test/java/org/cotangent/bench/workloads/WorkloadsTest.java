package org.cotangent.bench.workloads;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.cotangent.bench.workloads.Workload.Variant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Each workload in each mode, against what other programs computed: see `PROVENANCE.md` beside `checksums.jsonl`.
class WorkloadsTest {
  /// Larger ones take seconds and memory; smaller cases of the same workload stand for them.
  private static final int LARGEST = 1_000_000;

  private static final Runner RUNNER = new Runner(new Settings(0, 1, "", List.of()));

  private record Run(Key key, Variant variant) {
    @Override
    public String toString() {
      return key.text() + " " + variant.mode();
    }
  }

  private static Stream<Run> runs() {
    return Workloads.all().stream()
        .filter(workload -> workload.key().n() <= LARGEST)
        .flatMap(workload ->
            workload.variants().stream().map(variant -> new Run(workload.key(), variant)));
  }

  @ParameterizedTest
  @MethodSource("runs")
  void computesWhatOthersDo(Run run) throws IOException {
    JsonNode expected = Objects.requireNonNull(expected().get(run.key.text()), run.key.text());
    JsonNode line = RUNNER.run(run.key, run.variant);

    assertFalse(line.has("error"), line::toString);
    assertEquals("ours-" + run.variant.mode(), line.get("peer").stringValue());
    double tolerance = line.get("dtype").stringValue().equals("f32") ? 2e-5 : 1e-9;
    double value = expected.get("value_checksum").doubleValue();
    assertEquals(
        value,
        line.get("value_checksum").doubleValue(),
        tolerance * Math.max(1, Math.abs(value)),
        "value");
    double scale = expected.get("grad_scale").doubleValue();
    assertEquals(
        scale, line.get("grad_scale").doubleValue(), tolerance * Math.max(1, scale), "scale");
    assertEquals(
        expected.get("grad_checksum").doubleValue(),
        line.get("grad_checksum").doubleValue(),
        tolerance * Math.max(1, scale),
        "gradient");
    for (String time :
        List.of(
            "median_ns_per_call",
            "min_ns_per_call",
            "first_call_ns",
            "f_median_ns_per_call",
            "f_first_call_ns")) {
      assertTrue(line.get(time).doubleValue() > 0, time);
    }
    assertEquals(1, line.get("samples").intValue(), "samples");
  }

  @Test
  void allAreComparedWithSomething() throws IOException {
    var keys = Workloads.all().stream().map(workload -> workload.key().text()).sorted().toList();
    assertEquals(expected().keySet().stream().sorted().toList(), keys);
  }

  private static Map<String, JsonNode> expected() throws IOException {
    var lines = new HashMap<String, JsonNode>();
    try (var in =
            Objects.requireNonNull(WorkloadsTest.class.getResourceAsStream("checksums.jsonl"));
        var values =
            JsonMapper.builder().build().readerFor(JsonNode.class).<JsonNode>readValues(in)) {
      values.forEachRemaining(line ->
          lines.put(
              String.join(
                  ":",
                  line.get("workload").stringValue(),
                  line.get("case").stringValue(),
                  line.get("n").asString(),
                  line.get("dtype").stringValue()),
              line));
    }
    return lines;
  }
}
