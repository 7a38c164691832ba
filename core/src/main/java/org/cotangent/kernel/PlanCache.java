package org.cotangent.kernel;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntFunction;

/// Plans by length, of which the least recently used go first. Thread-safe.
///
/// @param <P> the plans
final class PlanCache<P extends PlanCache.Weighted> {
  /// All plans together hold at most so many complex numbers, 32 MB of them; a plan that is larger alone is not kept.
  private static final int KEPT = 1 << 21;

  /// What takes room.
  interface Weighted {
    /// How many complex numbers it holds.
    long weight();
  }

  private final IntFunction<P> maker;
  private final Map<Integer, P> plans = new LinkedHashMap<>(16, 0.75f, true);
  private long weight;

  PlanCache(IntFunction<P> maker) {
    this.maker = maker;
  }

  P get(int length) {
    synchronized (plans) {
      P plan = plans.get(length);
      if (plan != null) {
        return plan;
      }
    }
    // Made outside, so that short transforms do not wait for long ones. If two threads make one,
    // they are equal.
    P plan = maker.apply(length);
    synchronized (plans) {
      keep(length, plan);
    }
    return plan;
  }

  private void keep(int length, P plan) {
    if (plan.weight() > KEPT || plans.putIfAbsent(length, plan) != null) {
      return;
    }
    weight += plan.weight();
    var oldest = plans.values().iterator();
    while (weight > KEPT) {
      weight -= oldest.next().weight();
      oldest.remove();
    }
  }

  /// How many complex numbers are kept.
  long weight() {
    synchronized (plans) {
      return weight;
    }
  }
}
