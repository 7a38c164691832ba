package org.cotangent.bench.workloads;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/// The program: what it takes, what it prints.
class MainTest {
  private static final Map<String, String> QUICKLY = Map.of("BENCH_BUDGET_S", "0");

  @TempDir Path folder;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(Map<String, String> environment, String... arguments) throws IOException {
    return Main.run(
        List.of(arguments),
        Settings.of(environment),
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  private List<String> printed() {
    var mapper = JsonMapper.builder().build();
    var found = new ArrayList<String>();
    out.toString(StandardCharsets.UTF_8)
        .lines()
        .map(mapper::readTree)
        .forEach(line ->
            found.add(
                line.get("workload").stringValue()
                    + " "
                    + line.get("case").stringValue()
                    + " "
                    + line.get("n")
                    + " "
                    + line.get("peer").stringValue()
                    + " "
                    + line.get("threads")));
    return found;
  }

  @Test
  void printsALineForEachCaseAndMode() throws IOException {
    assertEquals(0, run(QUICKLY, "W1"));
    assertEquals(
        List.of("W1 seed 3 ours-eager 1", "W1 seed 3 ours-compiled 1", "W1 seed 3 ours-plain 1"),
        printed());
  }

  @Test
  void runsTheModeThatIsNamed() throws IOException {
    assertEquals(0, run(QUICKLY, "W1", "compiled"));
    assertEquals(List.of("W1 seed 3 ours-compiled 1"), printed());
  }

  @Test
  void runsALoopAlone() throws IOException {
    assertEquals(
        0, run(Map.of("BENCH_BUDGET_S", "0", "BENCH_CASES", "fused:1000:"), "kernel", "W6"));
    assertEquals(0, run(Map.of("BENCH_BUDGET_S", "0", "BENCH_CASES", "fused:1000:f64"), "W6"));
    assertEquals(
        List.of(
            "W6 fused 1000 ours-kernel 1",
            "W6 fused 1000 ours-kernel 1",
            "W6 fused 1000 ours-eager 1",
            "W6 fused 1000 ours-compiled 1"),
        printed());
    Path lines =
        Files.writeString(folder.resolve("w6.jsonl"), out.toString(StandardCharsets.UTF_8));
    assertEquals(0, run(QUICKLY, "side-by-side", lines.toString()), "the checksums agree");
  }

  @Test
  void theEnvironmentChoosesCasesAndNames() throws IOException {
    assertEquals(
        0,
        run(
            Map.of(
                "BENCH_BUDGET_S", "0",
                "BENCH_THREADS", "2",
                "BENCH_LABEL", "scalar",
                "BENCH_CASES", "W2:vec:2:,W3:vec"),
            "W1",
            "W2",
            "W3",
            "eager"));
    assertEquals(
        List.of("W2 vec 2 ours-eager-scalar 2", "W3 vec8 1000 ours-eager-scalar 2"), printed());
  }

  @Test
  void namesWhatALineMisses() throws IOException {
    String line =
        "{\"workload\":\"W1\",\"case\":\"seed\",\"n\":3,\"dtype\":\"f64\",\"peer\":\"x\"}";
    Path lines = Files.writeString(folder.resolve("x.jsonl"), line);
    assertEquals(2, run(QUICKLY, "side-by-side", lines.toString()));
    assertEquals(
        "bench: side-by-side: no median_ns_per_call in " + line + System.lineSeparator(),
        err.toString(StandardCharsets.UTF_8));
  }

  @Test
  void namesAWorkloadThatIsNotThere() throws IOException {
    assertEquals(2, run(QUICKLY, "W1", "W15"));
    assertEquals(
        "bench: there is no workload W15; there are W1 to W14" + System.lineSeparator(),
        err.toString(StandardCharsets.UTF_8));
    assertEquals("", out.toString(StandardCharsets.UTF_8));
  }

  @Test
  void putsLinesSideBySide() throws IOException {
    Path ours =
        Files.writeString(
            folder.resolve("ours.jsonl"),
            line("ours-eager", 1, 3000, 2) + line("ours-compiled", 1, 600, 2));
    Path others =
        Files.writeString(
            folder.resolve("others.json"),
            "{\"records\": ["
                + String.join(
                    ",",
                    line("jax-jit", 1, 2_400_000, 2),
                    line("jax-jit", 1, 1200, 2),
                    line("c-O3", 1, 400, 2),
                    "{\"workload\": \"W2\", \"case\": \"*\", \"peer\": \"x\", \"error\": \"none\"}")
                + "]}");
    assertEquals(0, run(QUICKLY, "side-by-side", ours.toString(), others.toString()));
    assertEquals(
        """
        ### Threads: 1

        | case | ours-compiled | ours-eager | c-O3 | jax-jit | ours / fastest tool | ours / C | gradient / function |
        | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
        | W1 seed 3 f64 | 600 ns | 3.00 µs | 400 ns | 1.20 µs | 0.500 | 1.50 | 3.00 |
        """,
        out.toString(StandardCharsets.UTF_8).replace("\r\n", "\n"));
  }

  @Test
  void saysWhichNumbersDiffer() throws IOException {
    Path lines =
        Files.writeString(
            folder.resolve("lines.jsonl"), line("c-O3", 1, 400, 2) + line("ours-eager", 1, 600, 3));
    assertEquals(1, run(QUICKLY, "side-by-side", lines.toString()));
    assertEquals(
        "W1 seed 3 f64 ours-eager: gradient 3.0, expected 2.0" + System.lineSeparator(),
        err.toString(StandardCharsets.UTF_8));
  }

  private static String line(String peer, double value, double median, double gradient) {
    return JsonMapper.builder()
            .build()
            .createObjectNode()
            .put("workload", "W1")
            .put("case", "seed")
            .put("n", 3)
            .put("dtype", "f64")
            .put("peer", peer)
            .put("threads", 1)
            .put("median_ns_per_call", median)
            .put("f_median_ns_per_call", 200)
            .put("value_checksum", value)
            .put("grad_checksum", gradient)
            .put("grad_scale", Math.abs(gradient))
        + "\n";
  }
}
