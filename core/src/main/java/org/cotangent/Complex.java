package org.cotangent;

import org.cotangent.ops.Arithmetic;
import org.cotangent.ops.Comparison;
import org.cotangent.ops.ComplexFunctions;
import org.cotangent.ops.ComplexFunctions.Function;
import org.cotangent.ops.Shaping;
import org.cotangent.ops.Slicing;
import org.cotangent.ops.Trigonometric;

/// A complex tensor: a tree of two real ones of one shape, so it may be an argument or a result of any transformation.
///
/// Derivatives are those of the real pair: the gradient of a real function is `(∂/∂re, ∂/∂im)`. Operations work element by element
/// and broadcast. Functions have the branch cuts of NumPy, along the negative real axis, and the sign of a zero tells its sides apart.
/// Immutable; may be traced. Fourier transforms are in [org.cotangent.ops.Fft].
///
/// @param re the real part
/// @param im the imaginary part
public record Complex(Tensor re, Tensor im) {
  // Creation

  /// One complex number, `F64`.
  public static Complex of(double re, double im) {
    return new Complex(Tensor.scalar(re), Tensor.scalar(im));
  }

  /// Real numbers; whole ones are converted to `F64`.
  public static Complex real(Tensor re) {
    Tensor floating = re.to(re.dtype().toFloating());
    return new Complex(floating, Tensor.zeros(floating.dtype(), floating.shape().toArray()));
  }

  /// `r·exp(iθ)`.
  public static Complex polar(Tensor r, Tensor theta) {
    return new Complex(r.times(theta.cos()), r.times(theta.sin()));
  }

  /// The complex numbers of which `pairs` holds the parts side by side, along its last axis. Throws a [ShapeException] unless that has
  /// length 2.
  public static Complex ofPairs(Tensor pairs) {
    if (pairs.rank() == 0 || pairs.shape().length(-1) != 2) {
      throw new ShapeException(
          "ofPairs: " + pairs.shape() + " has no last axis of length 2, for the two parts");
    }
    return new Complex(Slicing.slice(pairs, "..., 0"), Slicing.slice(pairs, "..., 1"));
  }

  /// The parts side by side, along a last axis of length 2.
  public Tensor toPairs() {
    return Tensor.concat(-1, re.expandDims(-1), im.expandDims(-1));
  }

  /// The shape of both parts. Throws a [ShapeException] if they differ.
  public Shape shape() {
    if (!re.shape().equals(im.shape())) {
      throw new ShapeException("complex: the parts differ, " + re.shape() + " and " + im.shape());
    }
    return re.shape();
  }

  // Arithmetic

  /// `(a + ib) + (c + id)`.
  public Complex plus(Complex other) {
    return new Complex(re.plus(other.re), im.plus(other.im));
  }

  /// `(a + ib) + c`.
  public Complex plus(double other) {
    return new Complex(re.plus(other), im);
  }

  /// `(a + ib) − (c + id)`.
  public Complex minus(Complex other) {
    return new Complex(re.minus(other.re), im.minus(other.im));
  }

