package org.cotangent.ops;

import static org.cotangent.Autodiff.grad;
import static org.cotangent.Autodiff.vjp;
import static org.cotangent.Tensor.ones;
import static org.cotangent.Tensor.vector;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrowsExactly;

import java.util.SplittableRandom;
import org.cotangent.DType;
import org.cotangent.Shape;
import org.cotangent.ShapeException;
import org.cotangent.Tensor;
import org.cotangent.testkit.Numbers;
import org.junit.jupiter.api.Test;

/// Pooling against the plainest loops, over random windows.
class PoolingTest {
  private static final long SEED = Long.getLong("cotangent.test.seed", 20_261_202);
  private static final double INF = Double.POSITIVE_INFINITY;

  /// A window over an h×w image: its elements are `(s·stride + k·dilation − padding)`, along both axes.
  private record Problem(
      int lines, int[] lengths, int[] size, int[] stride, int[] low, int[] high, int[] dilation) {
    static Problem draw(SplittableRandom random) {
      int[] lengths = new int[2];
      int[] size = new int[2];
      int[] stride = new int[2];
      int[] low = new int[2];
      int[] high = new int[2];
      int[] dilation = new int[2];
      for (int axis = 0; axis < 2; axis++) {
        size[axis] = 1 + random.nextInt(4);
        dilation[axis] = 1 + random.nextInt(2);
        stride[axis] = 1 + random.nextInt(3);
        low[axis] = random.nextInt(size[axis] / 2 + 1);
        high[axis] = random.nextInt(size[axis] / 2 + 1);
        lengths[axis] = (size[axis] - 1) * dilation[axis] + 1 + random.nextInt(5);
      }
      return new Problem(1 + random.nextInt(3), lengths, size, stride, low, high, dilation);
    }

    Window window() {
      return Window.of(size).stride(stride).padding(low, high).dilation(dilation);
    }

    int count(int axis) {
      int extent = (size[axis] - 1) * dilation[axis] + 1;
      return (lengths[axis] + low[axis] + high[axis] - extent) / stride[axis] + 1;
    }

    int place(int axis, int s, int k) {
      int place = s * stride[axis] + k * dilation[axis] - low[axis];
      return place < lengths[axis] ? place : -1;
    }

    /// The positions that window `(s, t)` meets, in order; −1 in the padding.
    int[] met(int s, int t) {
      int[] met = new int[size[0] * size[1]];
      for (int k = 0; k < size[0]; k++) {
        for (int l = 0; l < size[1]; l++) {
          int i = place(0, s, k);
          int j = place(1, t, l);
          met[k * size[1] + l] = i < 0 || j < 0 ? -1 : i * lengths[1] + j;
        }
      }
      return met;
    }
  }

  private interface Window2 {
    void at(int line, int window, int[] met);
  }

  private static void each(Problem p, Window2 body) {
    for (int line = 0; line < p.lines; line++) {
      for (int s = 0; s < p.count(0); s++) {
        for (int t = 0; t < p.count(1); t++) {
          body.at(line, s * p.count(1) + t, p.met(s, t));
        }
      }
    }
  }

