package org.cotangent.compiler.matrix;

import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.RecursiveAction;
import java.util.function.IntConsumer;
import org.cotangent.compiler.VectorModule;
import org.cotangent.kernel.Blas;

/// Products of matrices by vectors of any length, in Java. Thread-safe.
///
/// An element of a product is the sum of its products in order, 256 of them at a time, by fused multiplication and addition; inner
/// products with a vector are summed in as many parts as four vectors have numbers. So a result depends on the sizes and on the length
/// of the machine's vectors, and neither on threads nor on how often the code has run.
public final class VectorBlas implements Blas {
  /// Fewer multiplications than this are quicker in loops over the arrays.
  private static final long LEAST = 256;

  /// Each thread is to have so many multiplications.
  private static final long SHARE = 2_000_000;

  /// Nanoseconds that a fused multiplication and addition takes at most, interpreted, if the processor has one; else it is an
  /// exact computation with decimals.
  private static final long FUSED = 400;

  private static final int ALIGNED = 240;

  private final int threads;

  /// For the service loader.
  public VectorBlas() {
    this(Blas.threads());
  }

  VectorBlas(int threads) {
    this.threads = threads;
  }

  /// Loaded only where the vector module is there.
  private static final class Doubles {
    static final Warming<DoubleTiles> TILES = warming();

    private static Warming<DoubleTiles> warming() {
      int lanes = new VectorDoubleTiles().lanes();
      return new Warming<>(new PlainDoubleTiles(lanes), VectorDoubleTiles::new, Doubles::trial);
    }

    private static void trial(DoubleTiles tiles) {
      double[] a = new double[64 * tiles.lanes()];
      double[] out = new double[18 * tiles.lanes()];
      for (int vectors = 1; vectors <= 3; vectors++) {
        int row = vectors * tiles.lanes();
        tiles.column(6, 6, a, 0, 6, 1, a, 0, row, vectors, out, 0, row);
        tiles.column(6, 6, a, 0, 1, 6, a, 0, row, vectors, out, 0, row);
      }
      tiles.add(2, 3 * tiles.lanes() - 1, a, 0, 3 * tiles.lanes(), out, 0, 3 * tiles.lanes());
      tiles.pack(2, 3, a, 0, 3 * tiles.lanes(), out, 0);
      tiles.pack(2, 2, a, 0, 3 * tiles.lanes(), out, 0);
      double[] scratch = new double[4 * tiles.lanes()];
      tiles.dots(1, 10 * tiles.lanes() - 1, a, 0, 0, a, 0, out, 0, 1, false, scratch);
      tiles.dots(
          5,
          4 * tiles.lanes() + tiles.lanes() / 2 + 1,
          a,
          0,
          tiles.lanes(),
          a,
          0,
          out,
          0,
          1,
          true,
          scratch);
      tiles.addEight(8 * tiles.lanes(), a, 0, tiles.lanes(), a, 0, 1, out, 0);
      tiles.add(8 * tiles.lanes(), 1, a, 0, out, 0);
    }
  }

  /// Loaded only where the vector module is there.
  private static final class Floats {
    static final Warming<FloatTiles> TILES = warming();

    private static Warming<FloatTiles> warming() {
      int lanes = new VectorFloatTiles().lanes();
      return new Warming<>(new PlainFloatTiles(lanes), VectorFloatTiles::new, Floats::trial);
    }

    private static void trial(FloatTiles tiles) {
      float[] a = new float[64 * tiles.lanes()];
      float[] out = new float[18 * tiles.lanes()];
      for (int vectors = 1; vectors <= 3; vectors++) {
        int row = vectors * tiles.lanes();
        tiles.column(6, 6, a, 0, 6, 1, a, 0, row, vectors, out, 0, row);
        tiles.column(6, 6, a, 0, 1, 6, a, 0, row, vectors, out, 0, row);
      }
      tiles.add(2, 3 * tiles.lanes() - 1, a, 0, 3 * tiles.lanes(), out, 0, 3 * tiles.lanes());
      tiles.pack(2, 3, a, 0, 3 * tiles.lanes(), out, 0);
      tiles.pack(2, 2, a, 0, 3 * tiles.lanes(), out, 0);
      float[] scratch = new float[4 * tiles.lanes()];
      tiles.dots(1, 10 * tiles.lanes() - 1, a, 0, 0, a, 0, out, 0, 1, false, scratch);
      tiles.dots(
          5,
          4 * tiles.lanes() + tiles.lanes() / 2 + 1,
          a,
          0,
          tiles.lanes(),
          a,
          0,
          out,
          0,
          1,
          true,
          scratch);
      tiles.addEight(8 * tiles.lanes(), a, 0, tiles.lanes(), a, 0, 1, out, 0);
      tiles.add(8 * tiles.lanes(), 1, a, 0, out, 0);
    }
  }

