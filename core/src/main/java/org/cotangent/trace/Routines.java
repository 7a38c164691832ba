package org.cotangent.trace;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.Tensor;
import org.cotangent.primitive.Routine;
import org.cotangent.primitive.Zero;

/// Derivatives of routines, as routines.
final class Routines {
  private Routines() {}

  /// `(x…, dx…) → (y…, dy…)` for a routine of `count` arguments; `masked`: the tangents passed a mask. Tangents that are [Zero] stay out of it, and a `dy` that is zero
  /// is a [Zero].
  static Routine pushed(Routine routine, int count, boolean masked) {
    return all -> {
      var trace = new JvpTrace("jvp");
      try {
        var duals = new ArrayList<Tensor>(count);
        for (int i = 0; i < count; i++) {
          Tensor tangent = all.get(count + i);
          duals.add(
              Zero.is(tangent) || !all.get(i).dtype().floating()
                  ? all.get(i)
                  : trace.dual(all.get(i), tangent, masked));
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

  /// `(x…, cotangents of the results in present) → cotangents of the floating x`, real ones. Who is absent has no part in it.
  static Routine pulled(Routine routine, int count, boolean[] present, boolean masked) {
    return all -> {
      var trace = new ReverseTrace("vjp");
      var leaves = new ArrayList<Node>();
      List<Tensor> outputs;
      try {
        var arguments = new ArrayList<Tensor>(count);
        for (Tensor input : all.subList(0, count)) {
          if (input.dtype().floating()) {
            Node leaf = trace.leaf(input);
            leaves.add(leaf);
            arguments.add(leaf);
          } else {
            arguments.add(input);
          }
        }
        outputs = routine.apply(arguments);
      } finally {
        trace.close();
      }
      var cotangents = new ArrayList<Tensor>(present.length);
      int next = count;
      for (int i = 0; i < present.length; i++) {
        cotangents.add(present[i] ? all.get(next++) : new Zero(outputs.get(i).aval()));
      }
      return trace.pullback(outputs, cotangents, leaves, masked);
    };
  }
}