  @Test
  void valuesAndGradientsAgreeWithLoops() {
    System.out.println("PoolingTest: -Dcotangent.test.seed=" + SEED);
    var random = new SplittableRandom(SEED);
    var numbers = new Numbers(SEED);
    for (int round = 0; round < 200; round++) {
      Problem p = Problem.draw(random);
      int area = p.lengths[0] * p.lengths[1];
      int count = p.count(0) * p.count(1);
      int size = p.size[0] * p.size[1];
      // Whole numbers, so that many are equal.
      Tensor x = numbers.whole(4, Shape.of(p.lines, 1, p.lengths[0], p.lengths[1])).to(DType.F64);
      Tensor ct = numbers.normal(Shape.of(p.lines, 1, p.count(0), p.count(1)));
      double[] in = x.toDoubles();
      double[] c = ct.toDoubles();
      double[][] y = new double[4][p.lines * count];
      double[][] dx = new double[4][in.length];
      double[] columns = new double[p.lines * size * count];
      each(
          p,
          (line, s, met) -> {
            int to = line * count + s;
            int first = -1;
            int inside = 0;
            for (int k = 0; k < size; k++) {
              if (met[k] < 0) {
                continue;
              }
              int from = line * area + met[k];
              inside++;
              y[1][to] += in[from];
              columns[(line * size + k) * count + s] = in[from];
              if (first < 0 || in[from] > in[first]) {
                first = from;
              }
            }
            y[0][to] = in[first];
            dx[0][first] += c[to];
            y[2][to] = y[1][to] / size;
            y[3][to] = y[1][to] / inside;
            for (int k = 0; k < size; k++) {
              if (met[k] >= 0) {
                int from = line * area + met[k];
                dx[1][from] += c[to];
                dx[2][from] += c[to] / size;
                dx[3][from] += c[to] / inside;
              }
            }
          });
      Window window = p.window();
      for (int kind = 0; kind < 4; kind++) {
        int which = kind;
        var result = vjp(t -> pooled(which, t, window), x);
        assertEquals(ct.shape(), result.value().shape(), p::toString);
        assertArrayEquals(y[kind], result.value().toDoubles(), 1e-14, p::toString);
        assertArrayEquals(dx[kind], result.pullback().apply(ct).toDoubles(), 1e-13, p::toString);
        Tensor single = pooled(which, x.to(DType.F32), window);
        assertEquals(DType.F32, single.dtype());
        assertArrayEquals(y[kind], single.toDoubles(), 1e-5, p::toString);
        var narrow = vjp(t -> pooled(which, t, window), x.to(DType.F32));
        double[] back = narrow.pullback().apply(ct.to(DType.F32)).toDoubles();
        assertArrayEquals(dx[kind], back, 1e-4, p::toString);
      }
      Tensor unfolded = Pooling.unfold(x, window);
      assertEquals(Shape.of(p.lines, size, count), unfolded.shape());
      assertArrayEquals(columns, unfolded.toDoubles(), p::toString);
      Tensor other = numbers.normal(unfolded.shape());
      Tensor folded = Pooling.fold(other, window, p.lengths);
      assertEquals(
          unfolded.times(other).sum().item(), folded.times(x).sum().item(), 1e-10, p::toString);
    }
  }

  private static Tensor pooled(int kind, Tensor x, Window window) {
    return switch (kind) {
      case 0 -> Pooling.maxPool2d(x, window);
      case 1 -> Pooling.sumPool2d(x, window);
      case 2 -> Pooling.avgPool2d(x, window);
      default -> Pooling.avgPool2d(x, window, false);
    };
  }

  /// One axis and three axes are two axes with others of length 1.
  @Test
  void otherNumbersOfAxes() {
    var numbers = new Numbers(SEED);
    Tensor x = numbers.normal(Shape.of(2, 3, 7));
    Window line = Window.of(3).stride(2).padding(1);
    Window flat = Window.of(1, 3).stride(1, 2).padding(0, 1);
    Window solid = Window.of(1, 1, 3).stride(1, 1, 2).padding(0, 0, 1);
    double[][] one = {
      Pooling.maxPool1d(x, line).toDoubles(),
      Pooling.sumPool1d(x, line).toDoubles(),
      Pooling.avgPool1d(x, line).toDoubles(),
      Pooling.avgPool1d(x, line, false).toDoubles()
    };
    for (int kind = 0; kind < 4; kind++) {
      assertArrayEquals(one[kind], pooled(kind, x, flat).toDoubles(), 1e-15);
    }
    assertArrayEquals(one[0], Pooling.maxPool3d(x, solid).toDoubles());
    assertArrayEquals(one[1], Pooling.sumPool3d(x, solid).toDoubles(), 1e-15);
    assertArrayEquals(one[2], Pooling.avgPool3d(x, solid).toDoubles(), 1e-15);
    assertArrayEquals(one[3], Pooling.avgPool3d(x, solid, false).toDoubles(), 1e-15);
  }

