package org.cotangent.primitive;

import org.cotangent.DType;
import org.cotangent.Shape;

/// An abstract value: what is known of a tensor before it is computed, its dtype and shape. Prints as `f64[2,3]`.
///
/// Immutable. There is one instance for each dtype of rank 0, so the common question "is it a plain number" is a
/// comparison of references.
public final class Aval {
  /// A rank-0 `F64`.
  public static final Aval NUMBER;

  private static final Aval[] SCALARS = new Aval[DType.values().length];

  static {
    for (DType dtype : DType.values()) {
      SCALARS[dtype.ordinal()] = new Aval(dtype, Shape.SCALAR);
    }
    NUMBER = SCALARS[DType.F64.ordinal()];
  }

  private final DType dtype;
  private final Shape shape;

  private Aval(DType dtype, Shape shape) {
    this.dtype = dtype;
    this.shape = shape;
  }

  /// The abstract value with these two.
  public static Aval of(DType dtype, Shape shape) {
    return shape.rank() == 0 ? SCALARS[dtype.ordinal()] : new Aval(dtype, shape);
  }

  /// Element type.
  public DType dtype() {
    return dtype;
  }

  /// Shape.
  public Shape shape() {
    return shape;
  }

  /// The same shape with another dtype.
  public Aval with(DType other) {
    return other == dtype ? this : of(other, shape);
  }

  /// The same dtype with another shape.
  public Aval with(Shape other) {
    return of(dtype, other);
  }

  /// With a leading axis more, for `batched` operations.
  public Aval stacked(int size) {
    return of(dtype, shape.with(0, size));
  }

  /// Without the leading axis.
  public Aval unstacked() {
    return of(dtype, shape.without(0));
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || other instanceof Aval aval && dtype == aval.dtype && shape.equals(aval.shape);
  }

  @Override
  public int hashCode() {
    return 31 * shape.hashCode() + dtype.ordinal();
  }

  @Override
  public String toString() {
    return shape.rank() == 0
        ? dtype.text()
        : dtype.text() + shape.toString().replace('(', '[').replace(')', ']');
  }
}
