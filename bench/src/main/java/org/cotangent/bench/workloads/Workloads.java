package org.cotangent.bench.workloads;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// All workloads, in their order.
final class Workloads {
  private static final List<Supplier<Stream<Workload>>> FAMILIES =
      List.of(
          Seed::workloads,
          Rosenbrock::workloads,
          Chain::workloads,
          LogisticRegression::workloads,
          Perceptron::workloads,
          Fused::workloads,
          SecondOrder::workloads,
          GaussianMixture::workloads,
          BundleAdjustment::workloads,
          Lstm::workloads,
          Recurrent::workloads,
          LotkaVolterra::workloads,
          Images::workloads,
          Taylor::workloads,
          SparseMatrices::workloads,
          Solving::workloads,
          EightSchools::workloads);

  private Workloads() {}

  static List<Workload> all() {
    return FAMILIES.stream().flatMap(Supplier::get).toList();
  }
}
