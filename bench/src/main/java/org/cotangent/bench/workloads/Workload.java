package org.cotangent.bench.workloads;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// One case of the comparison, in each way that the library can do it.
///
/// @param key what it is about
/// @param variants how it is done
record Workload(Key key, List<Variant> variants) {
  /// A way to do it.
  ///
  /// @param mode `eager`, `compiled` or `plain`; `kernel`, a loop alone
  /// @param build makes the data; nothing is computed yet
  record Variant(String mode, Supplier<Timed<?>> build) {}

  Workload {
    variants = List.copyOf(variants);
  }

  /// A problem, eager and compiled.
  static Workload of(Key key, Supplier<? extends Problem<?, ?, ?>> problem) {
    return new Workload(
        key,
        List.of(
            new Variant("eager", () -> problem.get().eager()),
            new Variant("compiled", () -> problem.get().compiled())));
  }

  /// A problem whose parameters are numbers: also through the entry for plain doubles.
  static Workload ofNumbers(Key key, Supplier<? extends Problem<?, ?, ?>> problem) {
    var variants = new ArrayList<>(of(key, problem).variants);
    variants.add(new Variant("plain", () -> problem.get().plain()));
    return new Workload(key, variants);
  }
}
