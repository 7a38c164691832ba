package org.cotangent.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.cotangent.Axes;
import org.cotangent.DType;
import org.cotangent.Shape;
import org.cotangent.Slice;
import org.cotangent.Tensor;
import org.cotangent.testkit.Numbers;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Values of the operations that arrange, reduce, index and contract, against the plainest loops: element by element, each by its
/// definition, in `F64` and `F32`.
class OraclesTest {
  private static final long SEED = Long.getLong("cotangent.test.seed", 20_261_124);
  private static final Numbers NUMBERS = new Numbers(SEED);

  /// `x[i, j, k]` of a tensor of shape (3, 4, 2).
  private static final Tensor X = NUMBERS.normal(Shape.of(3, 4, 2));

  private static double x(int... index) {
    double[] data = X.toDoubles();
    return data[(index[0] * 4 + index[1]) * 2 + index[2]];
  }

  /// An operation on X, the result's shape, and each element's definition.
  private static DynamicTest of(
      String name,
      UnaryOperator<Tensor> operation,
      int[] shape,
      ToDoubleFunction<int[]> definition) {
    return dynamicTest(
        name,
        () -> {
          compare(operation.apply(X), shape, definition, 1e-13);
          Tensor narrow = operation.apply(X.to(DType.F32));
          boolean floating = operation.apply(X).dtype().floating();
          assertEquals(floating ? DType.F32 : narrow.dtype(), narrow.dtype());
          compare(narrow, shape, definition, 1e-5);
        });
  }

  static void compare(
      Tensor actual, int[] shape, ToDoubleFunction<int[]> definition, double tolerance) {
    assertEquals(Shape.of(shape), actual.shape());
    double[] values = actual.toDoubles();
    int[] index = new int[shape.length];
    for (int at = 0; at < values.length; at++) {
      int rest = at;
      for (int axis = shape.length - 1; axis >= 0; axis--) {
        index[axis] = rest % shape[axis];
        rest /= shape[axis];
      }
      double expected = definition.applyAsDouble(index);
      assertEquals(
          expected,
          values[at],
          tolerance * Math.max(1, Math.abs(expected)),
          Arrays.toString(index));
    }
  }

  private static int[] dims(int... lengths) {
    return lengths;
  }

  private static IntStream to(int n) {
    return IntStream.range(0, n);
  }

