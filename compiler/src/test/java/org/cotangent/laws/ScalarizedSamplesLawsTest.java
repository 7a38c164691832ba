package org.cotangent.laws;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.cotangent.compiler.scalar.Scalarized;
import org.cotangent.testkit.Sample;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Every operation's samples as straight-line code: bit for bit what evaluation gives, derivatives too. Of each operation the first
/// and the last sample, which holds the special numbers; `-Dcotangent.test.all=true` takes all.
class ScalarizedSamplesLawsTest {
  private static final boolean ALL = Boolean.getBoolean("cotangent.test.all");

  /// Primitives whose elements have no formulas: algorithms, and long ones.
  private static final Set<String> ALGORITHMS =
      Set.of(
          "arg_sort",
          "banded_solve",
          "cholesky",
          "convolve",
          "cum_arg_extreme",
          "cum_log_sum_exp",
          "determinant_form",
          "eigh",
          "fft",
          "fold",
          "forest_solve",
          "gcd",
          "general_eigen",
          "interval",
          "lu_factor",
          "matrix_exponential",
          "matrix_logarithm",
          "matrix_square_root",
          "next_after",
          "pseudo_inverse",
          "qr",
          "real_fft",
          "real_fft_transposed",
          "scale_by_power",
          "scatter_max",
          "search_sorted",
          "svd",
          "sylvester",
          "triangular_solve",
          "unfold",
          "window_arg_max");

  @TestFactory
  Stream<DynamicTest> samples() {
    Map<String, List<Sample>> byName = new LinkedHashMap<>();
    for (Sample sample : Samples.all()) {
      byName.computeIfAbsent(sample.name(), _ -> new ArrayList<>()).add(sample);
    }
    return byName.values().stream()
        .flatMap(
            all -> ALL || all.size() < 3 ? all.stream() : Stream.of(all.getFirst(), all.getLast()))
        .map(sample -> dynamicTest("code of " + sample, () -> check(sample)));
  }

  private static void check(Sample sample) {
    String reason = Scalarized.check(sample);
    assertTrue(
        reason.isEmpty()
            || reason.endsWith(" has no formulas")
                && ALGORITHMS.contains(reason.substring(0, reason.indexOf(' '))),
        reason);
  }
}
