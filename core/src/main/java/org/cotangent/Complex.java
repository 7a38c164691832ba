package org.cotangent;

/// A complex tensor: a tree of two real ones of one shape. Derivatives are those of the real pair.
///
/// @param re the real part
/// @param im the imaginary part
public record Complex(Tensor re, Tensor im) {
  /// `(a + ib) + (c + id)`.
  public Complex plus(Complex other) {
    return new Complex(re.plus(other.re), im.plus(other.im));
  }

  /// `(a + ib) − (c + id)`.
  public Complex minus(Complex other) {
    return new Complex(re.minus(other.re), im.minus(other.im));
  }

  /// `(a + ib) · (c + id)`.
  public Complex times(Complex other) {
    return new Complex(
        re.times(other.re).minus(im.times(other.im)), re.times(other.im).plus(im.times(other.re)));
  }

  /// Both parts times a real number or tensor.
  public Complex times(Tensor factor) {
    return new Complex(re.times(factor), im.times(factor));
  }

  /// `a − ib`.
  public Complex conjugate() {
    return new Complex(re, im.unaryMinus());
  }

  /// `a² + b²`.
  public Tensor squaredMagnitude() {
    return re.square().plus(im.square());
  }

  /// Both parts times a number.
  public Complex times(double factor) {
    return new Complex(re.times(factor), im.times(factor));
  }

  /// The shape of both parts.
  public Shape shape() {
    return re.shape();
  }

  /// The complex numbers of which `pairs` holds the parts side by side, along its last axis of length 2.
  public static Complex ofPairs(Tensor pairs) {
    int last = pairs.rank() - 1;
    if (last < 0 || pairs.shape().length(last) != 2) {
      throw new ShapeException("ofPairs: the last axis of " + pairs.shape() + " is not a pair");
    }
    return new Complex(
        org.cotangent.ops.Slicing.slice(pairs, "..., 0"),
        org.cotangent.ops.Slicing.slice(pairs, "..., 1"));
  }

  /// The parts side by side, along a last axis of length 2.
  public Tensor toPairs() {
    return Tensor.concat(-1, re.expandDims(-1), im.expandDims(-1));
  }
}
