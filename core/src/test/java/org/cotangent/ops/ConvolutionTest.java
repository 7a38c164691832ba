package org.cotangent.ops;

import static org.cotangent.Autodiff.grad;
import static org.cotangent.Autodiff.vjp;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrowsExactly;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.cotangent.DType;
import org.cotangent.Shape;
import org.cotangent.ShapeException;
import org.cotangent.Tensor;
import org.cotangent.testkit.Numbers;
import org.junit.jupiter.api.Test;

/// Convolutions against the plainest loops, over random windows.
class ConvolutionTest {
  private static final long SEED = Long.getLong("cotangent.test.seed", 20_261_201);

  /// A random problem over 1 to 3 axes.
  private record Problem(
      int axes,
      int examples,
      int groups,
      int channels,
      int results,
      int[] lengths,
      int[] size,
      int[] stride,
      int[] low,
      int[] high,
      int[] dilation) {
    static Problem draw(SplittableRandom random, int longest) {
      int axes = 1 + random.nextInt(3);
      int[] lengths = new int[axes];
      int[] size = new int[axes];
      int[] stride = new int[axes];
      int[] low = new int[axes];
      int[] high = new int[axes];
      int[] dilation = new int[axes];
      for (int axis = 0; axis < axes; axis++) {
        size[axis] = 1 + random.nextInt(4);
        dilation[axis] = 1 + random.nextInt(3);
        stride[axis] = 1 + random.nextInt(3);
        low[axis] = random.nextInt(4);
        high[axis] = random.nextInt(4);
        int extent = (size[axis] - 1) * dilation[axis] + 1;
        lengths[axis] =
            Math.max(1, extent - low[axis] - high[axis]) + random.nextInt(longest / axes);
      }
      int groups = 1 + random.nextInt(3);
      return new Problem(
          axes,
          1 + random.nextInt(3),
          groups,
          groups * (1 + random.nextInt(3)),
          groups * (1 + random.nextInt(3)),
          lengths,
          size,
          stride,
          low,
          high,
          dilation);
    }

    Window window() {
      return Window.of().stride(stride).padding(low, high).dilation(dilation).groups(groups);
    }

    int[] counts() {
      int[] counts = new int[axes];
      for (int axis = 0; axis < axes; axis++) {
        int extent = (size[axis] - 1) * dilation[axis] + 1;
        counts[axis] = (lengths[axis] + low[axis] + high[axis] - extent) / stride[axis] + 1;
      }
      return counts;
    }

    int[] inputShape() {
      return joined(examples, channels, lengths);
    }

    int[] kernelShape() {
      return joined(results, channels / groups, size);
    }

    int[] outputShape() {
      return joined(examples, results, counts());
    }

    @Override
    public String toString() {
      return Arrays.toString(inputShape()) + " " + Arrays.toString(kernelShape()) + " " + window();
    }
  }

  private static int[] joined(int first, int second, int[] rest) {
    int[] all = new int[rest.length + 2];
    all[0] = first;
    all[1] = second;
    System.arraycopy(rest, 0, all, 2, rest.length);
    return all;
  }

  /// All places of an array of these lengths, one after the other.
  private interface Visit {
    void at(int[] place);
  }

  private static void each(int[] lengths, Visit visit) {
    int size = Arrays.stream(lengths).reduce(1, (a, b) -> a * b);
    int[] place = new int[lengths.length];
    for (int i = 0; i < size; i++) {
      int rest = i;
      for (int axis = lengths.length - 1; axis >= 0; axis--) {
        place[axis] = rest % lengths[axis];
        rest /= lengths[axis];
      }
      visit.at(place);
    }
  }

  private static int index(int[] lengths, int first, int second, int[] place) {
    int index = first * lengths[1] + second;
    for (int axis = 0; axis < place.length; axis++) {
      index = index * lengths[axis + 2] + place[axis];
    }
    return index;
  }

  /// Each product of an element of the input and one of the kernel, and where it goes.
  private interface Product {
    void of(int input, int kernel, int output);
  }