  @TestFactory
  Stream<DynamicTest> arranging() {
    return Stream.of(
        of("reshape", t -> t.reshape(2, -1), dims(2, 12), i -> X.toDoubles()[i[0] * 12 + i[1]]),
        of("transpose", t -> t.transpose(2, 0, 1), dims(2, 3, 4), i -> x(i[1], i[2], i[0])),
        of("reversed", Tensor::transpose, dims(2, 4, 3), i -> x(i[2], i[1], i[0])),
        of("t", Tensor::t, dims(3, 2, 4), i -> x(i[0], i[2], i[1])),
        of("moveAxis", t -> t.moveAxis(0, 2), dims(4, 2, 3), i -> x(i[2], i[0], i[1])),
        of(
            "moveAxes",
            t -> Shaping.moveAxes(t, new int[] {0, 1}, new int[] {1, 0}),
            dims(4, 3, 2),
            i -> x(i[1], i[0], i[2])),
        of("swapAxes", t -> Shaping.swapAxes(t, 0, -1), dims(2, 4, 3), i -> x(i[2], i[1], i[0])),
        of(
            "broadcastTo",
            t -> t.broadcastTo(Shape.of(2, 3, 4, 2)),
            dims(2, 3, 4, 2),
            i -> x(i[1], i[2], i[3])),
        of("expandDims", t -> t.expandDims(-2), dims(3, 4, 1, 2), i -> x(i[0], i[1], i[3])),
        of("squeeze", t -> Shaping.squeeze(t.slice(":, 2:3")), dims(3, 2), i -> x(i[0], 2, i[1])),
        of("slice", t -> t.slice("1:, ::-2, 1"), dims(2, 2), i -> x(i[0] + 1, 3 - 2 * i[1], 1)),
        of("slice beyond", t -> t.slice(Slice.span(-10, 10)), dims(3, 4, 2), i -> x(i)),
        of("get", t -> t.get(-1, 2), dims(2), i -> x(2, 2, i[0])),
        of("flip", t -> Arranging.flip(t, 1), dims(3, 4, 2), i -> x(i[0], 3 - i[1], i[2])),
        of("roll", t -> Arranging.roll(t, 1, 0), dims(3, 4, 2), i -> x((i[0] + 2) % 3, i[1], i[2])),
        of("rot90", t -> Arranging.rot90(t, 1), dims(4, 3, 2), i -> x(i[1], 3 - i[0], i[2])),
        of("tile", t -> Arranging.tile(t, 2, 3), dims(3, 8, 6), i -> x(i[0], i[1] % 4, i[2] % 2)),
        of("repeat", t -> Arranging.repeat(t, 3, 1), dims(3, 12, 2), i -> x(i[0], i[1] / 3, i[2])),
        of(
            "pad",
            t -> Arranging.pad(t, new int[] {1, 0, 0}, new int[] {0, 2, 0}, 7),
            dims(4, 6, 2),
            i -> i[0] < 1 || i[1] > 3 ? 7 : x(i[0] - 1, i[1], i[2])),
        of(
            "pad edge",
            t -> Arranging.pad(t, new int[] {0, 2, 0}, new int[] {0, 1, 0}, Arranging.Padding.EDGE),
            dims(3, 7, 2),
            i -> x(i[0], Math.clamp(i[1] - 2, 0, 3), i[2])),
        of(
            "pad reflect",
            t ->
                Arranging.pad(
                    t, new int[] {0, 2, 0}, new int[] {0, 0, 0}, Arranging.Padding.REFLECT),
            dims(3, 6, 2),
            i -> x(i[0], Math.abs(i[1] - 2), i[2])),
        of(
            "pad wrap",
            t -> Arranging.pad(t, new int[] {0, 2, 0}, new int[] {0, 1, 0}, Arranging.Padding.WRAP),
            dims(3, 7, 2),
            i -> x(i[0], Math.floorMod(i[1] - 2, 4), i[2])),
        of(
            "diagonal",
            t -> Arranging.diagonal(t, 1, 0, 1),
            dims(2, 3),
            i -> x(i[1], i[1] + 1, i[0])),
        of(
            "diagonal below",
            t -> Arranging.diagonal(t, -1, 0, 1),
            dims(2, 2),
            i -> x(i[1] + 1, i[1], i[0])),
        of(
            "diagonalMatrix",
            t -> Arranging.diagonalMatrix(t, 1),
            dims(3, 4, 3, 3),
            i -> i[3] == i[2] + 1 ? x(i[0], i[1], i[2]) : 0),
        of("tril", t -> Arranging.tril(t, -1), dims(3, 4, 2), i -> i[2] <= i[1] - 1 ? x(i) : 0),
        of("triu", t -> Arranging.triu(t, 1), dims(3, 4, 2), i -> i[2] >= i[1] + 1 ? x(i) : 0),
        of(
            "trace",
            t -> Arranging.trace(t, 0, 0, 1),
            dims(2),
            i -> to(3).mapToDouble(k -> x(k, k, i[0])).sum()),
        of(
            "diff",
            t -> Arranging.diff(t, 2, 1),
            dims(3, 2, 2),
            i -> x(i[0], i[1] + 2, i[2]) - 2 * x(i[0], i[1] + 1, i[2]) + x(i[0], i[1], i[2])),
        of(
            "concat",
            t -> Tensor.concat(1, t, t.slice(":, :1")),
            dims(3, 5, 2),
            i -> x(i[0], i[1] % 4, i[2])),
        of(
            "stack",
            t -> Arranging.stack(List.of(t, t.unaryMinus()), 1),
            dims(3, 2, 4, 2),
            i -> (i[1] == 0 ? 1 : -1) * x(i[0], i[2], i[3])),
        of(
            "split",
            t -> Arranging.split(t, new int[] {1, 3}, 1).get(1),
            dims(3, 2, 2),
            i -> x(i[0], i[1] + 1, i[2])),
        of(
            "hstack",
            t -> Arranging.hstack(List.of(t, t)),
            dims(3, 8, 2),
            i -> x(i[0], i[1] % 4, i[2])),
        of(
            "vstack",
            t -> Arranging.vstack(List.of(t, t)),
            dims(6, 4, 2),
            i -> x(i[0] % 3, i[1], i[2])),
        of(
            "meshgrid",
            t -> Arranging.meshgrid(List.of(t.get(0, 0), t.get(0, 1)), false).get(1),
            dims(2, 2),
            i -> x(0, 1, i[0])),
        of(
            "vander",
            t -> Arranging.vander(t.get(0, 0), 3, false),
            dims(2, 3),
            i -> Math.pow(x(0, 0, i[0]), 2 - i[1])),
        of("to", t -> t.to(DType.I64).to(t.dtype()), dims(3, 4, 2), i -> (double) (long) x(i)));
  }

