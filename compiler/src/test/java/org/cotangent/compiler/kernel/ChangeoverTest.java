package org.cotangent.compiler.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/// A kernel that starts without code of its own changes over while several threads use it, and no bit of what they see changes.
class ChangeoverTest {
  private static final int SIZE = 3_001;
  private static final long PATIENCE = 60_000_000_000L;

  @Test
  void sameBitsBeforeAndAfter() throws Exception {
    assumeTrue(Kernel.vectors(), "without vectors there is nothing to change over to");
    Body body = new Body();
    int x = body.load(0, Lane.F64);
    var functions = new Functions(body, Lane.F64);
    int y = body.mul(functions.exp(functions.sin(x)), body.load(1, Lane.F64));
    var nest =
        new Nest(
            List.of(Integer.MAX_VALUE),
            List.of(
                new Nest.Operand(Lane.F64, 0, List.of(1)),
                new Nest.Operand(Lane.F64, 0, List.of(0))),
            body,
            List.of(new Nest.Output(y, Lane.F64, Nest.Reduction.NONE, 0, List.of(1))));
    double[] points = new double[SIZE];
    for (int i = 0; i < SIZE; i++) {
      points[i] = (i - 1_500) * 0.37 * (i % 100 == 0 ? 1e6 : 1);
    }
    double[] scale = {0.7};
    double[] expected = new double[SIZE];
    KernelsOf.firstOnSingles(nest, SIZE, points, scale, expected);
    Kernel kernel = Kernel.onBlocksFirst(nest);
    long end = System.nanoTime() + PATIENCE;
    Callable<Boolean> user =
        () -> {
          boolean after = false;
          while (System.nanoTime() < end) {
            boolean changed = kernel.changed();
            double[] out = new double[SIZE];
            kernel.run(new Object[] {points, scale, out}, 0, SIZE, 0);
            assertArrayEquals(expected, out, 0);
            if (changed && after) {
              return true;
            }
            after = changed;
          }
          return false;
        };
    try (var pool = Executors.newFixedThreadPool(3)) {
      var users = new ArrayList<Future<Boolean>>();
      for (int i = 0; i < 3; i++) {
        users.add(pool.submit(user));
      }
      for (Future<Boolean> one : users) {
        assertTrue(one.get(), "no change within a minute");
      }
    }
  }
}
