package org.cotangent.kernel;

/// When a loop is run backward with few states in memory, which ones to keep: the order of steps that needs the fewest.
///
/// A range of steps whose first state is kept is cut at the best place, the state there is kept too, the later part is done, then the
/// earlier one. With s states at a time, l steps need `r l − C(s + r, r − 1)` forward steps besides the ones that are pulled back,
/// where r is the least number with `l ≤ C(s + r, s)`; no order needs fewer. Griewank and Walther, *Algorithm 799: revolve*, ACM
/// Transactions on Mathematical Software 26 (2000).
public final class Revolve {
  private Revolve() {}

  /// What the order is made of. States are whatever the loop carries.
  public interface Loop<S> {
    /// The state after steps `from` to `to`, exclusive, beginning with `state`.
    S advance(S state, int from, int to);

    /// Pulls step `step` back, of which `state` is the state before it.
    void pull(S state, int step);

    /// What is done with a state that `advance` has made and nobody needs any more; nothing, by default.
    default void release(S state) {}
  }

  /// Pulls back the steps from `to − 1` down to `from`; `state` is the one before step `from` and one of the `snapshots` that may be
  /// in memory at a time, the one that is advanced not counted.
  public static <S> void run(Loop<S> loop, S state, int from, int to, int snapshots) {
    int end = to;
    while (end - from > 1) {
      if (snapshots == 1) {
        end--;
        S last = loop.advance(state, from, end);
        loop.pull(last, end);
        loop.release(last);
        continue;
      }
      int middle = from + split(end - from, snapshots);
      later(loop, loop.advance(state, from, middle), middle, end, snapshots - 1);
      end = middle;
    }
    if (end > from) {
      loop.pull(state, from);
    }
  }

  /// The later part of a range, whose first state goes with it.
  private static <S> void later(Loop<S> loop, S state, int from, int to, int snapshots) {
    run(loop, state, from, to, snapshots);
    loop.release(state);
  }

  /// After how many of `length` steps the next state is kept.
  static int split(int length, int snapshots) {
    int r = repetitions(length, snapshots);
    int best = 1;
    long least = Long.MAX_VALUE;
    long[] candidates = {
      choose(snapshots + r - 1, snapshots),
      choose(snapshots + r - 2, snapshots),
      length - choose(snapshots + r - 2, snapshots - 1),
      length - choose(snapshots + r - 1, snapshots - 1),
    };
    for (long candidate : candidates) {
      int m = (int) Math.max(1, Math.min(length - 1, candidate));
      long cost = m + steps(length - m, snapshots - 1) + steps(m, snapshots);
      if (cost < least) {
        least = cost;
        best = m;
      }
    }
    return best;
  }

  /// The fewest forward steps, those that are pulled back not counted.
  static long steps(int length, int snapshots) {
    if (length <= 1) {
      return 0;
    }
    int r = repetitions(length, snapshots);
    return (long) r * length - choose(snapshots + r, snapshots + 1);
  }

  /// The least r with `length ≤ C(snapshots + r, snapshots)`: how often the most repeated step is run.
  private static int repetitions(int length, int snapshots) {
    int r = 0;
    while (choose(snapshots + r, snapshots) < length) {
      r++;
    }
    return r;
  }

  /// `C(n, k)`, or a number above all lengths.
  private static long choose(int n, int k) {
    if (k < 0 || n < k) {
      return 0;
    }
    int least = Math.min(k, n - k);
    long result = 1;
    for (int i = 1; i <= least; i++) {
      result = result * (n - least + i) / i;
      if (result > Integer.MAX_VALUE) {
        return 1L << 40;
      }
    }
    return result;
  }
}