  private static void products(Problem p, Product product) {
    int[] inputs = p.inputShape();
    int[] kernels = p.kernelShape();
    int[] outputs = p.outputShape();
    int perGroup = p.results / p.groups;
    for (int n = 0; n < p.examples; n++) {
      for (int o = 0; o < p.results; o++) {
        for (int c = 0; c < p.channels / p.groups; c++) {
          int example = n;
          int result = o;
          int channel = c;
          int from = o / perGroup * (p.channels / p.groups) + c;
          each(
              p.counts(),
              s -> {
                int[] to = s.clone();
                each(
                    p.size,
                    k -> {
                      int[] at = new int[p.axes];
                      for (int axis = 0; axis < p.axes; axis++) {
                        at[axis] =
                            to[axis] * p.stride[axis] + k[axis] * p.dilation[axis] - p.low[axis];
                        if (at[axis] < 0 || at[axis] >= p.lengths[axis]) {
                          return;
                        }
                      }
                      product.of(
                          index(inputs, example, from, at),
                          index(kernels, result, channel, k),
                          index(outputs, example, result, to));
                    });
              });
        }
      }
    }
  }

  private static double[] array(int[] shape) {
    return new double[Shape.of(shape).size()];
  }

  private static Tensor normal(Numbers numbers, int[] shape) {
    return numbers.normal(Shape.of(shape));
  }

  @Test
  void valuesAndGradientsAgreeWithLoops() {
    System.out.println("ConvolutionTest: -Dcotangent.test.seed=" + SEED);
    var random = new SplittableRandom(SEED);
    var numbers = new Numbers(SEED);
    for (int round = 0; round < 300; round++) {
      Problem p = Problem.draw(random, 8);
      Tensor input = normal(numbers, p.inputShape());
      Tensor kernel = normal(numbers, p.kernelShape());
      Tensor ct = normal(numbers, p.outputShape());
      double[] x = input.toDoubles();
      double[] w = kernel.toDoubles();
      double[] c = ct.toDoubles();
      double[] y = array(p.outputShape());
      double[] dx = array(p.inputShape());
      double[] dw = array(p.kernelShape());
      products(
          p,
          (i, k, o) -> {
            y[o] += x[i] * w[k];
            dx[i] += c[o] * w[k];
            dw[k] += c[o] * x[i];
          });
      Tensor output = Convolution.conv(input, kernel, p.window());
      assertEquals(Shape.of(p.outputShape()), output.shape(), p::toString);
      assertArrayEquals(y, output.toDoubles(), 1e-12, p::toString);
      var byInput = vjp(t -> Convolution.conv(t, kernel, p.window()), input);
      assertArrayEquals(dx, byInput.pullback().apply(ct).toDoubles(), 1e-12, p::toString);
      var byKernel = vjp(t -> Convolution.conv(input, t, p.window()), kernel);
      assertArrayEquals(dw, byKernel.pullback().apply(ct).toDoubles(), 1e-12, p::toString);

      Tensor single = Convolution.conv(input.to(DType.F32), kernel.to(DType.F32), p.window());
      assertEquals(DType.F32, single.dtype());
      assertArrayEquals(y, single.toDoubles(), 1e-4, p::toString);
    }
  }

  /// Long rows, many channels, many examples: several blocks along each of the kernel's axes.
  @Test
  void blocksMeet() {
    var numbers = new Numbers(SEED);
    int[][][] sizes = {
      {{1, 1, 1500}, {4, 1, 700}},
      {{1, 1, 1500}, {1, 1, 700}},
      {{3, 40, 30}, {5, 40, 9}},
      {{70, 3, 5, 5}, {4, 3, 3, 3}},
      {{2, 2, 40, 33}, {3, 2, 31, 5}},
      {{600, 1, 3}, {3, 1, 3}}
    };
    for (int[][] size : sizes) {
      int axes = size[0].length - 2;
      int[] one = new int[axes];
      Arrays.fill(one, 1);
      var p =
          new Problem(
              axes,
              size[0][0],
              1,
              size[0][1],
              size[1][0],
              Arrays.copyOfRange(size[0], 2, axes + 2),
              Arrays.copyOfRange(size[1], 2, axes + 2),
              one,
              new int[axes],
              one,
              one);
      Tensor input = normal(numbers, p.inputShape());
      Tensor kernel = normal(numbers, p.kernelShape());
      double[] x = input.toDoubles();
      double[] w = kernel.toDoubles();
      double[] y = array(p.outputShape());
      double[] dx = array(p.inputShape());
      double[] dw = array(p.kernelShape());
      products(
          p,
          (i, k, o) -> {
            y[o] += x[i] * w[k];
            dx[i] += w[k];
            dw[k] += x[i];
          });
      assertArrayEquals(
          y, Convolution.conv(input, kernel, p.window()).toDoubles(), 1e-10, p::toString);
      Tensor byInput = grad(t -> Convolution.conv(t, kernel, p.window()).sum(), input);
      assertArrayEquals(dx, byInput.toDoubles(), 1e-10, p::toString);
      Tensor byKernel = grad(t -> Convolution.conv(input, t, p.window()).sum(), kernel);
      assertArrayEquals(dw, byKernel.toDoubles(), 1e-9, p::toString);
    }
  }

