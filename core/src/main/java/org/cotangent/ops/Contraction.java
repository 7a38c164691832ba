package org.cotangent.ops;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.cotangent.Array;
import org.cotangent.DType;
import org.cotangent.DTypeException;
import org.cotangent.Shape;
import org.cotangent.ShapeException;
import org.cotangent.Tensor;
import org.cotangent.kernel.Products;
import org.cotangent.primitive.Aval;
import org.cotangent.primitive.Bilinear;
import org.cotangent.primitive.Scalar;
import org.cotangent.primitive.WrittenOut;

/// Sums of products: matrix products of all ranks and what is made of them.
///
/// Thread-safe; all may be traced.
public final class Contraction {
  private Contraction() {}

  /// The general contraction: axes `leftBatch` and `rightBatch` run together and stay, axes `leftSum` and `rightSum` run
  /// together and are summed. The result's axes are the batch axes, the other axes of left, the other axes of right. Its
  /// transposes and its vmap are contractions again.
  public record DotGeneral(
      List<Integer> leftBatch,
      List<Integer> rightBatch,
      List<Integer> leftSum,
      List<Integer> rightSum)
      implements Bilinear, WrittenOut {
    /// Copies the lists.
    public DotGeneral {
      leftBatch = List.copyOf(leftBatch);
      rightBatch = List.copyOf(rightBatch);
      leftSum = List.copyOf(leftSum);
      rightSum = List.copyOf(rightSum);
    }

    @Override
    public Aval shape(Aval left, Aval right) {
      if (left.dtype() != right.dtype()) {
        throw new DTypeException(
            "dot_general: " + left + " and " + right + " differ in dtype: convert with to(…)");
      }
      agree(left, right, leftBatch, rightBatch, "batch");
      agree(left, right, leftSum, rightSum, "summed");
      int[] lengths =
          new int[leftBatch.size() + freeCount(left, leftSum) + freeCount(right, rightSum)];
      int next = 0;
      for (int axis : leftBatch) {
        lengths[next++] = left.shape().length(axis);
      }
      for (int axis : free(left.shape().rank(), leftBatch, leftSum)) {
        lengths[next++] = left.shape().length(axis);
      }
      for (int axis : free(right.shape().rank(), rightBatch, rightSum)) {
        lengths[next++] = right.shape().length(axis);
      }
      return left.with(Shape.of(lengths));
    }

    private int freeCount(Aval operand, List<Integer> sum) {
      return operand.shape().rank() - leftBatch.size() - sum.size();
    }

    private static void agree(
        Aval left, Aval right, List<Integer> p, List<Integer> q, String what) {
      for (int i = 0; i < p.size(); i++) {
        int a = left.shape().length(p.get(i));
        int b = right.shape().length(q.get(i));
        if (a != b) {
          throw new ShapeException(
              "dot_general: "
                  + left.shape()
                  + " and "
                  + right.shape()
                  + ": "
                  + what
                  + " lengths "
                  + a
                  + " and "
                  + b
                  + " differ");
        }
      }
    }

    /// The axes of a tensor of that rank that are neither batch nor summed.
    static List<Integer> free(int rank, List<Integer> batch, List<Integer> sum) {
      var free = new ArrayList<Integer>(rank);
      for (int axis = 0; axis < rank; axis++) {
        if (!batch.contains(axis) && !sum.contains(axis)) {
          free.add(axis);
        }
      }
      return free;
    }

    @Override
    public Array evaluate(Array left, Array right) {
      return Products.dot(
          left,
          right,
          groups(left.shape(), leftBatch, leftSum),
          groups(right.shape(), rightBatch, rightSum),
          shape(left.aval(), right.aval()));
    }

    /// Of an operand of that shape the batch, the free and the summed axes.
    public static List<List<Integer>> groups(Shape shape, List<Integer> batch, List<Integer> sum) {
      return List.of(batch, free(shape.rank(), batch, sum), sum);
    }

    @Override
    public List<List<Scalar>> elements(List<Aval> inputs, List<List<Scalar>> x) {
      Aval left = inputs.get(0);
      Aval right = inputs.get(1);
      int batch = 1;
      for (int axis : leftBatch) {
        batch *= left.shape().length(axis);
      }
      List<List<Scalar>> xs = vectors(left, leftBatch, leftSum, x.get(0));
      List<List<Scalar>> ys = vectors(right, rightBatch, rightSum, x.get(1));
      int m = xs.size() / Math.max(1, batch);
      int n = ys.size() / Math.max(1, batch);
      var out = new ArrayList<Scalar>();
      for (int s = 0; s < batch; s++) {
        for (int i = 0; i < m; i++) {
          for (int j = 0; j < n; j++) {
            out.add(Elements.dot(xs.get(s * m + i), ys.get(s * n + j)));
          }
        }
      }
      return List.of(out);
    }

    /// The elements that are summed together, along the batch axes, then the free ones.
    private static List<List<Scalar>> vectors(
        Aval aval, List<Integer> batch, List<Integer> sum, List<Scalar> x) {
      var order = new ArrayList<>(batch);
      order.addAll(free(aval.shape().rank(), batch, sum));
      int kept = order.size();
      order.addAll(sum);
      Aval arranged = new Shaping.Permute(order).shape(aval);
      var axes = AxisLists.range(kept, order.size());
      return Elements.groups(
          arranged,
          AxisLists.array(axes),
          arranged.with(arranged.shape().without(AxisLists.array(axes))),
          Elements.permuted(aval, order, x));
    }

    @Override
    public Tensor transposeLeft(Tensor cotangent, Tensor right, Aval left) {
      int batch = leftBatch.size();
      int freeLeft = left.shape().rank() - batch - leftSum.size();
      List<Integer> rightFree = free(right.rank(), rightBatch, rightSum);
      List<Integer> ctFree = AxisLists.range(batch + freeLeft, cotangent.rank());
      Tensor product =
          new DotGeneral(AxisLists.range(0, batch), rightBatch, ctFree, rightFree)
              .bind(cotangent, right);
      var order = new ArrayList<>(leftBatch);
      order.addAll(free(left.shape().rank(), leftBatch, leftSum));
      order.addAll(paired(rightSum, leftSum));
      return arranged(product, order);
    }

    @Override
    public Tensor transposeRight(Tensor cotangent, Tensor left, Aval right) {
      int batch = leftBatch.size();
      List<Integer> leftFree = free(left.rank(), leftBatch, leftSum);
      List<Integer> ctFree = AxisLists.range(batch, batch + leftFree.size());
      // In this order the result of a matrix product's transpose needs no rearrangement.
      Tensor product =
          new DotGeneral(leftBatch, AxisLists.range(0, batch), leftFree, ctFree)
              .bind(left, cotangent);
      var order = new ArrayList<>(rightBatch);
      order.addAll(paired(leftSum, rightSum));
      order.addAll(free(right.shape().rank(), rightBatch, rightSum));
      return arranged(product, order);
    }

    /// The partners of `axes` in ascending order: the order in which a contraction leaves them as free axes.
    private static List<Integer> paired(List<Integer> axes, List<Integer> partners) {
      if (axes.size() == 1) {
        return partners;
      }
      return IntStream.range(0, axes.size())
          .boxed()
          .sorted(java.util.Comparator.comparing(axes::get))
          .map(partners::get)
          .toList();
    }

    /// `x`, whose axis i is to become axis `to[i]`.
    private static Tensor arranged(Tensor x, List<Integer> to) {
      int[] order = new int[to.size()];
      for (int i = 0; i < order.length; i++) {
        order[to.get(i)] = i;
      }
      return order.length < 2 ? x : Shaping.transpose(x, order);
    }

    @Override
    public Tensor batch(
        Tensor left, Tensor right, boolean leftMapped, boolean rightMapped, int size) {
      List<Integer> lb = leftMapped ? shifted(leftBatch) : leftBatch;
      List<Integer> rb = rightMapped ? shifted(rightBatch) : rightBatch;
      List<Integer> ls = leftMapped ? shifted(leftSum) : leftSum;
      List<Integer> rs = rightMapped ? shifted(rightSum) : rightSum;
      if (leftMapped && rightMapped) {
        return new DotGeneral(prepended(lb), prepended(rb), ls, rs).bind(left, right);
      }
      Tensor product = new DotGeneral(lb, rb, ls, rs).bind(left, right);
      int at = leftMapped ? lb.size() : left.rank() - ls.size();
      return Shaping.moveAxis(product, at, 0);
    }

    private static List<Integer> shifted(List<Integer> axes) {
      return axes.stream().map(axis -> axis + 1).toList();
    }

    private static List<Integer> prepended(List<Integer> axes) {
      var result = new ArrayList<Integer>();
      result.add(0);
      result.addAll(axes);
      return result;
    }
  }