  @TestFactory
  Stream<DynamicTest> reducing() {
    return Stream.of(
        of("sum", t -> t.sum(1), dims(3, 2), i -> to(4).mapToDouble(k -> x(i[0], k, i[1])).sum()),
        of("sum of all", t -> t.sum(), dims(), i -> Arrays.stream(X.toDoubles()).sum()),
        of(
            "sum kept",
            t -> t.sum(Tensor.keep(0, 2)),
            dims(1, 4, 1),
            i -> to(6).mapToDouble(k -> x(k / 2, i[1], k % 2)).sum()),
        of(
            "mean",
            t -> t.mean(0, 2),
            dims(4),
            i -> to(6).mapToDouble(k -> x(k / 2, i[0], k % 2)).sum() / 6),
        of(
            "max",
            t -> t.max(1),
            dims(3, 2),
            i -> to(4).mapToDouble(k -> x(i[0], k, i[1])).max().orElseThrow()),
        of("min", t -> t.min(-1), dims(3, 4), i -> Math.min(x(i[0], i[1], 0), x(i[0], i[1], 1))),
        of(
            "prod",
            t -> t.prod(1),
            dims(3, 2),
            i -> to(4).mapToDouble(k -> x(i[0], k, i[1])).reduce(1, (a, b) -> a * b)),
        of("var", t -> Reduction.var(t, Axes.of(1), 1), dims(3, 2), i -> variance(i[0], i[1], 3)),
        of(
            "std",
            t -> Reduction.std(t, Axes.of(1), 0),
            dims(3, 2),
            i -> Math.sqrt(variance(i[0], i[1], 4))),
        of(
            "norm",
            t -> Reduction.norm(t, 2, Axes.of(1)),
            dims(3, 2),
            i -> Math.sqrt(to(4).mapToDouble(k -> x(i[0], k, i[1]) * x(i[0], k, i[1])).sum())),
        of(
            "norm 3",
            t -> Reduction.norm(t, 3, Axes.of(1)),
            dims(3, 2),
            i -> Math.cbrt(to(4).mapToDouble(k -> Math.pow(Math.abs(x(i[0], k, i[1])), 3)).sum())),
        of(
            "norm ∞",
            t -> Reduction.norm(t, Double.POSITIVE_INFINITY, Axes.of(1)),
            dims(3, 2),
            i -> to(4).mapToDouble(k -> Math.abs(x(i[0], k, i[1]))).max().orElseThrow()),
        of("norm 0", t -> Reduction.norm(t, 0, Axes.of(1)), dims(3, 2), i -> 4),
        of(
            "logSumExp",
            t -> t.logSumExp(1),
            dims(3, 2),
            i -> Math.log(to(4).mapToDouble(k -> Math.exp(x(i[0], k, i[1]))).sum())),
        of(
            "softmax",
            t -> t.softmax(1),
            dims(3, 4, 2),
            i -> Math.exp(x(i)) / to(4).mapToDouble(k -> Math.exp(x(i[0], k, i[2]))).sum()),
        of(
            "logSoftmax",
            t -> t.logSoftmax(-1),
            dims(3, 4, 2),
            i -> x(i) - Math.log(Math.exp(x(i[0], i[1], 0)) + Math.exp(x(i[0], i[1], 1)))),
        of(
            "argmax",
            t -> t.argmax(1),
            dims(3, 2),
            i ->
                to(4)
                    .boxed()
                    .max((a, b) -> Double.compare(x(i[0], a, i[1]), x(i[0], b, i[1])))
                    .orElseThrow()),
        of(
            "argmin",
            t -> t.argmin(1),
            dims(3, 2),
            i ->
                to(4)
                    .boxed()
                    .min((a, b) -> Double.compare(x(i[0], a, i[1]), x(i[0], b, i[1])))
                    .orElseThrow()),
        of(
            "cumsum",
            t -> t.cumsum(1),
            dims(3, 4, 2),
            i -> to(i[1] + 1).mapToDouble(k -> x(i[0], k, i[2])).sum()),
        of(
            "cumsum reversed",
            t -> Cumulative.cumsum(t, 1, true),
            dims(3, 4, 2),
            i -> IntStream.range(i[1], 4).mapToDouble(k -> x(i[0], k, i[2])).sum()),
        of(
            "cumprod",
            t -> Cumulative.cumprod(t, 1),
            dims(3, 4, 2),
            i -> to(i[1] + 1).mapToDouble(k -> x(i[0], k, i[2])).reduce(1, (a, b) -> a * b)),
        of(
            "cummax",
            t -> Cumulative.cummax(t, 1),
            dims(3, 4, 2),
            i -> to(i[1] + 1).mapToDouble(k -> x(i[0], k, i[2])).max().orElseThrow()),
        of(
            "cummin",
            t -> Cumulative.cummin(t, 0),
            dims(3, 4, 2),
            i -> to(i[0] + 1).mapToDouble(k -> x(k, i[1], i[2])).min().orElseThrow()),
        of(
            "cumlogsumexp",
            t -> Cumulative.cumlogsumexp(t, 1),
            dims(3, 4, 2),
            i -> Math.log(to(i[1] + 1).mapToDouble(k -> Math.exp(x(i[0], k, i[2]))).sum())),
        of("sort", t -> Sorting.sort(t, 1, false), dims(3, 4, 2), i -> sorted(i[0], i[2])[i[1]]),
        of(
            "sort down",
            t -> Sorting.sort(t, 1, true),
            dims(3, 4, 2),
            i -> sorted(i[0], i[2])[3 - i[1]]),
        of(
            "median",
            t -> Sorting.median(t, 1),
            dims(3, 2),
            i -> (sorted(i[0], i[1])[1] + sorted(i[0], i[1])[2]) / 2),
        of(
            "quantile",
            t -> Sorting.quantile(t, 0.4, 1, Sorting.Interpolation.LINEAR),
            dims(3, 2),
            i -> sorted(i[0], i[1])[1] * 0.8 + sorted(i[0], i[1])[2] * 0.2),
        of(
            "topK",
            t -> Sorting.topK(Shaping.moveAxis(t, 1, -1), 2).values(),
            dims(3, 2, 2),
            i -> sorted(i[0], i[1])[3 - i[2]]),
        of(
            "ptp",
            t -> Reduction.ptp(t, Axes.of(1)),
            dims(3, 2),
            i -> sorted(i[0], i[1])[3] - sorted(i[0], i[1])[0]),
        of(
            "nansum",
            t -> Reduction.nansum(Tensor.where(t.less(0), t.div(0).minus(t.div(0)), t), Axes.of(1)),
            dims(3, 2),
            i -> to(4).mapToDouble(k -> Math.max(0, x(i[0], k, i[1]))).sum()),
        of(
            "any",
            t -> Reduction.any(t.greater(0.5), Axes.of(1)),
            dims(3, 2),
            i -> to(4).anyMatch(k -> x(i[0], k, i[1]) > 0.5) ? 1 : 0),
        of(
            "all",
            t -> Reduction.all(t.greater(-0.5), Axes.of(1)),
            dims(3, 2),
            i -> to(4).allMatch(k -> x(i[0], k, i[1]) > -0.5) ? 1 : 0));
  }

