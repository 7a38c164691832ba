package org.cotangent.bench.workloads;

import org.cotangent.DType;

/// What a figure is about; lines of different tools with the same key are compared.
///
/// @param workload `W1` to `W14`
/// @param name of the case in its workload
/// @param n its size
/// @param dtype of its numbers
record Key(String workload, String name, int n, DType dtype) {
  static Key of(String workload, String name, int n) {
    return new Key(workload, name, n, DType.F64);
  }

  /// What `BENCH_CASES` is looked for in.
  String text() {
    return workload + ":" + name + ":" + n + ":" + dtype.text();
  }
}