  /// `⟨conv(x, w), y⟩ = ⟨x, convTranspose(y, w)⟩`, and the transposed convolution has the lengths of x again.
  @Test
  void theTransposedConvolutionIsTheAdjoint() {
    var random = new SplittableRandom(SEED);
    var numbers = new Numbers(SEED);
    int compared = 0;
    for (int round = 0; round < 300; round++) {
      Problem p = Problem.draw(random, 8);
      int[] more = new int[p.axes];
      int[] counts = p.counts();
      boolean possible = true;
      for (int axis = 0; axis < p.axes; axis++) {
        int extent = (p.size[axis] - 1) * p.dilation[axis] + 1;
        int least = (counts[axis] - 1) * p.stride[axis] + extent - p.low[axis] - p.high[axis];
        more[axis] = p.lengths[axis] - least;
        possible &= least >= 0;
      }
      if (!possible) {
        continue;
      }
      compared++;
      Tensor x = normal(numbers, p.inputShape());
      Tensor w = normal(numbers, p.kernelShape());
      Tensor y = normal(numbers, p.outputShape());
      Tensor back = Convolution.convTranspose(y, w, p.window().outputPadding(more));
      assertEquals(x.shape(), back.shape(), p::toString);
      double left = Convolution.conv(x, w, p.window()).times(y).sum().item();
      double right = back.times(x).sum().item();
      assertEquals(left, right, 1e-11, p::toString);
      double scale = Convolution.conv(x.abs(), w.abs(), p.window()).times(y.abs()).sum().item();
      Tensor single =
          Convolution.convTranspose(
              y.to(DType.F32), w.to(DType.F32), p.window().outputPadding(more));
      assertEquals(DType.F32, single.dtype());
      assertEquals(left, single.to(DType.F64).times(x).sum().item(), 1e-5 * scale);
    }
    assertTrue(compared > 200, compared + " problems");
  }

  @Test
  void theConvenientNamesAreTheGeneralFunction() {
    var numbers = new Numbers(SEED);
    Window window = Window.of().stride(2).padding(1);
    for (int axes = 1; axes <= 3; axes++) {
      int[] rest = new int[axes];
      Arrays.fill(rest, 4);
      Tensor x = normal(numbers, joined(2, 3, rest));
      Arrays.fill(rest, 3);
      Tensor w = normal(numbers, joined(3, 3, rest));
      Tensor y = Convolution.conv(x, w, window);
      Tensor named =
          switch (axes) {
            case 1 -> Convolution.conv1d(x, w, window);
            case 2 -> Convolution.conv2d(x, w, window);
            default -> Convolution.conv3d(x, w, window);
          };
      assertArrayEquals(y.toDoubles(), named.toDoubles());
      Tensor back =
          switch (axes) {
            case 1 -> Convolution.convTranspose1d(x, w, window);
            case 2 -> Convolution.convTranspose2d(x, w, window);
            default -> Convolution.convTranspose3d(x, w, window);
          };
      assertArrayEquals(Convolution.convTranspose(x, w, window).toDoubles(), back.toDoubles());
    }
  }

  /// There are `⌈n/stride⌉` windows; of an odd number of zeros one more stands at the end.
  @Test
  void samePadding() {
    Tensor x = Tensor.vector(1, 2, 3, 4, 5).reshape(1, 1, 5);
    Tensor two = Tensor.ones(1, 1, 2);
    assertArrayEquals(
        new double[] {3, 5, 7, 9, 5}, Convolution.conv1d(x, two, Window.of().same()).toDoubles());
    Tensor four = Tensor.ones(1, 1, 4);
    assertArrayEquals(
        new double[] {6, 14, 9},
        Convolution.conv1d(x, four, Window.of().same().stride(2)).toDoubles());
    for (int n = 1; n < 9; n++) {
      for (int k = 1; k < 6; k++) {
        for (int stride = 1; stride < 4; stride++) {
          Window same = Window.of().same().stride(stride).dilation(2);
          Tensor input = Tensor.ones(1, 1, n);
          Tensor kernel = Tensor.ones(1, 1, k);
          assertEquals(
              Shape.of(1, 1, Math.ceilDiv(n, stride)),
              Convolution.conv1d(input, kernel, same).shape());
          assertEquals(
              Shape.of(1, 1, n * stride), Convolution.convTranspose1d(input, kernel, same).shape());
        }
      }
    }
  }

