package org.cotangent.trace;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.Tensor;
import org.cotangent.primitive.Routine;
import org.cotangent.primitive.Zero;

/// Derivatives of routines, as routines.
final class Routines {
  private Routines() {}

  /// `(x…, dx…) → (y…, dy…)` for a routine of `count` arguments. Tangents that are [Zero] stay out of it, and a `dy` that is zero
  /// is a [Zero].
  static Routine pushed(Routine routine, int count) {
    return all -> {
      var trace = new JvpTrace("jvp");
      try {
        var duals = new ArrayList<Tensor>(count);
        for (int i = 0; i < count; i++) {
          Tensor tangent = all.get(count + i);
          duals.add(
              Zero.is(tangent) || !all.get(i).dtype().floating()
                  ? all.get(i)
                  : trace.dual(all.get(i), tangent));
        }
        List<Tensor> outputs = routine.apply(duals);
        var results = new ArrayList<Tensor>(2 * outputs.size());
        outputs.forEach(output -> results.add(trace.primal(output)));
        outputs.forEach(output -> results.add(trace.tangent(output)));
        return results;
      } finally {
        trace.close();
      }
    };
  }

  /// `(x…, ct…) → cotangents of the floating x` for a routine of `count` arguments.
  static Routine pulled(Routine routine, int count) {
    return all -> {
      List<Tensor> inputs = all.subList(0, count);
      return Transform.vjp(
              "vjp",
              moving -> {
                int next = 0;
                var arguments = new ArrayList<Tensor>(count);
                for (Tensor input : inputs) {
                  arguments.add(input.dtype().floating() ? moving.get(next++) : input);
                }
                return routine.apply(arguments);
              },
              inputs.stream().filter(input -> input.dtype().floating()).toList())
          .map()
          .apply(all.subList(count, all.size()));
    };
  }
}
