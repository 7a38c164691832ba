package org.cotangent.ops;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.cotangent.Array;
import org.cotangent.DType;
import org.cotangent.DTypeException;
import org.cotangent.ShapeException;
import org.cotangent.Tensor;
import org.cotangent.kernel.Strided;

/// Elements chosen by truth values.
///
/// How many elements a mask selects depends on its values, so they must be known: [#select] and [#nonzero] throw a
/// [org.cotangent.TraceException] under `vmap` of the mask, `stage` and `compile`. The others have no such need. Thread-safe.
public final class Masking {
  private Masking() {}

  /// x with `value` where the mask is true; the mask and the value broadcast to x. What is replaced has derivative 0.
  public static Tensor fill(Tensor x, Tensor mask, Tensor value) {
    boolean fits =
        requireBool("fill", mask).shape().broadcastsTo(x.shape())
            && value.shape().broadcastsTo(x.shape());
    if (!fits) {
      throw new ShapeException(
          "fill: a mask of "
              + mask.shape()
              + " and a value of "
              + value.shape()
              + " do not broadcast to "
              + x.shape());
    }
    return Tensor.where(mask, value, x);
  }

  /// x with a number where the mask, which broadcasts to x, is true. What is replaced has derivative 0.
  public static Tensor fill(Tensor x, Tensor mask, double value) {
    return fill(x, mask, Tensor.full(x.dtype(), value));
  }

  /// The elements of x where the mask is true, in row-major order: NumPy's `x[mask]`. The mask covers leading axes of x; the others
  /// stay. The derivative goes to the elements that are selected.
  public static Tensor select(Tensor x, Tensor mask) {
    requireCovering("select", x, mask);
    int rank = mask.rank();
    int[] lengths = new int[x.rank() - rank + 1];
    System.arraycopy(x.shape().toArray(), rank, lengths, 1, lengths.length - 1);
    lengths[0] = mask.shape().size();
    return Indexing.take(x.reshape(lengths), Tensor.indices(places("select", mask)), 0);
  }

  private static void requireCovering(String operation, Tensor x, Tensor mask) {
    int rank = requireBool(operation, mask).rank();
    if (rank == 0
        || rank > x.rank()
        || !Arrays.equals(mask.shape().toArray(), Arrays.copyOf(x.shape().toArray(), rank))) {
      throw new ShapeException(
          operation
              + ": a mask of "
              + mask.shape()
              + " does not cover leading axes of "
              + x.shape());
    }
  }

  /// A mask of leading axes of x, as one of x's shape.
  static Tensor covering(String operation, Tensor x, Tensor mask) {
    requireCovering(operation, x, mask);
    return mask.reshape(Indexing.padded(mask.shape(), x.rank())).broadcastTo(x.shape());
  }

  /// The indices of the elements that are not 0, for each axis a vector, `I64`, in row-major order. NaN is not 0.
  public static List<Tensor> nonzero(Tensor x) {
    long[] places = places("nonzero", x.to(DType.BOOL));
    int[] strides = Strided.strides(x.shape());
    var each = new ArrayList<Tensor>();
    for (int axis = 0; axis < x.rank(); axis++) {
      long[] along = new long[places.length];
      for (int i = 0; i < along.length; i++) {
        along[i] = places[i] / strides[axis] % x.shape().length(axis);
      }
      each.add(Tensor.indices(along));
    }
    return List.copyOf(each);
  }

  private static long[] places(String operation, Tensor mask) {
    Array known = Known.of(operation, requireBool(operation, mask));
    double[] values = known.toDoubles();
    return IntStream.range(0, values.length).filter(i -> values[i] != 0).asLongStream().toArray();
  }

  private static Tensor requireBool(String operation, Tensor mask) {
    if (mask.dtype() != DType.BOOL) {
      throw new DTypeException(
          operation + ": the mask is " + mask.aval() + ", not bool: compare it, or use to(BOOL)");
    }
    return mask;
  }
}