  private static void refused(String message, Runnable call) {
    assertEquals(message, assertThrowsExactly(ShapeException.class, call::run).getMessage());
  }

  private static void wrong(String message, Runnable call) {
    assertEquals(
        message, assertThrowsExactly(IllegalArgumentException.class, call::run).getMessage());
  }

  private static Tensor ones(int... shape) {
    return Tensor.ones(shape);
  }

  @Test
  void errors() {
    Window plain = Window.of();
    refused(
        "conv2d: input (1,3,4,4) and kernel (2,2,3,3): the input has 3 channels, the kernel takes"
            + " 2",
        () -> Convolution.conv2d(ones(1, 3, 4, 4), ones(2, 2, 3, 3), plain));
    refused(
        "conv1d: input (1,4,5) and kernel (2,4,3): the input has 4 channels, the kernel takes 4 in"
            + " each of 2 groups",
        () -> Convolution.conv1d(ones(1, 4, 5), ones(2, 4, 3), plain.groups(2)));
    refused(
        "conv1d: kernel (3,2,3): its 3 results are no multiple of 2 groups",
        () -> Convolution.conv1d(ones(1, 4, 5), ones(3, 2, 3), plain.groups(2)));
    refused(
        "conv2d: a window of (3,3) with dilation [2, 2] over (1,1,8,3): it takes 5 elements of axis"
            + " 3, which has 4 with its padding",
        () ->
            Convolution.conv2d(
                ones(1, 1, 8, 3),
                ones(1, 1, 3, 3),
                plain.dilation(2).padding(new int[] {0}, new int[] {1})));
    refused(
        "conv1d: a window of (4) over (1,1,3): it takes 4 elements of axis 2, which has 3",
        () -> Convolution.conv1d(ones(1, 1, 3), ones(1, 1, 4), plain));
    refused(
        "conv2d: input (3,4) and kernel (2,3,3): they are to have the axes (examples, channels, 2"
            + " spatial) and (results, channels, 2 spatial)",
        () -> Convolution.conv2d(ones(3, 4), ones(2, 3, 3), plain));
    refused(
        "conv1d: kernel (1,1,0) has no elements",
        () -> Convolution.conv1d(ones(1, 1, 3), ones(1, 1, 0), plain));
    refused(
        "convTranspose1d: input (1,3,4) and kernel (2,2,3): the input has 3 channels, the kernel"
            + " takes 2",
        () -> Convolution.convTranspose1d(ones(1, 3, 4), ones(2, 2, 3), plain));
    refused(
        "convTranspose1d: input (1,3,4): its 3 channels are no multiple of 2 groups",
        () -> Convolution.convTranspose1d(ones(1, 3, 4), ones(3, 2, 3), plain.groups(2)));
    refused(
        "convTranspose1d: input (1,1,1) and a window of (2): padding [2] and [2] leaves nothing of"
            + " axis 2",
        () -> Convolution.convTranspose1d(ones(1, 1, 1), ones(1, 1, 2), plain.padding(2)));
    wrong(
        "convTranspose1d: outputPadding [1] is to be less than stride [1] or dilation [1]",
        () -> Convolution.convTranspose1d(ones(1, 1, 3), ones(1, 1, 2), plain.outputPadding(1)));
    wrong(
        "conv2d: stride is [1, 2, 3], for 2 spatial axes",
        () -> Convolution.conv2d(ones(1, 1, 3, 3), ones(1, 1, 2, 2), plain.stride(1, 2, 3)));
    wrong(
        "conv1d: the window has size [2], the kernel (1,1,3)",
        () -> Convolution.conv1d(ones(1, 1, 3), ones(1, 1, 3), Window.of(2)));
    wrong("Window: stride is [0], not 1 or more", () -> plain.stride(0));
    wrong("Window: padding is [-1], not 0 or more", () -> plain.padding(-1));
    wrong("Window: groups is 0, not 1 or more", () -> plain.groups(0));
  }
}