  @Test
  void tiesAndSpecialNumbers() {
    Window two = Window.of(2);
    Tensor x = vector(1, 1, -INF, -INF, 2, Double.NaN, 0.0, -0.0);
    assertArrayEquals(new double[] {1, -INF, Double.NaN, 0}, Pooling.maxPool1d(x, two).toDoubles());
    assertArrayEquals(
        new double[] {1, 0, 1, 0, 0, 1, 1, 0},
        grad(t -> Pooling.maxPool1d(t, two).sum(), x).toDoubles());
    // Of six, in both precisions: NaN of either sign is largest, the first of several counts, and
    // the zeros are equal.
    double nan = Double.longBitsToDouble(-1L << 51);
    Tensor six =
        vector(3, INF, 1, nan, Double.NaN, 0, -1, -0.0, 0, -2, 0, -INF, 1, 2, 3, 4, 5, 6)
            .reshape(1, -1);
    for (DType dtype : new DType[] {DType.F64, DType.F32}) {
      double[] slopes =
          grad(t -> Pooling.maxPool1d(t, Window.of(6)).sum(), six.to(dtype)).toDoubles();
      double[] expected = new double[18];
      expected[3] = 1;
      expected[7] = 1;
      expected[17] = 1;
      assertArrayEquals(expected, slopes);
    }
    // The padding is no element: it is not larger than −1.
    assertArrayEquals(
        new double[] {-1, -2},
        Pooling.maxPool1d(vector(-1, -2, -3), Window.of(2).padding(new int[] {1}, new int[] {0}))
            .toDoubles());
    // An infinity stays in its windows.
    assertArrayEquals(
        new double[] {1, INF, 1}, Pooling.avgPool1d(vector(1, 1, INF, 3, 0, 2), two).toDoubles());
  }

  @Test
  void adaptiveMeans() {
    Tensor x = vector(1, 2, 3, 4, 5, 6, 7);
    assertArrayEquals(new double[] {2, 4, 6}, Pooling.adaptiveAvgPool(x, 3).toDoubles(), 1e-15);
    assertArrayEquals(x.toDoubles(), Pooling.adaptiveAvgPool(x, 7).toDoubles(), 1e-15);
    assertArrayEquals(new double[] {4}, Pooling.adaptiveAvgPool(x, 1).toDoubles(), 1e-15);
    Tensor more = Pooling.adaptiveAvgPool(vector(1, 2), 3);
    assertArrayEquals(new double[] {1, 1.5, 2}, more.toDoubles(), 1e-15);
    Tensor image = new Numbers(SEED).normal(Shape.of(2, 6, 4));
    assertArrayEquals(
        Pooling.avgPool2d(image, Window.of(3, 2)).toDoubles(),
        Pooling.adaptiveAvgPool(image, 2, 2).toDoubles(),
        1e-15);
  }

  private static void refused(String message, Runnable call) {
    assertEquals(message, assertThrowsExactly(ShapeException.class, call::run).getMessage());
  }

  private static void wrong(String message, Runnable call) {
    assertEquals(
        message, assertThrowsExactly(IllegalArgumentException.class, call::run).getMessage());
  }

  @Test
  void errors() {
    refused(
        "maxPool2d: a window of (3,3) over (1,4,2): it takes 3 elements of axis 2, which has 2",
        () -> Pooling.maxPool2d(ones(1, 4, 2), Window.of(3)));
    refused(
        "maxPool1d: window 0 along spatial axis 0 of (4) meets nothing but padding: pad less",
        () -> Pooling.maxPool1d(ones(4), Window.of(2).padding(2)));
    refused(
        "avgPool1d: window 0 along spatial axis 0 of (4) meets nothing but padding: pad less",
        () -> Pooling.avgPool1d(ones(4), Window.of(2).padding(2), false));
    refused("maxPool2d: (3) has no 2 spatial axes", () -> Pooling.maxPool2d(ones(3), Window.of(2)));
    refused(
        "unfold: (3,4) does not have the axes (examples, channels, spatial…)",
        () -> Pooling.unfold(ones(3, 4), Window.of(2)));
    refused(
        "fold: (1,4,2) is not (examples, channels·2, 3), the windows of (6)",
        () -> Pooling.fold(ones(1, 4, 2), Window.of(2), 6));
    refused("adaptiveAvgPool: 0 parts of axis 0 of (3)", () -> Pooling.adaptiveAvgPool(ones(3), 0));
    refused(
        "adaptiveAvgPool: (3) has no 2 spatial axes", () -> Pooling.adaptiveAvgPool(ones(3), 1, 1));
    wrong(
        "maxPool1d: the window has no size: make it with Window.of(size)",
        () -> Pooling.maxPool1d(ones(3), Window.of()));
    wrong(
        "maxPool1d: size is [2, 2], for 1 spatial axes",
        () -> Pooling.maxPool1d(ones(3), Window.of(2, 2)));
    String groups =
        assertThrowsExactly(
                IllegalArgumentException.class,
                () -> Pooling.sumPool1d(ones(3), Window.of(2).groups(2)))
            .getMessage();
    assertEquals(
        "sumPool1d: groups and outputPadding are for convolutions, not for "
            + Window.of(2).groups(2),
        groups);
  }
}