  /// The matrix product with NumPy's meaning: vectors are rows on the left and columns on the right, higher ranks are stacks
  /// of matrices that broadcast. Throws a [ShapeException] that names both shapes.
  public static Tensor matmul(Tensor a, Tensor b) {
    if (a.rank() == 0 || b.rank() == 0) {
      throw new ShapeException(
          "matmul: " + a.shape() + " and " + b.shape() + ": a number has no rows: use times");
    }
    int inner = a.shape().length(-1);
    int other = b.shape().length(b.rank() == 1 ? 0 : -2);
    if (inner != other) {
      throw new ShapeException(
          "matmul: "
              + a.shape()
              + " and "
              + b.shape()
              + ": inner sizes "
              + inner
              + " and "
              + other
              + " differ");
    }
    DType dtype = DType.promote(a.dtype(), b.dtype());
    Tensor left = Shaping.convert(a, dtype == DType.BOOL ? DType.I64 : dtype);
    Tensor right = Shaping.convert(b, dtype == DType.BOOL ? DType.I64 : dtype);
    if (left.rank() <= 2 || right.rank() <= 2) {
      return stacked(left, right);
    }
    int rank = Math.max(left.rank(), right.rank());
    Shape stackA = left.shape().without(left.rank() - 2, left.rank() - 1);
    Shape stackB = right.shape().without(right.rank() - 2, right.rank() - 1);
    Shape batch =
        stackA.equals(stackB)
            ? stackA
            : Shape.broadcast(
                "matmul of stacks " + a.shape() + " and " + b.shape(), stackA, stackB);
    List<Integer> both = IntStream.range(0, rank - 2).boxed().toList();
    return new DotGeneral(both, both, List.of(rank - 1), List.of(rank - 2))
        .bind(
            Shaping.broadcastTo(left, matrix(batch, left.shape())),
            Shaping.broadcastTo(right, matrix(batch, right.shape())));
  }

