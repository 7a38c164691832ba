package org.cotangent.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RevolveTest {
  /// A loop whose state is the number of steps done; counts what is run and what is held.
  private static final class Counting implements Revolve.Loop<Integer> {
    private final List<Integer> pulled = new ArrayList<>();
    private long advanced;
    private int held;
    private int most;

    @Override
    public Integer advance(Integer state, int from, int to) {
      assertEquals(from, state);
      advanced += to - from;
      most = Math.max(most, ++held);
      return to;
    }

    @Override
    public void release(Integer state) {
      held--;
    }

    @Override
    public void pull(Integer state, int step) {
      assertEquals(step, state);
      pulled.add(step);
    }
  }

  @Test
  void pullsEachStepOnceFromTheEndInTheFewestSteps() {
    long[][] least = least(60, 8);
    for (int length = 0; length <= 60; length++) {
      for (int snapshots = 1; snapshots <= 8; snapshots++) {
        var loop = new Counting();
        Revolve.run(loop, 0, 0, length, snapshots);
        var expected = new ArrayList<Integer>();
        for (int i = length - 1; i >= 0; i--) {
          expected.add(i);
        }
        assertEquals(expected, loop.pulled);
        assertEquals(0, loop.held);
        // The first state is the caller's, and counts; the one that is being pulled back does not.
        assertTrue(loop.most <= snapshots, loop.most + " of " + snapshots);
        String what = length + " steps, " + snapshots + " snapshots";
        assertEquals(least[length][snapshots], loop.advanced, what);
        assertEquals(least[length][snapshots], Revolve.steps(length, snapshots), what);
      }
    }
  }

  /// The fewest forward steps, by trying every place for the next state.
  private static long[][] least(int lengths, int most) {
    long[][] least = new long[lengths + 1][most + 1];
    for (int s = 1; s <= most; s++) {
      for (int l = 2; l <= lengths; l++) {
        least[l][s] = l * (l - 1L) / 2;
        for (int m = 1; s > 1 && m < l; m++) {
          least[l][s] = Math.min(least[l][s], m + least[l - m][s - 1] + least[m][s]);
        }
      }
    }
    return least;
  }

  /// How many states are reachable when a step is pulled back, seen by the collector.
  private static final class Watching implements Revolve.Loop<int[]> {
    private final List<WeakReference<int[]>> made = new ArrayList<>();
    private int most;

    @Override
    public int[] advance(int[] state, int from, int to) {
      int[] next = {to};
      made.add(new WeakReference<>(next));
      return next;
    }

    @Override
    public void pull(int[] state, int step) {
      assertEquals(step, state[0]);
      System.gc();
      most = Math.max(most, (int) made.stream().filter(each -> each.get() != null).count());
    }
  }

  @Test
  void noMoreStatesAreHeldThanAllowed() {
    for (int snapshots = 1; snapshots <= 5; snapshots++) {
      var loop = new Watching();
      Revolve.run(loop, new int[] {0}, 0, 25, snapshots);
      // The first state is the caller's, and counts; the one that is being pulled back does not.
      assertTrue(loop.most <= snapshots, loop.most + " of " + snapshots);
      assertTrue(loop.made.size() >= 24);
    }
  }

  @Test
  void aMillionStepsNeedFewStatesAndFewRepetitions() {
    // C(100 + 4, 4) is above a million, C(100 + 3, 3) is not.
    long steps = Revolve.steps(1_000_000, 100);
    assertTrue(steps < 4_000_000L && steps > 3_000_000L, "" + steps);
    // With 20 states each step is run 7 times at most: C(20 + 7, 7) = 888030 < 10⁶ ≤ C(20 + 8, 8).
    assertTrue(Revolve.steps(1_000_000, 20) < 8_000_000L);
    assertEquals(0, Revolve.steps(1, 1));
  }
}
