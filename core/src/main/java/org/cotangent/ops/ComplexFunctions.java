package org.cotangent.ops;

import org.cotangent.Complex;
import org.cotangent.Tensor;
import org.cotangent.kernel.Holomorphic;
import org.cotangent.primitive.Elementwise;
import org.cotangent.primitive.Op;
import org.cotangent.primitive.Primitive;
import org.cotangent.primitive.Scalar;

/// The rules of functions of complex numbers; [Complex] is the door to them.
///
/// Each function has two primitives, one for each part, so that they are pointwise operations like all others: they fuse, and obey the
/// strong zero.
public final class ComplexFunctions {
  private static final Op SCALE = Op.of(new BinaryScale());

  private ComplexFunctions() {}

  /// One part of a function f of `a + ib` with a complex derivative: by Cauchy's and Riemann's equations the derivatives of the real
  /// part are `Re f′` and `−Im f′`, those of the imaginary part `Im f′` and `Re f′`.
  public interface Part extends Elementwise.Binary {
    /// Whether it is the imaginary part.
    boolean imaginary();

    /// `f′`.
    Pair derivative(Pair z);

    @Override
    default Scalar left(Scalar left, Scalar right, Scalar y) {
      Pair derivative = derivative(new Pair(left, right));
      return imaginary() ? derivative.im : derivative.re;
    }

    @Override
    default Scalar right(Scalar left, Scalar right, Scalar y) {
      Pair derivative = derivative(new Pair(left, right));
      return imaginary() ? derivative.re : derivative.im.negate();
    }
  }

  /// A complex formula: those of its two parts.
  public record Pair(Scalar re, Scalar im) {
    Pair times(double factor) {
      return new Pair(re.times(factor), im.times(factor));
    }

    Pair square() {
      return new Pair(re.minus(im).times(re.plus(im)), re.times(im).times(2));
    }

    /// A function of it, by the primitives of its parts.
    <P extends Primitive & Part> Pair then(P re, P im) {
      return new Pair(Scalar.call(re, this.re, this.im), Scalar.call(im, this.re, this.im));
    }
  }

  /// `1/z`. Derivative `−1/z²`.
  public record ComplexReciprocal(boolean imaginary) implements Part {
    @Override
    public Scalar value(Scalar left, Scalar right) {
      return imaginary
          ? Scalar.function("reciprocal_im", Holomorphic::reciprocalIm, left, right)
          : Scalar.function("reciprocal_re", Holomorphic::reciprocalRe, left, right);
    }

    @Override
    public Pair derivative(Pair z) {
      return reciprocal(z).square().times(-1);
    }
  }

  /// `exp z`, its own derivative.
  public record ComplexExp(boolean imaginary) implements Part {
    @Override
    public Scalar value(Scalar left, Scalar right) {
      return imaginary
          ? Scalar.function("exp_im", Holomorphic::expIm, left, right)
          : Scalar.function("exp_re", Holomorphic::expRe, left, right);
    }

    @Override
    public Pair derivative(Pair z) {
      return z.then(new ComplexExp(false), new ComplexExp(true));
    }
  }

  /// `ln z`: logarithm of the modulus, and angle. Derivative `1/z`.
  public record ComplexLog(boolean imaginary) implements Part {
    @Override
    public Scalar value(Scalar left, Scalar right) {
      return imaginary
          ? Scalar.atan2(right, left)
          : Scalar.function("log_re", Holomorphic::logRe, left, right);
    }

    @Override
    public Pair derivative(Pair z) {
      return reciprocal(z);
    }
  }

  /// `√z`, the root with a real part of 0 or more. Derivative `1/(2√z)`.
  public record ComplexSqrt(boolean imaginary) implements Part {
    @Override
    public Scalar value(Scalar left, Scalar right) {
      return imaginary
          ? Scalar.function("sqrt_im", Holomorphic::sqrtIm, left, right)
          : Scalar.function("sqrt_re", Holomorphic::sqrtRe, left, right);
    }

    @Override
    public Pair derivative(Pair z) {
      return reciprocal(z.then(new ComplexSqrt(false), new ComplexSqrt(true))).times(0.5);
    }
  }

  /// `zᵖ`. Derivative `p·zᵖ⁻¹`, 0 for p = 0.
  public record ComplexPower(double exponent, boolean imaginary) implements Part {
    @Override
    public Scalar value(Scalar left, Scalar right) {
      double p = exponent;
      return imaginary
          ? Scalar.function("power_im", (a, b) -> Holomorphic.powerIm(a, b, p), left, right)
          : Scalar.function("power_re", (a, b) -> Holomorphic.powerRe(a, b, p), left, right);
    }