  private static Shape matrix(Shape batch, Shape shape) {
    return batch.with(batch.rank(), shape.length(-2)).with(batch.rank() + 1, shape.length(-1));
  }

  /// One of the two is a vector or a single matrix: no axes run together but the summed ones.
  private static Tensor stacked(Tensor a, Tensor b) {
    int rightSum = b.rank() == 1 ? 0 : b.rank() - 2;
    Tensor product =
        new DotGeneral(List.of(), List.of(), List.of(a.rank() - 1), List.of(rightSum)).bind(a, b);
    // A stack on the right leaves the rows of a in front of the stack's axes.
    return b.rank() > 2 && a.rank() == 2 ? Shaping.moveAxis(product, 0, -2) : product;
  }

  /// Inner product of two vectors of one length.
  public static Tensor dot(Tensor a, Tensor b) {
    if (a.rank() != 1 || b.rank() != 1) {
      throw new ShapeException(
          "dot: "
              + a.shape()
              + " and "
              + b.shape()
              + " are not two vectors: use matmul or tensordot");
    }
    if (!a.shape().equals(b.shape())) {
      throw new ShapeException("dot: " + a.shape() + " and " + b.shape() + " differ in length");
    }
    return matmul(a, b);
  }

  /// Inner product of all elements, in row-major order.
  public static Tensor vdot(Tensor a, Tensor b) {
    if (a.shape().size() != b.shape().size()) {
      throw new ShapeException(
          "vdot: " + a.shape() + " and " + b.shape() + " have different numbers of elements");
    }
    return matmul(a.reshape(-1), b.reshape(-1));
  }

