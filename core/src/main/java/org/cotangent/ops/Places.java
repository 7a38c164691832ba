package org.cotangent.ops;

import java.util.List;
import org.cotangent.DType;
import org.cotangent.DTypeException;
import org.cotangent.Shape;
import org.cotangent.Slice;
import org.cotangent.Tensor;

/// Writes to places of a tensor: what `x.at(…)` returns.
public final class Places {
  private Places() {}

  /// A slice as a place.
  public static Tensor.Place at(Tensor x, List<Slice> entries) {
    return new Part(x, List.copyOf(entries));
  }

  /// Rows as a place.
  public static Tensor.Place at(Tensor x, Tensor indices) {
    return new Listed(x, indices);
  }

  /// `value` as the dtype of what it is written to. Throws a [DTypeException] where that would narrow it.
  private static Tensor written(Tensor x, Tensor value) {
    DType dtype = x.dtype();
    boolean narrows = DType.promote(dtype, value.dtype()) != dtype;
    if (narrows) {
      throw new DTypeException(
          "at: a value of "
              + value.aval()
              + " does not fit into "
              + x.aval()
              + ": convert one of them with to(…)");
    }
    return Shaping.convert(value, dtype);
  }

  private static Tensor number(Tensor x, double value) {
    return x.dtype().floating() || value != Math.rint(value)
        ? written(x, x.dtype().floating() ? Tensor.full(x.dtype(), value) : Tensor.scalar(value))
        : Tensor.full(x.dtype(), value);
  }

  /// The elements of x in a slice: found as positions, so a write is a scatter of elements.
  private record Part(Tensor x, List<Slice> entries) implements Tensor.Place {
    /// The positions of the place in the row-major elements of x.
    private Tensor positions() {
      return Slicing.slice(Tensor.arange(x.shape().size()).reshape(x.shape()), entries);
    }

    @Override
    public Tensor set(Tensor value) {
      Tensor positions = positions();
      Tensor flat = x.reshape(Shape.of(x.shape().size()));
      return Indexing.scatterSet(flat, positions, written(x, value)).reshape(x.shape());
    }

    @Override
    public Tensor set(double value) {
      return set(number(x, value));
    }

    @Override
    public Tensor add(Tensor value) {
      Tensor positions = positions();
      Tensor flat = x.reshape(Shape.of(x.shape().size()));
      return Indexing.scatterAdd(flat, positions, written(x, value)).reshape(x.shape());
    }

    @Override
    public Tensor add(double value) {
      return add(number(x, value));
    }
  }

  private record Listed(Tensor x, Tensor indices) implements Tensor.Place {
    @Override
    public Tensor set(Tensor value) {
      return Indexing.scatterSet(x, indices, written(x, value));
    }

    @Override
    public Tensor set(double value) {
      return set(number(x, value));
    }

    @Override
    public Tensor add(Tensor value) {
      return Indexing.scatterAdd(x, indices, written(x, value));
    }

    @Override
    public Tensor add(double value) {
      return add(number(x, value));
    }
  }
}
