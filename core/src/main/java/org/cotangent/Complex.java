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
}