  /// Sums of products over the last axis of each.
  public static Tensor inner(Tensor a, Tensor b) {
    if (a.rank() == 0 || b.rank() == 0) {
      return a.times(b);
    }
    return tensordot(a, b, new int[] {-1}, new int[] {-1});
  }

  /// All products of an element of a and one of b: shape of a, then that of b, both as vectors.
  public static Tensor outer(Tensor a, Tensor b) {
    return a.reshape(-1, 1).times(b.reshape(1, -1));
  }

  /// Sums of products over `count` axes: the last ones of a, the first ones of b.
  public static Tensor tensordot(Tensor a, Tensor b, int count) {
    int[] left = IntStream.range(a.rank() - count, a.rank()).toArray();
    return tensordot(a, b, left, IntStream.range(0, count).toArray());
  }

  /// Sums of products over axes in pairs; the other axes stay, those of a first.
  public static Tensor tensordot(Tensor a, Tensor b, int[] left, int[] right) {
    if (left.length != right.length) {
      throw new ShapeException(
          "tensordot: "
              + left.length
              + " axes of "
              + a.shape()
              + " and "
              + right.length
              + " of "
              + b.shape());
    }
    List<Integer> p =
        IntStream.of(left).map(axis -> a.shape().axis(axis, "tensordot")).boxed().toList();
    List<Integer> q =
        IntStream.of(right).map(axis -> b.shape().axis(axis, "tensordot")).boxed().toList();
    for (int i = 0; i < left.length; i++) {
      if (a.shape().length(p.get(i)) != b.shape().length(q.get(i))) {
        throw new ShapeException(
            "tensordot: "
                + a.shape()
                + " and "
                + b.shape()
                + ": axes "
                + left[i]
                + " and "
                + right[i]
                + " have lengths "
                + a.shape().length(p.get(i))
                + " and "
                + b.shape().length(q.get(i)));
      }
    }
    DType dtype = DType.promote(a.dtype(), b.dtype());
    DType common = dtype == DType.BOOL ? DType.I64 : dtype;
    return new DotGeneral(List.of(), List.of(), p, q)
        .bind(Shaping.convert(a, common), Shaping.convert(b, common));
  }

  /// The Kronecker product: each element of a times all of b, in blocks.
  public static Tensor kron(Tensor a, Tensor b) {
    int rank = Math.max(a.rank(), b.rank());
    int[] left = new int[2 * rank];
    int[] right = new int[2 * rank];
    int[] joined = new int[rank];
    for (int i = 0; i < rank; i++) {
      int p = i < rank - a.rank() ? 1 : a.shape().length(i - rank + a.rank());
      int q = i < rank - b.rank() ? 1 : b.shape().length(i - rank + b.rank());
      left[2 * i] = p;
      left[2 * i + 1] = 1;
      right[2 * i] = 1;
      right[2 * i + 1] = q;
      joined[i] = p * q;
    }
    return a.reshape(Shape.of(left)).times(b.reshape(Shape.of(right))).reshape(Shape.of(joined));
  }

  /// The cross product of vectors of length 3 along the last axis, which broadcast. Vectors of length 2 lie in a plane: of two
  /// of them only the component across it is left, and the axis disappears.
  public static Tensor cross(Tensor a, Tensor b) {
    if (!spatial(a) || !spatial(b)) {
      throw new ShapeException(
          "cross: "
              + a.shape()
              + " and "
              + b.shape()
              + ": the last axes are to have length 3, or 2");
    }
    if (a.shape().length(-1) == 2 && b.shape().length(-1) == 2) {
      Tensor across = a.times(Arranging.flip(b, -1));
      return across.slice("..., 0").minus(across.slice("..., 1"));
    }
    Tensor p = inSpace(a);
    Tensor q = inSpace(b);
    Tensor left = Arranging.roll(p, -1, -1).times(Arranging.roll(q, -2, -1));
    return left.minus(Arranging.roll(p, -2, -1).times(Arranging.roll(q, -1, -1)));
  }