  @Override
  public int precedence() {
    return VectorModule.present() && fused() ? 1 : -1;
  }

  private static boolean fused() {
    double x = 0.1;
    long best = Long.MAX_VALUE;
    for (int i = 0; i < 5; i++) {
      long start = System.nanoTime();
      for (int j = 0; j < 20; j++) {
        x = Math.fma(x, 0.7, 0.3);
      }
      best = Math.min(best, System.nanoTime() - start);
    }
    return x > 0 && best < 20 * FUSED;
  }

  @Override
  public String description() {
    return "vectors in Java";
  }

  @Override
  public boolean takes(int m, int n, int k) {
    return (long) m * n * k >= LEAST;
  }

  /// Whether both precisions run by vectors already; asks for it, too.
  static boolean warm() {
    Doubles.TILES.current();
    Floats.TILES.current();
    return Doubles.TILES.done(VectorDoubleTiles.class) && Floats.TILES.done(VectorFloatTiles.class);
  }

  @Override
  public void multiply(
      int m,
      int n,
      int k,
      double[] a,
      int aAt,
      int aRow,
      int aColumn,
      double[] b,
      int bAt,
      int bRow,
      int bColumn,
      double[] out,
      int outAt,
      int outRow,
      boolean accumulate) {
    DoubleTiles tiles = Doubles.TILES.current();
    boolean tall = m >= n;
    int longer = Math.max(m, n);
    int parts = parts(m, n, k);
    int part = part(longer, parts);
    split(
        longer,
        part,
        from -> {
          int size = Math.min(part, longer - from);
          DoubleProduct.multiply(
              tiles,
              tall ? size : m,
              tall ? n : size,
              k,
              a,
              tall ? aAt + from * aRow : aAt,
              aRow,
              aColumn,
              b,
              tall ? bAt : bAt + from * bColumn,
              bRow,
              bColumn,
              out,
              tall ? outAt + from * outRow : outAt + from,
              outRow,
              accumulate);
        });
  }

  @Override
  public void multiply(
      int m,
      int n,
      int k,
      float[] a,
      int aAt,
      int aRow,
      int aColumn,
      float[] b,
      int bAt,
      int bRow,
      int bColumn,
      float[] out,
      int outAt,
      int outRow,
      boolean accumulate) {
    FloatTiles tiles = Floats.TILES.current();
    boolean tall = m >= n;
    int longer = Math.max(m, n);
    int parts = parts(m, n, k);
    int part = part(longer, parts);
    split(
        longer,
        part,
        from -> {
          int size = Math.min(part, longer - from);
          FloatProduct.multiply(
              tiles,
              tall ? size : m,
              tall ? n : size,
              k,
              a,
              tall ? aAt + from * aRow : aAt,
              aRow,
              aColumn,
              b,
              tall ? bAt : bAt + from * bColumn,
              bRow,
              bColumn,
              out,
              tall ? outAt + from * outRow : outAt + from,
              outRow,
              accumulate);
        });
  }

  private int parts(int m, int n, int k) {
    return Math.clamp((long) m * n * k / SHARE, 1, threads);
  }

  /// A multiple of the sizes of all tiles, so that parts have no more edges than the whole. No part is so short that it would be summed
  /// in another order.
  private static int part(int length, int parts) {
    if (parts == 1) {
      return length;
    }
    int part = ALIGNED * Math.ceilDiv(Math.ceilDiv(length, parts), ALIGNED);
    while (length % part > 0 && length % part < DoubleTiles.TOGETHER) {
      part += ALIGNED;
    }
    return part;
  }

  /// Runs a body for each part; the first in the calling thread.
  private static void split(int length, int part, IntConsumer body) {
    if (part >= length) {
      body.accept(0);
      return;
    }
    var others = new java.util.ArrayList<Part>();
    for (int from = part; from < length; from += part) {
      var other = new Part(body, from);
      others.add(other);
      ForkJoinPool.commonPool().execute(other);
    }
    body.accept(0);
    for (Part other : others) {
      other.join();
    }
  }

  /// One of them.
  private static final class Part extends RecursiveAction {
    private static final long serialVersionUID = 1;
    private final transient IntConsumer body;
    private final int from;

    Part(IntConsumer body, int from) {
      this.body = body;
      this.from = from;
    }

    @Override
    protected void compute() {
      body.accept(from);
    }
  }
}
