package org.cotangent;

import static org.cotangent.Autodiff.grad;
import static org.cotangent.Autodiff.jvp;
import static org.cotangent.Autodiff.linearize;
import static org.cotangent.Autodiff.vjp;
import static org.cotangent.Autodiff.vmap;
import static org.cotangent.Tensor.arange;
import static org.cotangent.Tensor.ones;
import static org.cotangent.Tensor.scalar;
import static org.cotangent.Tensor.vector;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.function.Function;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Long chains, many threads, little memory.
class RobustnessTest {
  /// What `work` returns in a thread with a stack of 256 kB.
  private static <T> T inSmallStack(Callable<T> work) throws Exception {
    var task = new FutureTask<>(work);
    new Thread(null, task, "small", 256 << 10).start();
    return task.get();
  }

  private static Tensor chain(Tensor x, int length) {
    Tensor y = x;
    for (int i = 0; i < length; i++) {
      y = y.times(1 + 1e-6);
    }
    return y;
  }

  @Test
  void aMillionOperationsInASmallStack() throws Exception {
    double expected = 1;
    for (int i = 0; i < 1_000_000; i++) {
      expected *= 1 + 1e-6;
    }
    assertEquals(expected, inSmallStack(() -> grad(x -> chain(x, 1_000_000)).at(1)), 1e-12);
    assertEquals(
        expected,
        inSmallStack(() -> jvp(x -> chain(x, 1_000_000), scalar(1), scalar(1)).tangent().item()),
        1e-12);
  }

  @Test
  void secondDerivativesOfALongChainInASmallStack() throws Exception {
    TensorFunction f = x -> chain(x.square(), 100_000);
    double first = chain(scalar(1), 100_000).item();
    assertEquals(2 * first, inSmallStack(() -> grad(grad(f)).at(1)), 1e-11);
    assertEquals(
        2 * first,
        inSmallStack(() -> linearize(grad(f), scalar(1)).pushforward().apply(scalar(1)).item()),
        1e-11);
  }

  /// The graph has 2⁶⁰ paths.
  @Test
  void pathsAreNotCounted() {
    TensorFunction f =
        x -> {
          Tensor y = x;
          for (int i = 0; i < 60; i++) {
            y = y.plus(y);
          }
          return y;
        };
    assertEquals(0x1p60, grad(f).at(1));
    assertEquals(0x1p60, jvp(f, scalar(1), scalar(1)).tangent().item());
    assertEquals(0, grad(grad(f)).at(1));
  }

  @Test
  void manyThreadsDifferentiateAtOnce() throws Exception {
    int threads = 64;
    var start = new CountDownLatch(1);
    List<FutureTask<double[]>> results = new ArrayList<>();
    try (var pool = Executors.newFixedThreadPool(threads)) {
      for (int i = 0; i < threads; i++) {
        double at = 0.1 + i * 0.01;
        var task =
            new FutureTask<>(() -> {
              start.await();
              return derivatives(at);
            });
        pool.execute(task);
        results.add(task);
      }
      start.countDown();
      for (int i = 0; i < threads; i++) {
        assertArrayEquals(derivatives(0.1 + i * 0.01), results.get(i).get(), "thread " + i);
      }
    }
  }

  /// Sums over rounds of nested derivatives in all modes.
  private static double[] derivatives(double at) {
    double[] sums = new double[4];
    for (int i = 0; i < 50; i++) {
      double x = at + i * 0.001;
      sums[0] += grad(grad(t -> t.sin().times(t.exp()))).at(x);
      sums[1] += grad(t -> t.times(grad(u -> t.times(u).sin()).apply(t))).at(x);
      sums[2] += jvp(grad(t -> t.pow(3)), scalar(x), scalar(1)).tangent().item();
      sums[3] += vmap(grad(t -> t.tanh())).apply(vector(x, 2 * x)).sum().item();
    }
    return sums;
  }

  /// A function may hand its parts to other threads: levels live in the boxes.
  @Test
  void aDifferentiatedFunctionMayUseThreads() {
    TensorFunction f =
        x -> {
          try (var pool = Executors.newFixedThreadPool(4)) {
            List<FutureTask<Tensor>> parts = new ArrayList<>();
            for (int i = 1; i <= 8; i++) {
              double factor = i;
              var part = new FutureTask<>(() -> grad(y -> y.times(factor).sin()).apply(x));
              pool.execute(part);
              parts.add(part);
            }
            Tensor sum = scalar(0);
            for (var part : parts) {
              sum = sum.plus(part.get());
            }
            return sum;
          } catch (Exception e) {
            throw new AssertionError(e);
          }
        };
    double expected = 0;
    for (int i = 1; i <= 8; i++) {
      expected -= i * i * Math.sin(0.3 * i);
    }
    assertEquals(expected, grad(f).at(0.3), 1e-12);
  }

