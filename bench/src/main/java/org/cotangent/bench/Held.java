package org.cotangent.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.cotangent.kernel.Lapack;
import org.cotangent.kernel.MatrixProduct;

/// Prints how long the collector has to wait for products and factorisations of large matrices.
///
/// A collection begins when all threads stand still, and a native call that works in the heap does not until it returns. So while the
/// work runs in one thread, another stops all threads again and again, by asking for their stacks, which takes a tenth of a
/// millisecond when nobody holds it off (the first line). Arguments choose lines by regular expressions over their names.
public final class Held {
  /// What is done; its operands are made before.
  private record Task(String name, Supplier<Runnable> work) {}

  private Held() {}

  /// Prints the table.
  public static void main(String[] arguments) throws InterruptedException {
    Locale.setDefault(Locale.ROOT);
    var chosen = Pattern.compile(String.join("|", arguments));
    IO.println("| what | seconds | stops | median ms | 99 in 100 ms | longest ms |");
    IO.println("|---|---:|---:|---:|---:|---:|");
    for (Task task : tasks()) {
      if (chosen.matcher(task.name).find()) {
        print(task);
      }
    }
  }

  private static List<Task> tasks() {
    return List.of(
        new Task("nothing", () -> Held::idle),
        new Task("f64 product 2000", () -> product(2000)),
        new Task("f32 product 3000", () -> singleProduct(3000)),
        new Task("f64 5000x5000 by vector", () -> byVector(5000)),
        new Task("getrf 3000", () -> getrf(3000)),
        new Task("potrf 3000", () -> potrf(3000)),
        new Task("geqrf 2000", () -> geqrf(2000)),
        new Task("syevd 1000", () -> syevd(1000)),
        new Task("gesdd 700", () -> gesdd(700)));
  }

  private static Runnable getrf(int n) {
    double[] a = numbers(n);
    return () -> Lapack.instance().getrf(n, n, a, new int[n]);
  }

  private static Runnable potrf(int n) {
    double[] a = definite(n);
    return () -> Lapack.instance().potrf(n, a);
  }

  private static Runnable geqrf(int n) {
    double[] a = numbers(n);
    return () -> Lapack.instance().geqrf(n, n, a, new double[n]);
  }

  private static Runnable syevd(int n) {
    double[] a = definite(n);
    return () -> Lapack.instance().syevd(n, a, new double[n]);
  }

  private static Runnable gesdd(int n) {
    double[] a = numbers(n);
    return () ->
        Lapack.instance()
            .gesdd(false, n, n, a, new double[n], new double[n * n], new double[n * n]);
  }

  private static void idle() {
    try {
      Thread.sleep(1000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static double[] numbers(int n) {
    return new Random(1).doubles((long) n * n, -1, 1).toArray();
  }

  private static double[] definite(int n) {
    double[] a = numbers(n);
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < i; j++) {
        a[i * n + j] = a[j * n + i];
      }
      a[i * n + i] = 2 * n;
    }
    return a;
  }

  private static Runnable product(int n) {
    double[] a = numbers(n);
    double[] out = new double[n * n];
    return () -> MatrixProduct.multiply(n, n, n, a, 0, n, 1, a, 0, n, 1, out, 0, n, false);
  }

  private static Runnable singleProduct(int n) {
    float[] a = new float[n * n];
    Arrays.fill(a, 0.5f);
    float[] out = new float[n * n];
    return () -> MatrixProduct.multiply(n, n, n, a, 0, n, 1, a, 0, n, 1, out, 0, n, false);
  }

  private static Runnable byVector(int n) {
    double[] a = numbers(n);
    double[] out = new double[n];
    return () -> {
      for (int i = 0; i < 20; i++) {
        MatrixProduct.multiply(n, 1, n, a, 0, n, 1, a, 0, 1, 1, out, 0, 1, false);
      }
    };
  }

  private static void print(Task task) throws InterruptedException {
    Runnable work = task.work.get();
    long start = System.nanoTime();
    Thread worker = Thread.ofPlatform().daemon().start(work);
    var stops = new ArrayList<Long>();
    do {
      long before = System.nanoTime();
      var stacks = Thread.getAllStackTraces();
      stops.add((System.nanoTime() - before) / Math.min(1, stacks.size()));
    } while (!worker.join(Duration.ofMillis(1)));
    double seconds = (System.nanoTime() - start) / 1e9;
    stops.sort(null);
    IO.println(
        "| %s | %.2f | %d | %.1f | %.1f | %.1f |"
            .formatted(
                task.name,
                seconds,
                stops.size(),
                stops.get(stops.size() / 2) / 1e6,
                stops.get(stops.size() * 99 / 100) / 1e6,
                stops.getLast() / 1e6));
  }
}
