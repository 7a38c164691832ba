package org.cotangent.bench.workloads;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.cotangent.bench.workloads.Workload.Variant;

/// Runs workloads, one line of JSON for each case and mode; or puts such lines, also those of other tools, into a table.
public final class Main {
  private static final Set<String> MODES = Set.of("eager", "compiled", "plain");
  private static final String TABLE = "side-by-side";
  private static final String KERNEL = "kernel";

  private Main() {}

  /// `W1 W6`: these workloads; with `eager`, `compiled` or `plain` behind them in this mode only. `kernel`: those that are one loop,
  /// the loop alone. `side-by-side FILE…`: the table.
  public static void main(String[] arguments) throws IOException {
    System.exit(run(List.of(arguments), Settings.of(System.getenv()), System.out, System.err));
  }

  static int run(List<String> arguments, Settings settings, PrintStream out, PrintStream err)
      throws IOException {
    if (arguments.contains(TABLE)) {
      var table = new SideBySide();
      try {
        for (String file : arguments.subList(1, arguments.size())) {
          table.read(Path.of(file));
        }
      } catch (IllegalArgumentException wrong) {
        err.println("bench: " + wrong.getMessage());
        return 2;
      }
      out.println(table.markdown());
      table.disagreements().forEach(err::println);
      return table.disagreements().isEmpty() ? 0 : 1;
    }
    if (arguments.contains(KERNEL)) {
      run(KernelAlone.workloads().toList(), Set.of(), settings, out);
      return 0;
    }
    List<Workload> all = Workloads.all();
    Set<String> names =
        all.stream().map(workload -> workload.key().workload()).collect(Collectors.toSet());
    var chosen = new ArrayList<>(arguments);
    chosen.removeIf(MODES::contains);
    for (String name : chosen) {
      if (!names.contains(name)) {
        err.println("bench: there is no workload " + name + "; there are W1 to W14");
        return 2;
      }
    }
    Set<String> modes = arguments.stream().filter(MODES::contains).collect(Collectors.toSet());
    run(
        all.stream().filter(workload -> chosen.contains(workload.key().workload())).toList(),
        modes,
        settings,
        out);
    return 0;
  }

  /// Those that the settings want, in the given modes; none given: in all.
  private static void run(
      List<Workload> workloads, Set<String> modes, Settings settings, PrintStream out) {
    var runner = new Runner(settings);
    for (Workload workload : workloads) {
      for (Variant variant : workload.variants()) {
        if (settings.wants(workload.key()) && (modes.isEmpty() || modes.contains(variant.mode()))) {
          out.println(runner.run(workload.key(), variant));
          out.flush();
        }
      }
    }
  }
}
