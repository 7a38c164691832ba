package org.cotangent.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.cotangent.kernel.Blas;

/// Prints how many thousand million multiplications and additions a second the products of matrices do, for each implementation that is
/// there, and the ratios to the fastest: the table that the documents quote.
///
/// All run in turns in one process, with one thread each, and the best of many short runs counts: so what else the machine does matters
/// least. Arguments choose lines by regular expressions over their names.
public final class MatrixProducts {
  /// A shape; `transposed` if the left matrix lies column by column.
  private record Case(String name, int m, int n, int k, boolean single, boolean transposed) {
    double operations() {
      return 2.0 * m * n * k;
    }
  }

  private static final int ROUNDS = 40;

  /// Nanoseconds that a run is to last at least.
  private static final double SHORT = 1e6;

  private static final long WARMING = 20_000_000_000L;

  private MatrixProducts() {}

  /// Prints the table.
  public static void main(String[] arguments) {
    Locale.setDefault(Locale.ROOT);
    System.setProperty("cotangent.blas.threads", "1");
    var chosen = Pattern.compile(String.join("|", arguments));
    List<Blas> all = Blas.all();
    IO.println(
        all.stream()
            .map(Blas::description)
            .collect(Collectors.joining(" | ", "| shape | ", " | second by first |")));
    IO.println("|---|" + "---:|".repeat(all.size() + 1));
    warm(all);
    for (Case c : cases()) {
      if (chosen.matcher(c.name()).find()) {
        print(c, all);
      }
    }
  }

  private static List<Case> cases() {
    var cases = new ArrayList<Case>();
    for (boolean single : new boolean[] {false, true}) {
      String type = single ? "f32 " : "f64 ";
      for (int n :
          new int[] {4, 8, 16, 32, 48, 63, 64, 65, 100, 127, 128, 129, 256, 257, 512, 1000, 1024}) {
        cases.add(new Case(type + n, n, n, n, single, false));
      }
      cases.add(new Case(type + "256, left transposed", 256, 256, 256, single, true));
      cases.add(new Case(type + "128x784 by 784x512", 128, 512, 784, single, false));
      cases.add(
          new Case(type + "784x128 by 128x512, left transposed", 784, 512, 128, single, true));
      cases.add(new Case(type + "128x256 by 256x10", 128, 10, 256, single, false));
      cases.add(new Case(type + "10x784 by 784x512", 10, 512, 784, single, false));
      cases.add(new Case(type + "32x144 by 144x196", 32, 196, 144, single, false));
      cases.add(new Case(type + "1024x64 by 64x1024", 1024, 1024, 64, single, false));
      cases.add(new Case(type + "10x100 by vector", 10, 1, 100, single, false));
      cases.add(new Case(type + "10000x100 by vector", 10000, 1, 100, single, false));
      cases.add(
          new Case(type + "100x10000 by vector, left transposed", 100, 1, 10000, single, true));
      cases.add(new Case(type + "1000 by 1000, inner", 1, 1, 1000, single, false));
      cases.add(new Case(type + "1000 by 1000, outer", 1000, 1000, 1, single, false));
    }
    return cases;
  }

  /// Until vector code, which is compiled in the background, has long taken over.
  private static void warm(List<Blas> all) {
    var tasks =
        List.of(
            new Task(new Case("", 65, 65, 65, false, false)),
            new Task(new Case("", 65, 65, 65, true, false)));
    long end = System.nanoTime() + WARMING;
    while (System.nanoTime() < end) {
      tasks.forEach(task -> all.forEach(task::run));
    }
  }

  /// The operands of a case.
  private static final class Task {
    private final Case shape;
    private final double[] a;
    private final double[] b;
    private final double[] out;
    private final float[] single;
    private final float[] by;
    private final float[] into;

    Task(Case shape) {
      this.shape = shape;
      boolean f32 = shape.single;
      a = new double[f32 ? 0 : shape.m * shape.k];
      b = new double[f32 ? 0 : shape.k * shape.n];
      out = new double[f32 ? 0 : shape.m * shape.n];
      single = new float[f32 ? shape.m * shape.k : 0];
      by = new float[f32 ? shape.k * shape.n : 0];
      into = new float[f32 ? shape.m * shape.n : 0];
      Arrays.setAll(a, i -> i % 7 - 3);
      Arrays.setAll(b, i -> i % 5 - 2);
      for (int i = 0; i < single.length; i++) {
        single[i] = i % 7 - 3;
      }
      for (int i = 0; i < by.length; i++) {
        by[i] = i % 5 - 2;
      }
    }

    void run(Blas blas) {
      int m = shape.m;
      int n = shape.n;
      int k = shape.k;
      int row = shape.transposed ? 1 : k;
      int column = shape.transposed ? m : 1;
      if (shape.single) {
        blas.multiply(m, n, k, single, 0, row, column, by, 0, n, 1, into, 0, n, false);
      } else {
        blas.multiply(m, n, k, a, 0, row, column, b, 0, n, 1, out, 0, n, false);
      }
    }

    double nanoseconds(Blas blas, int times) {
      long start = System.nanoTime();
      for (int i = 0; i < times; i++) {
        run(blas);
      }
      return (System.nanoTime() - start) / (double) times;
    }
  }

  private static void print(Case c, List<Blas> all) {
    var task = new Task(c);
    double[] best = new double[all.size()];
    int[] times = new int[all.size()];
    Arrays.fill(best, Double.POSITIVE_INFINITY);
    Arrays.fill(times, 1);
    // Small products have paths of their own, which are to be compiled first.
    for (Blas blas : all) {
      task.nanoseconds(blas, (int) Math.clamp(1e9 / c.operations(), 1, 100_000));
    }
    for (int round = 0; round < ROUNDS; round++) {
      for (int i = 0; i < best.length; i++) {
        best[i] = Math.min(best[i], task.nanoseconds(all.get(i), times[i]));
        times[i] = (int) Math.clamp(SHORT / best[i], 1, 100_000);
      }
    }
    var line = new StringBuilder("| " + c.name + " |");
    for (double time : best) {
      line.append(" %.2f |".formatted(c.operations() / time));
    }
    line.append(best.length > 1 ? " %.2f |".formatted(best[0] / best[1]) : " |");
    IO.println(line);
  }
}