  private static double variance(int a, int b, double divisor) {
    double mean = to(4).mapToDouble(k -> x(a, k, b)).sum() / 4;
    return to(4).mapToDouble(k -> (x(a, k, b) - mean) * (x(a, k, b) - mean)).sum() / divisor;
  }

  private static double[] sorted(int a, int b) {
    return to(4).mapToDouble(k -> x(a, k, b)).sorted().toArray();
  }

  @TestFactory
  Stream<DynamicTest> indexing() {
    Tensor rows = Tensor.indices(2, 0, -1, 2);
    int[] row = {2, 0, 2, 2};
    return Stream.of(
        of("take", t -> t.get(rows), dims(4, 4, 2), i -> x(row[i[0]], i[1], i[2])),
        of(
            "take along 1",
            t -> Indexing.take(t, Tensor.of(new long[] {3, 0, 1, 1}, 2, 2), 1),
            dims(3, 2, 2, 2),
            i -> x(i[0], new int[] {3, 0, 1, 1}[2 * i[1] + i[2]], i[3])),
        of(
            "takeAlongAxis",
            t -> Indexing.takeAlongAxis(t, Tensor.of(new long[] {1, 2, 0}, 3, 1, 1), 1),
            dims(3, 1, 2),
            i -> x(i[0], new int[] {1, 2, 0}[i[0]], i[2])),
        of(
            "at",
            t -> Indexing.at(t, List.of(rows, Tensor.indices(0, 1, 2, -1))),
            dims(4, 2),
            i -> x(row[i[0]], i[0], i[1])),
        of(
            "gatherNd",
            t -> Indexing.gatherNd(t, Tensor.of(new long[] {2, 3, 0, -4}, 2, 2)),
            dims(2, 2),
            i -> x(i[0] == 0 ? 2 : 0, i[0] == 0 ? 3 : 0, i[1])),
        of(
            "scatterAdd",
            t -> Indexing.scatterAdd(t, rows, Tensor.ones(t.dtype(), 4, 4, 2)),
            dims(3, 4, 2),
            i -> x(i) + new int[] {1, 0, 3}[i[0]]),
        of(
            "scatterSet",
            t ->
                Indexing.scatterSet(
                    t, rows, Tensor.vector(1, 2, 3, 4).to(t.dtype()).reshape(4, 1, 1)),
            dims(3, 4, 2),
            i -> i[0] == 0 ? 2 : i[0] == 2 ? 4 : x(i)),
        of(
            "scatterMul",
            t ->
                Scattering.scatterMul(
                    t, rows, Tensor.vector(1, 2, 3, 4).to(t.dtype()).reshape(4, 1, 1)),
            dims(3, 4, 2),
            i -> x(i) * new int[] {2, 1, 12}[i[0]]),
        of(
            "scatterMax",
            t ->
                Scattering.scatterMax(
                    t, rows, Tensor.vector(0, 9, 1, -1).to(t.dtype()).reshape(4, 1, 1)),
            dims(3, 4, 2),
            i -> Math.max(x(i), new double[] {9, -99, 1}[i[0]])),
        of(
            "scatterMin",
            t ->
                Scattering.scatterMin(
                    t, rows, Tensor.vector(0, 9, 1, -1).to(t.dtype()).reshape(4, 1, 1)),
            dims(3, 4, 2),
            i -> Math.min(x(i), new double[] {9, 99, -1}[i[0]])),
        of(
            "segmentSum",
            t -> Scattering.segmentSum(t, Tensor.indices(1, 1, 0), 3),
            dims(3, 4, 2),
            i ->
                i[0] == 0 ? x(2, i[1], i[2]) : i[0] == 1 ? x(0, i[1], i[2]) + x(1, i[1], i[2]) : 0),
        of("at.set", t -> t.at(1, 2).set(5), dims(3, 4, 2), i -> i[0] == 1 && i[1] == 2 ? 5 : x(i)),
        of(
            "at.add",
            t -> t.at(Slice.all(), Slice.span(1, -1)).add(5),
            dims(3, 4, 2),
            i -> x(i) + (i[1] == 1 || i[1] == 2 ? 5 : 0)),
        of(
            "dynamicSlice",
            t -> Arranging.dynamicSlice(t, Tensor.indices(5, -3, 0), 2, 2, 1),
            dims(2, 2, 1),
            i -> x(i[0] + 1, i[1] + 1, i[2])),
        of(
            "dynamicUpdateSlice",
            t ->
                Arranging.dynamicUpdateSlice(
                    t, Tensor.zeros(t.dtype(), 2, 1, 2), Tensor.indices(9, 1, 0)),
            dims(3, 4, 2),
            i -> i[0] > 0 && i[1] == 1 ? 0 : x(i)),
        of(
            "oneHot",
            t -> Indexing.oneHot(t.argmax(1), 4).to(t.dtype()),
            dims(3, 2, 4),
            i -> sorted(i[0], i[1])[3] == x(i[0], i[2], i[1]) ? 1 : 0));
  }