    @Override
    public Pair derivative(Pair z) {
      if (exponent == 0) {
        return new Pair(Scalar.constant(0), Scalar.constant(0));
      }
      double less = exponent - 1;
      return z.then(new ComplexPower(less, false), new ComplexPower(less, true)).times(exponent);
    }
  }

  /// `sin z`. Derivative `cos z`.
  public record ComplexSin(boolean imaginary) implements Part {
    @Override
    public Scalar value(Scalar left, Scalar right) {
      return imaginary
          ? Scalar.function("sin_im", Holomorphic::sinIm, left, right)
          : Scalar.function("sin_re", Holomorphic::sinRe, left, right);
    }

    @Override
    public Pair derivative(Pair z) {
      return z.then(new ComplexCos(false), new ComplexCos(true));
    }
  }

  /// `cos z`. Derivative `−sin z`.
  public record ComplexCos(boolean imaginary) implements Part {
    @Override
    public Scalar value(Scalar left, Scalar right) {
      return imaginary
          ? Scalar.function("cos_im", Holomorphic::cosIm, left, right)
          : Scalar.function("cos_re", Holomorphic::cosRe, left, right);
    }

    @Override
    public Pair derivative(Pair z) {
      return z.then(new ComplexSin(false), new ComplexSin(true)).times(-1);
    }
  }

  /// `tanh z`. Derivative `1/cosh² z`, without the cancellation of `1 − tanh² z` for large z.
  public record ComplexTanh(boolean imaginary) implements Part {
    @Override
    public Scalar value(Scalar left, Scalar right) {
      return imaginary
          ? Scalar.function("tanh_im", Holomorphic::tanhIm, left, right)
          : Scalar.function("tanh_re", Holomorphic::tanhRe, left, right);
    }

    @Override
    public Pair derivative(Pair z) {
      // cosh z = cos iz
      Pair turned = new Pair(z.im.negate(), z.re);
      return reciprocal(turned.then(new ComplexCos(false), new ComplexCos(true))).square();
    }
  }

  /// A power of two that brings the larger of two numbers near 1/2. It is taken for a constant: what is scaled with it is scaled back.
  public record BinaryScale() implements Elementwise.Binary {
    @Override
    public Scalar value(Scalar left, Scalar right) {
      return Scalar.function("binary_scale", Holomorphic::scale, left, right);
    }

    @Override
    public Scalar left(Scalar left, Scalar right, Scalar y) {
      return Scalar.constant(0);
    }

    @Override
    public Scalar right(Scalar left, Scalar right, Scalar y) {
      return Scalar.constant(0);
    }
  }

  private static Pair reciprocal(Pair z) {
    return z.then(new ComplexReciprocal(false), new ComplexReciprocal(true));
  }

  /// A function of complex numbers, by the primitives of its two parts.
  public enum Function {
    /// `1/z`
    RECIPROCAL(new ComplexReciprocal(false), new ComplexReciprocal(true)),
    /// `exp z`
    EXP(new ComplexExp(false), new ComplexExp(true)),
    /// `ln z`
    LOG(new ComplexLog(false), new ComplexLog(true)),
    /// `√z`
    SQRT(new ComplexSqrt(false), new ComplexSqrt(true)),
    /// `sin z`
    SIN(new ComplexSin(false), new ComplexSin(true)),
    /// `cos z`
    COS(new ComplexCos(false), new ComplexCos(true)),
    /// `tanh z`
    TANH(new ComplexTanh(false), new ComplexTanh(true));

    private final Op re;
    private final Op im;

    Function(Part re, Part im) {
      this.re = Op.of(re);
      this.im = Op.of(im);
    }

    /// Of each element.
    public Complex of(Complex z) {
      return applied(re, im, z);
    }
  }

  private static Complex applied(Op re, Op im, Complex z) {
    return new Complex(Aligned.real(re, z.re(), z.im()), Aligned.real(im, z.re(), z.im()));
  }

  /// `zᵖ`.
  public static Complex power(Complex z, double exponent) {
    return applied(
        Op.of(new ComplexPower(exponent, false)), Op.of(new ComplexPower(exponent, true)), z);
  }

  /// `z/w`, both scaled by a power of two that brings w near 1/2: then z is not larger than the result, so nothing overflows before that
  /// does.
  public static Complex quotient(Complex z, Complex w) {
    Tensor scale = Aligned.real(SCALE, w.re(), w.im());
    return z.times(scale).times(Function.RECIPROCAL.of(w.times(scale)));
  }
}
