package org.cotangent.bench.workloads;

import java.util.function.Supplier;
import org.cotangent.bench.workloads.Workload.Variant;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Runs a variant and writes its line.
final class Runner {
  /// Budgets of warming up: compilers of a virtual machine need more calls than the other tools do.
  private static final double WARM_UP = 2.5;

  private final Settings settings;
  private final Stopwatch stopwatch;

  Runner(Settings settings) {
    this.settings = settings;
    this.stopwatch = new Stopwatch(settings.budget() * 1e9);
  }

  /// The figures, or what went wrong as `error`.
  ObjectNode run(Key key, Variant variant) {
    ObjectNode line =
        JsonNodeFactory.instance
            .objectNode()
            .put("workload", key.workload())
            .put("case", key.name())
            .put("peer", name(variant))
            .put("n", key.n())
            .put("dtype", key.dtype().text())
            .put("threads", settings.threads());
    try {
      measure(line, variant.build().get());
    } catch (RuntimeException | VirtualMachineError problem) {
      line.put("error", problem.toString());
    }
    return line;
  }

  private String name(Variant variant) {
    String name = "ours-" + variant.mode();
    return settings.label().isEmpty() ? name : name + "-" + settings.label();
  }

  private <R> void measure(ObjectNode line, Timed<R> timed) {
    First first = first(line, timed);
    Stopwatch.Times derivative = stopwatch.time(timed.derivative(), WARM_UP);
    long firstOfFunction = clock(timed.function());
    Stopwatch.Times function = stopwatch.time(timed.function(), WARM_UP / 2);
    line.put("median_ns_per_call", rounded(derivative.median() / first.parts))
        .put("min_ns_per_call", rounded(derivative.min() / first.parts))
        .put("samples", derivative.samples())
        .put("inner", derivative.inner())
        .put("first_call_ns", first.time)
        .put("f_median_ns_per_call", rounded(function.median()))
        .put("f_first_call_ns", firstOfFunction);
  }

  /// How long the first call took, and by how much times are divided.
  private record First(long time, double parts) {}

  /// The first call, with its checksums; the result, which may be large, goes with this method.
  private static <R> First first(ObjectNode line, Timed<R> timed) {
    long start = System.nanoTime();
    R result = timed.derivative().get();
    long time = System.nanoTime() - start;
    Outcome outcome = timed.outcome().apply(result);
    line.put("value_checksum", outcome.value())
        .put("grad_checksum", outcome.checksum())
        .put("grad_scale", outcome.scale());
    return new First(time, timed.parts().applyAsDouble(result));
  }

  private static long clock(Supplier<?> call) {
    long start = System.nanoTime();
    var _ = call.get();
    return System.nanoTime() - start;
  }

  private static double rounded(double nanoseconds) {
    return Math.round(nanoseconds * 100) / 100.0;
  }
}