  private static final Tensor B = NUMBERS.normal(Shape.of(2, 5));

  private static double b(int i, int j) {
    return B.toDoubles()[i * 5 + j];
  }

  @TestFactory
  Stream<DynamicTest> contracting() {
    UnaryOperator<Tensor> same = t -> t;
    return Stream.of(
        of(
            "matmul",
            t -> t.matmul(B.to(t.dtype())),
            dims(3, 4, 5),
            i -> x(i[0], i[1], 0) * b(0, i[2]) + x(i[0], i[1], 1) * b(1, i[2])),
        of(
            "matmul of stacks",
            t -> t.matmul(t.t()),
            dims(3, 4, 4),
            i -> x(i[0], i[1], 0) * x(i[0], i[2], 0) + x(i[0], i[1], 1) * x(i[0], i[2], 1)),
        of(
            "matmul vector",
            t -> t.matmul(t.get(0, 0)),
            dims(3, 4),
            i -> x(i[0], i[1], 0) * x(0, 0, 0) + x(i[0], i[1], 1) * x(0, 0, 1)),
        of(
            "dot",
            t -> t.get(0, 0).dot(t.get(1, 1)),
            dims(),
            i -> x(0, 0, 0) * x(1, 1, 0) + x(0, 0, 1) * x(1, 1, 1)),
        of(
            "vdot",
            t -> Contraction.vdot(t, t),
            dims(),
            i -> Arrays.stream(X.toDoubles()).map(v -> v * v).sum()),
        of(
            "inner",
            t -> Contraction.inner(t, B.t().to(t.dtype())),
            dims(3, 4, 5),
            i -> x(i[0], i[1], 0) * b(0, i[2]) + x(i[0], i[1], 1) * b(1, i[2])),
        of(
            "outer",
            t -> Contraction.outer(t.get(0), t.get(1)),
            dims(8, 8),
            i -> x(0, i[0] / 2, i[0] % 2) * x(1, i[1] / 2, i[1] % 2)),
        of(
            "tensordot",
            t -> Contraction.tensordot(t, t, new int[] {0, 1}, new int[] {0, 1}),
            dims(2, 2),
            i -> to(12).mapToDouble(k -> x(k / 4, k % 4, i[0]) * x(k / 4, k % 4, i[1])).sum()),
        of(
            "kron",
            t -> Contraction.kron(t.get(0), t.get(1)),
            dims(16, 4),
            i -> x(0, i[0] / 4, i[1] / 2) * x(1, i[0] % 4, i[1] % 2)),
        of(
            "einsum",
            t -> Contraction.einsum("ijk,kl->lj", t, B.to(t.dtype())),
            dims(5, 4),
            i -> to(6).mapToDouble(k -> x(k / 2, i[1], k % 2) * b(k % 2, i[0])).sum()),
        of(
            "einsum ellipsis",
            t -> Contraction.einsum("...k,kl->...l", t, B.to(t.dtype())),
            dims(3, 4, 5),
            i -> x(i[0], i[1], 0) * b(0, i[2]) + x(i[0], i[1], 1) * b(1, i[2])),
        of(
            "multiDot",
            t -> Contraction.multiDot(List.of(t.get(0), B.to(t.dtype()), B.t().to(t.dtype()))),
            dims(4, 2),
            i ->
                to(10)
                    .mapToDouble(k -> x(0, i[0], k / 5) * b(k / 5, k % 5) * b(i[1], k % 5))
                    .sum()),
        of(
            "convolve",
            t -> Contraction.convolve(t.get(0, 0), t.get(1).reshape(-1), Contraction.Overlap.FULL),
            dims(9),
            i ->
                to(2)
                    .filter(k -> i[0] - k >= 0 && i[0] - k < 8)
                    .mapToDouble(k -> x(0, 0, k) * x(1, (i[0] - k) / 2, (i[0] - k) % 2))
                    .sum()),
        of(
            "cross",
            t ->
                Contraction.cross(
                    same.apply(t).transpose(1, 2, 0), Tensor.vector(1, 2, 3).to(t.dtype())),
            dims(4, 2, 3),
            OraclesTest::cross));
  }

