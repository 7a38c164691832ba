package org.cotangent.bench.workloads;

import java.util.List;
import java.util.Map;

/// What the environment asks for.
///
/// @param budget seconds of samples for each case, `BENCH_BUDGET_S`
/// @param threads to use, `BENCH_THREADS`; the launcher tells the virtual machine, here it is only reported
/// @param label behind the names of our modes, `BENCH_LABEL`: to tell runs with other options apart
/// @param cases parts of keys, `BENCH_CASES`: only what contains one of them runs; empty: all
record Settings(double budget, int threads, String label, List<String> cases) {
  Settings {
    cases = List.copyOf(cases);
  }

  static Settings of(Map<String, String> environment) {
    String cases = environment.getOrDefault("BENCH_CASES", "");
    return new Settings(
        Double.parseDouble(environment.getOrDefault("BENCH_BUDGET_S", "0.6")),
        Integer.parseInt(environment.getOrDefault("BENCH_THREADS", "1")),
        environment.getOrDefault("BENCH_LABEL", ""),
        cases.isEmpty() ? List.of() : List.of(cases.split(",")));
  }

  boolean wants(Key key) {
    return cases.isEmpty() || cases.stream().anyMatch(key.text()::contains);
  }
}
