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

  /// A slice as a place: found as positions, so a write is a scatter of elements.
  public static Tensor.Place at(Tensor x, List<Slice> entries) {
    int n = x.shape().size();
    Tensor positions = Slicing.slice(Tensor.arange(n).reshape(x.shape()), entries);
    return new Rows(x, x.reshape(Shape.of(n)), positions);
  }

  /// Rows as a place, or the elements where a mask of leading axes is true.
  public static Tensor.Place at(Tensor x, Tensor indices) {
    return indices.dtype() == DType.BOOL
        ? new Masked(x, Masking.covering("at", x, indices))
        : new Rows(x, x, indices);
  }

  /// The elements as a place whose indices for the leading axes are given by one tensor each.
  public static Tensor.Place atEach(Tensor x, List<? extends Tensor> indices) {
    var place = Indexing.flattened("at", x, indices);
    return new Rows(x, place.x(), place.indices());
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

  /// What all places share: numbers are written as tensors.
  private interface Numbers extends Tensor.Place {
    Tensor x();

    @Override
    default Tensor set(double value) {
      return set(number(x(), value));
    }

    @Override
    default Tensor add(double value) {
      return add(number(x(), value));
    }

    @Override
    default Tensor multiply(double value) {
      return multiply(number(x(), value));
    }

    @Override
    default Tensor min(double value) {
      return min(number(x(), value));
    }

    @Override
    default Tensor max(double value) {
      return max(number(x(), value));
    }
  }

  /// Rows of the elements of x in another shape, at indices.
  private record Rows(Tensor x, Tensor rows, Tensor indices) implements Numbers {
    @Override
    public Tensor set(Tensor value) {
      return whole(Indexing.scatterSet(rows, indices, written(x, value)));
    }

    @Override
    public Tensor add(Tensor value) {
      return whole(Indexing.scatterAdd(rows, indices, written(x, value)));
    }

    @Override
    public Tensor multiply(Tensor value) {
      if (!x.dtype().floating()) {
        throw new DTypeException(
            "at: " + x.aval() + " holds whole numbers, multiply is for floating ones: use to(F64)");
      }
      return whole(Scattering.scatterMul(rows, indices, written(x, value)));
    }

    @Override
    public Tensor min(Tensor value) {
      return whole(Scattering.scatterMin(rows, indices, written(x, value)));
    }

    @Override
    public Tensor max(Tensor value) {
      return whole(Scattering.scatterMax(rows, indices, written(x, value)));
    }

    private Tensor whole(Tensor result) {
      return result.reshape(x.shape());
    }
  }

  /// The elements of x where a mask of its shape is true: the shape of the result does not depend on how many these are.
  private record Masked(Tensor x, Tensor mask) implements Numbers {
    @Override
    public Tensor set(Tensor value) {
      return chosen(written(x, value));
    }

    @Override
    public Tensor add(Tensor value) {
      return chosen(x.plus(written(x, value)));
    }

    @Override
    public Tensor multiply(Tensor value) {
      return chosen(x.times(written(x, value)));
    }

    @Override
    public Tensor min(Tensor value) {
      return chosen(x.minimum(written(x, value)));
    }

    @Override
    public Tensor max(Tensor value) {
      return chosen(x.maximum(written(x, value)));
    }

    private Tensor chosen(Tensor value) {
      return Tensor.where(mask, value.broadcastTo(x.shape()), x);
    }
  }
}