  private static double cross(int[] i) {
    double[] c = {1, 2, 3};
    int p = (i[2] + 1) % 3;
    int q = (i[2] + 2) % 3;
    return x(p, i[0], i[1]) * c[q] - x(q, i[0], i[1]) * c[p];
  }

  /// Large whole numbers stay exact through everything that only moves or adds them.
  @TestFactory
  Stream<DynamicTest> wholeNumbers() {
    long big = (1L << 60) + 1;
    Tensor x = Tensor.of(new long[] {big, -big, 3, 4}, 2, 2);
    var cases = new ArrayList<DynamicTest>();
    cases.add(whole("sum", x.sum(0), big + 3, 4 - big));
    cases.add(whole("cumsum", x.cumsum(0), big, -big, big + 3, 4 - big));
    cases.add(whole("max", x.max(0), big, 4));
    cases.add(
        whole("concat", Tensor.concat(0, x, x.get(0).reshape(1, 2)), big, -big, 3, 4, big, -big));
    cases.add(whole("pad", Arranging.pad(x.get(0), new int[] {1}, new int[] {0}, 0), 0, big, -big));
    cases.add(whole("flip", Arranging.flip(x), 4, 3, -big, big));
    cases.add(whole("take", x.get(Tensor.indices(0, 0)), big, -big, big, -big));
    cases.add(
        whole(
            "scatterAdd",
            Indexing.scatterAdd(x.get(0), Tensor.indices(1, 1), x.get(1)),
            big,
            7 - big));
    cases.add(whole("matmul", x.matmul(Tensor.indices(1, 0)), big, 3));
    cases.add(whole("sort", Sorting.sort(x.reshape(-1), 0, false), -big, 3, 4, big));
    cases.add(whole("where", Tensor.where(x.greater(0), x, x.unaryMinus()), big, big, 3, 4));
    return cases.stream();
  }

  private static DynamicTest whole(String name, Tensor actual, long... expected) {
    return dynamicTest(
        name,
        () -> {
          assertEquals(DType.I64, actual.dtype());
          assertEquals(
              Arrays.toString(expected), Arrays.toString(((org.cotangent.Array) actual).toLongs()));
        });
  }
}
