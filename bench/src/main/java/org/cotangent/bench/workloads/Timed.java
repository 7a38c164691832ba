package org.cotangent.bench.workloads;

import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/// A workload whose data are made: what is clocked.
///
/// @param derivative value and gradient, complete when it returns
/// @param function the function alone
/// @param outcome the numbers of the first result
/// @param parts by how much its time is divided
record Timed<R>(
    Supplier<R> derivative,
    Supplier<?> function,
    Function<R, Outcome> outcome,
    ToDoubleFunction<R> parts) {
  Timed(Supplier<R> derivative, Supplier<?> function, Function<R, Outcome> outcome) {
    this(derivative, function, outcome, _ -> 1);
  }
}
