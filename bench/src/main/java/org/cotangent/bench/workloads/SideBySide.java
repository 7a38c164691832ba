package org.cotangent.bench.workloads;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Lines of JSON, ours and those of other tools, as a table in Markdown with ratios.
///
/// Of several lines for one case and tool the one of the lowest median counts: other work on the machine only ever adds time.
/// Names that begin with `ours-` are this library, those with `c-` derivatives written by hand in C, all others tools.
final class SideBySide {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Predicate<String> OURS = peer -> peer.startsWith("ours-");
  private static final Predicate<String> BY_HAND = peer -> peer.startsWith("c-");
  private static final Predicate<String> TOOLS = OURS.or(BY_HAND).negate();

  /// What lines must have in common to be compared.
  private record Case(String workload, String name, int n, String dtype, int threads) {
    int number() {
      return Integer.parseInt(workload.substring(1));
    }

    @Override
    public String toString() {
      return workload + " " + name + " " + n + " " + dtype;
    }
  }

  /// What a line must have.
  private static final List<String> FIELDS =
      List.of("workload", "case", "n", "dtype", "peer", "median_ns_per_call");

  private final Map<Case, Map<String, JsonNode>> cases = new LinkedHashMap<>();

  /// Adds the lines of a file, or those in the list `records` of a document. What failed is left out.
  void read(Path file) throws IOException {
    try (var values = JSON.readerFor(JsonNode.class).<JsonNode>readValues(file.toFile())) {
      values.forEachRemaining(value -> {
        if (value.has("records")) {
          value.get("records").forEach(this::add);
        } else {
          add(value);
        }
      });
    }
  }

  /// Throws an [IllegalArgumentException] for a line that misses a field.
  void add(JsonNode line) {
    if (!line.has("error")) {
      for (String field : FIELDS) {
        if (!line.has(field)) {
          throw new IllegalArgumentException("side-by-side: no " + field + " in " + line);
        }
      }
      var about =
          new Case(
              line.get("workload").stringValue(),
              line.get("case").stringValue(),
              line.get("n").intValue(),
              line.get("dtype").stringValue(),
              line.path("threads").asInt(1));
      cases
          .computeIfAbsent(about, _ -> new LinkedHashMap<>())
          .merge(line.get("peer").stringValue(), line, (a, b) -> median(a) <= median(b) ? a : b);
    }
  }

  private static double median(JsonNode line) {
    return line.get("median_ns_per_call").doubleValue();
  }

  /// A table for each number of threads.
  String markdown() {
    var text = new StringBuilder();
    var threads = new TreeSet<Integer>();
    cases.keySet().forEach(about -> threads.add(about.threads));
    for (int count : threads) {
      text.append("\n### Threads: ").append(count).append("\n\n");
      append(text, count);
    }
    return text.toString().strip();
  }

  private void append(StringBuilder text, int threads) {
    List<Map.Entry<Case, Map<String, JsonNode>>> rows =
        cases.entrySet().stream()
            .filter(row -> row.getKey().threads == threads)
            .sorted(Comparator.comparingInt(row -> row.getKey().number()))
            .toList();
    Set<String> names = new TreeSet<>();
    rows.forEach(row -> names.addAll(row.getValue().keySet()));
    List<String> peers = names.stream().sorted(Comparator.comparingInt(SideBySide::rank)).toList();
    var titles = new ArrayList<String>();
    titles.add("case");
    titles.addAll(peers);
    titles.addAll(List.of("ours / fastest tool", "ours / C", "gradient / function"));
    row(text, titles);
    row(text, titles.stream().map(title -> title.equals("case") ? "---" : "---:").toList());
    rows.forEach(row -> row(text, cells(row.getKey(), row.getValue(), peers)));
  }

  /// Ours, then C, then tools.
  private static int rank(String peer) {
    return OURS.test(peer) ? 0 : BY_HAND.test(peer) ? 1 : 2;
  }

  private static List<String> cells(Case about, Map<String, JsonNode> lines, List<String> peers) {
    var cells = new ArrayList<String>();
    cells.add(about.toString());
    for (String peer : peers) {
      cells.add(Optional.ofNullable(lines.get(peer)).map(line -> time(median(line))).orElse(""));
    }
    Optional<JsonNode> ours = fastest(lines, OURS);
    cells.add(ratio(ours, fastest(lines, TOOLS)));
    cells.add(ratio(ours, fastest(lines, BY_HAND)));
    cells.add(
        ours.filter(line -> line.path("f_median_ns_per_call").asDouble(0) > 0)
            .map(line -> number(median(line) / line.get("f_median_ns_per_call").doubleValue()))
            .orElse(""));
    return cells;
  }

  private static Optional<JsonNode> fastest(Map<String, JsonNode> lines, Predicate<String> peers) {
    return lines.entrySet().stream()
        .filter(entry -> peers.test(entry.getKey()))
        .map(Map.Entry::getValue)
        .min(Comparator.comparingDouble(SideBySide::median));
  }

  private static String ratio(Optional<JsonNode> above, Optional<JsonNode> below) {
    return above.flatMap(a -> below.map(b -> number(median(a) / median(b)))).orElse("");
  }

  private static void row(StringBuilder text, List<String> cells) {
    text.append("| ").append(String.join(" | ", cells)).append(" |\n");
  }

  private static String time(double nanoseconds) {
    if (nanoseconds < 1e3) {
      return number(nanoseconds) + " ns";
    }
    if (nanoseconds < 1e6) {
      return number(nanoseconds / 1e3) + " µs";
    }
    return nanoseconds < 1e9 ? number(nanoseconds / 1e6) + " ms" : number(nanoseconds / 1e9) + " s";
  }

  /// Three significant digits.
  private static String number(double x) {
    int digits = (int) Math.clamp(2 - Math.floor(Math.log10(x)), 0, 4);
    return String.format(Locale.ROOT, "%." + digits + "f", x);
  }

  /// Where values or gradients differ from C's, or if it has none from most, one sentence each.
  List<String> disagreements() {
    var found = new ArrayList<String>();
    cases.forEach((about, lines) -> {
      double tolerance = about.dtype.equals("f32") ? 2e-5 : 1e-9;
      double value = agreed(lines, "value_checksum");
      double gradient = agreed(lines, "grad_checksum");
      double scale =
          lines.values().stream()
              .mapToDouble(line -> line.path("grad_scale").asDouble(Math.abs(gradient)))
              .max()
              .orElse(0);
      lines.forEach((peer, line) -> {
        differs(
            found,
            about + " " + peer + ": value ",
            line.get("value_checksum"),
            value,
            tolerance * Math.max(1, Math.abs(value)));
        differs(
            found,
            about + " " + peer + ": gradient ",
            line.get("grad_checksum"),
            gradient,
            tolerance * Math.max(1, scale));
      });
    });
    return found;
  }

  private static void differs(
      List<String> found, String what, JsonNode got, double expected, double tolerance) {
    if (!(Math.abs(got.asDouble(Double.NaN) - expected) <= tolerance)) {
      found.add(what + got + ", expected " + expected);
    }
  }

  private static double agreed(Map<String, JsonNode> lines, String checksum) {
    JsonNode floor = lines.get("c-O3");
    if (floor != null) {
      return floor.get(checksum).doubleValue();
    }
    double[] sorted =
        lines.values().stream()
            .mapToDouble(line -> line.get(checksum).asDouble())
            .sorted()
            .toArray();
    return (sorted[sorted.length / 2] + sorted[(sorted.length - 1) / 2]) / 2;
  }
}