  @Test
  void aTapeIsCollectableOnceItsResultIsGone() throws Exception {
    List<WeakReference<Tensor>> inside = new ArrayList<>();
    Tensor gradient =
        grad(
            x -> {
              Tensor y = x.sin();
              inside.add(new WeakReference<>(y));
              return y.square().sum();
            },
            ones(100));
    collected(inside.getFirst());
    assertEquals(Math.sin(2), gradient.get(0).item(), 1e-15);
  }

  @Test
  void aPullbackHoldsItsTapeAndNoLonger() throws Exception {
    List<WeakReference<Tensor>> inside = new ArrayList<>();
    var pullbacks = new ArrayList<Function<Tensor, Tensor>>();
    pullbacks.add(
        vjp(
                x -> {
                  Tensor y = x.sin();
                  inside.add(new WeakReference<>(Box.valueOf(y)));
                  return y.square();
                },
                arange(100).to(DType.F64))
            .pullback());
    System.gc();
    assertNotNull(inside.getFirst().get(), "the factor that the pullback needs");
    assertEquals(Math.sin(2), pullbacks.getFirst().apply(ones(100)).get(1).item(), 1e-15);
    pullbacks.clear();
    collected(inside.getFirst());
  }

  private static void collected(WeakReference<Tensor> reference) throws InterruptedException {
    for (int i = 0; i < 50 && reference.get() != null; i++) {
      System.gc();
      Thread.sleep(10);
    }
    assertNull(reference.get());
  }

  @Test
  void anExceptionInAnyTransformationLeavesNothingBehind() {
    var inside = new IllegalStateException("inside");
    TensorFunction fails =
        x -> {
          if (x.shape() != null) {
            throw inside;
          }
          return x;
        };
    List<Runnable> calls =
        List.of(
            () -> grad(fails).at(1),
            () -> jvp(fails, scalar(1), scalar(1)),
            () -> vjp(fails, scalar(1)),
            () -> vmap(fails).apply(ones(2)),
            () -> linearize(fails, scalar(1)),
            () -> Autodiff.stage(fails, scalar(1)),
            () -> grad(x -> grad(fails).apply(x)).at(1));
    for (var call : calls) {
      var thrown = assertThrows(IllegalStateException.class, call::run);
      assertEquals(inside, thrown);
      assertEquals(12, grad(grad(x -> x.pow(3))).at(2));
    }
  }

  @Test
  void equalRunsGiveEqualBits() {
    Tensor x = arange(10_000).to(DType.F64).sin();
    TensorFunction f = t -> t.exp().sum().log().times(t.cumsum(0).tanh().mean());
    double[] first = grad(f, x).toDoubles();
    for (int i = 0; i < 3; i++) {
      assertArrayEquals(first, grad(f, x).toDoubles());
    }
  }

  @Test
  void tenMillionOperationsInLittleMemory(@TempDir Path folder) throws Exception {
    Path source = folder.resolve("Little.java");
    Files.writeString(
        source,
        """
        import org.cotangent.Autodiff;
        import org.cotangent.Tensor;

        class Little {
          public static void main(String[] arguments) {
            double sum = 0;
            for (int i = 0; i < 10_000; i++) {
              sum += Autodiff.grad(x -> {
                Tensor y = x;
                for (int k = 0; k < 1_000; k++) {
                  y = y.times(1.001);
                }
                return y.square();
              }).at(1);
            }
            System.out.println(sum);
          }
        }
        """);
    String classes =
        Path.of(Tensor.class.getProtectionDomain().getCodeSource().getLocation().toURI())
            .toString();
    int compiled =
        ToolProvider.findFirst("javac")
            .orElseThrow()
            .run(
                System.out, System.err, "-cp", classes, "-d", folder.toString(), source.toString());
    assertEquals(0, compiled);
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-cp",
                classes + System.getProperty("path.separator") + folder,
                "Little")
            .redirectErrorStream(true)
            .start();
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    assertEquals(0, process.waitFor(), output);
    double expected = 2e4 * Math.pow(1.001, 2000);
    assertEquals(expected, Double.parseDouble(output), 1e-9 * expected);
    assertTrue(Files.exists(folder.resolve("Little.class")));
  }
}