  /// `(a + ib) − c`.
  public Complex minus(double other) {
    return new Complex(re.minus(other), im);
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

  /// Both parts times a number.
  public Complex times(double factor) {
    return new Complex(re.times(factor), im.times(factor));
  }

  /// `(a + ib) / (c + id)`, which neither over- nor underflows before the result does. Infinite or NaN at 0.
  public Complex div(Complex other) {
    return ComplexFunctions.quotient(this, other);
  }

  /// Both parts by a real tensor.
  public Complex div(Tensor divisor) {
    return new Complex(re.div(divisor), im.div(divisor));
  }

  /// Both parts by a number.
  public Complex div(double divisor) {
    return new Complex(re.div(divisor), im.div(divisor));
  }

  /// `1/(a + ib)`, without overflow on the way; infinite at 0.
  public Complex reciprocal() {
    return Function.RECIPROCAL.of(this);
  }

  /// `−a − ib`.
  public Complex unaryMinus() {
    return new Complex(re.unaryMinus(), im.unaryMinus());
  }

  /// `a − ib`.
  public Complex conjugate() {
    return new Complex(re, im.unaryMinus());
  }

  /// `√(a² + b²)`, without overflow; derivative 0 at 0.
  public Tensor abs() {
    return Arithmetic.hypot(re, im);
  }

  /// `a² + b²`.
  public Tensor squaredMagnitude() {
    return re.square().plus(im.square());
  }

  /// The angle of the point (a, b), in −π to π; its derivative at 0 is NaN.
  public Tensor arg() {
    return Trigonometric.atan2(im, re);
  }

  /// `z` to a complex power, `exp(w·ln z)`. `0⁰` is 1 and 0 to a power with a real part above 0 is 0, both with derivative 0; other
  /// powers of 0 are NaN.
  public Complex pow(Complex exponent) {
    Tensor zero = isZero();
    Complex base = new Complex(where(zero, 1, re), where(zero, 0, im));
    Complex power = exponent.times(base.log()).exp();
    Tensor nan = Tensor.scalar(Double.NaN).to(power.re.dtype());
    Tensor undefined = where(exponent.re.greater(0), 0, nan);
    Tensor one = exponent.isZero();
    return new Complex(
        Tensor.where(zero, where(one, 1, undefined), power.re),
        Tensor.where(zero, where(one, 0, undefined), power.im));
  }

  /// Where both parts are 0.
  private Tensor isZero() {
    return Comparison.and(re.equal(0), im.equal(0));
  }

  private static Tensor where(Tensor test, double value, Tensor otherwise) {
    return Tensor.where(test, Tensor.scalar(value).to(otherwise.dtype()), otherwise);
  }

  /// `z` to a real power, small whole powers by multiplications. `0⁰` is 1, 0 to a power below 0 is NaN.
  public Complex pow(double exponent) {
    return ComplexFunctions.power(this, exponent);
  }

  // Functions

  /// `eᶻ`.
  public Complex exp() {
    return Function.EXP.of(this);
  }

  /// `ln z`, with an imaginary part in −π to π.
  public Complex log() {
    return Function.LOG.of(this);
  }

  /// `√z`, with a real part of 0 or more.
  public Complex sqrt() {
    return Function.SQRT.of(this);
  }

  /// `sin z`.
  public Complex sin() {
    return Function.SIN.of(this);
  }

  /// `cos z`.
  public Complex cos() {
    return Function.COS.of(this);
  }

  /// `tan z = −i·tanh iz`.
  public Complex tan() {
    return Function.TANH.of(turned()).turnedBack();
  }

  /// `sinh z = −i·sin iz`.
  public Complex sinh() {
    return Function.SIN.of(turned()).turnedBack();
  }

  /// `cosh z = cos iz`.
  public Complex cosh() {
    return Function.COS.of(turned());
  }

  /// `tanh z`.
  public Complex tanh() {
    return Function.TANH.of(this);
  }

  /// `iz`.
  private Complex turned() {
    return new Complex(im.unaryMinus(), re);
  }

  /// `−iz`.
  private Complex turnedBack() {
    return new Complex(im, re.unaryMinus());
  }

  // Reduction, contraction, shape

  /// Sum of all elements.
  public Complex sum() {
    return new Complex(re.sum(), im.sum());
  }

  /// Sum along axes, which disappear; negative axes count from the end.
  public Complex sum(int axis, int... more) {
    return new Complex(re.sum(axis, more), im.sum(axis, more));
  }

  /// Sum along axes that may be kept with length 1.
  public Complex sum(Axes axes) {
    return new Complex(re.sum(axes), im.sum(axes));
  }

  /// Mean of all elements.
  public Complex mean() {
    return new Complex(re.mean(), im.mean());
  }

  /// Mean along axes, which disappear; negative axes count from the end.
  public Complex mean(int axis, int... more) {
    return new Complex(re.mean(axis, more), im.mean(axis, more));
  }

  /// Mean along axes that may be kept with length 1.
  public Complex mean(Axes axes) {
    return new Complex(re.mean(axes), im.mean(axes));
  }

  /// Matrix product with NumPy's meaning for ranks 1, 2 and stacks; nothing is conjugated.
  public Complex matmul(Complex other) {
    return new Complex(
        re.matmul(other.re).minus(im.matmul(other.im)),
        re.matmul(other.im).plus(im.matmul(other.re)));
  }

  /// Reorders axes; without arguments reverses them. Nothing is conjugated.
  public Complex transpose(int... order) {
    return new Complex(Shaping.transpose(re, order), Shaping.transpose(im, order));
  }

  /// Same elements, other shape; one length may be −1: it follows from the others.
  public Complex reshape(int... shape) {
    return new Complex(re.reshape(shape), im.reshape(shape));
  }

  /// The part at these indices of the leading axes, which disappear; negative indices count from the end.
  public Complex get(int index, int... more) {
    return new Complex(re.get(index, more), im.get(index, more));
  }

  /// Basic slicing in NumPy's notation: `z.slice(":, 0:3")`.
  public Complex slice(String spec) {
    return new Complex(re.slice(spec), im.slice(spec));
  }

  /// As `re + i·im`.
  @Override
  public String toString() {
    return re + " + i·" + im;
  }
}