  private static boolean spatial(Tensor x) {
    return x.rank() > 0 && (x.shape().length(-1) == 3 || x.shape().length(-1) == 2);
  }

  private static Tensor inSpace(Tensor x) {
    int[] after = new int[x.rank()];
    after[x.rank() - 1] = 3 - x.shape().length(-1);
    return Arranging.pad(x, new int[x.rank()], after, 0);
  }

  /// The product of a chain of matrices, in the order of least work; the first may be a row and the last a column vector.
  public static Tensor multiDot(List<? extends Tensor> factors) {
    int n = factors.size();
    int[] sizes = new int[n + 1];
    sizes[0] = factors.get(0).rank() == 1 ? 1 : factors.get(0).shape().length(0);
    for (int i = 0; i < n; i++) {
      Shape shape = factors.get(i).shape();
      sizes[i + 1] = i == n - 1 && shape.rank() == 1 ? 1 : shape.length(-1);
    }
    double[][] cost = new double[n][n];
    int[][] split = new int[n][n];
    for (int length = 2; length <= n; length++) {
      for (int i = 0; i + length <= n; i++) {
        int j = i + length - 1;
        cost[i][j] = Double.POSITIVE_INFINITY;
        for (int k = i; k < j; k++) {
          double c = cost[i][k] + cost[k + 1][j] + (double) sizes[i] * sizes[k + 1] * sizes[j + 1];
          if (c < cost[i][j]) {
            cost[i][j] = c;
            split[i][j] = k;
          }
        }
      }
    }
    return chain(factors, split, 0, n - 1);
  }

  private static Tensor chain(List<? extends Tensor> factors, int[][] split, int i, int j) {
    return i == j
        ? factors.get(i)
        : matmul(chain(factors, split, i, split[i][j]), chain(factors, split, split[i][j] + 1, j));
  }

  /// Contraction in NumPy's notation, `"ij,jk->ik"`, with `...` for axes that broadcast. Throws a [ShapeException] that names the
  /// axis or operand that does not fit.
  public static Tensor einsum(String subscripts, Tensor... operands) {
    return Einsum.evaluate(subscripts, List.of(operands));
  }

  /// What [#convolve] keeps.
  public enum Overlap {
    /// All places where the two overlap: `n + m − 1`.
    FULL,
    /// The middle, as long as the longer one.
    SAME,
    /// The places where the shorter one lies inside the longer one.
    VALID
  }

  /// The discrete convolution of two vectors, `y[k] = Σ a[i]·b[k−i]`.
  public static Tensor convolve(Tensor a, Tensor b, Overlap overlap) {
    if (a.rank() != 1 || b.rank() != 1 || a.shape().size() == 0 || b.shape().size() == 0) {
      throw new ShapeException(
          "convolve: " + a.shape() + " and " + b.shape() + " are not two vectors with elements");
    }
    int n = a.shape().size();
    int m = b.shape().size();
    if (n < m) {
      return convolve(b, a, overlap);
    }
    // Row k of the matrix holds what the shorter vector, reversed, meets at place k.
    Tensor padded = Arranging.pad(a, new int[] {m - 1}, new int[] {m - 1}, 0);
    Tensor places = Tensor.arange(n + m - 1).expandDims(1).plus(Tensor.arange(m));
    Tensor full = matmul(Indexing.take(padded, places, 0), Arranging.flip(b));
    return switch (overlap) {
      case FULL -> full;
      case SAME -> Slicing.part(full, 0, (m - 1) / 2, n);
      case VALID -> Slicing.part(full, 0, m - 1, n - m + 1);
    };
  }

  /// The correlation of two vectors, `Σ a[n + k] b[n]` for each displacement k that `overlap` says: the convolution with b reversed.
  public static Tensor correlate(Tensor a, Tensor b, Overlap overlap) {
    if (a.rank() == 1 && b.rank() == 1 && a.shape().size() < b.shape().size()) {
      return Arranging.flip(correlate(b, a, overlap));
    }
    return convolve(a, b.rank() == 1 ? Arranging.flip(b) : b, overlap);
  }
}
