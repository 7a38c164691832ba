package org.cotangent.ops;

import org.cotangent.Tensor;

/// Bessel functions of real order and argument, with derivatives in both, to any order, and Airy functions; element by element, arguments
/// broadcast.
///
/// Accurate to about 14 digits; near the zeros of the oscillating ones that is meant of their amplitude. Orders beyond ±1000 give NaN.
/// Thread-safe; all may be traced.
public final class Bessel {
  private Bessel() {}

  /// `J(order, x)`, the Bessel function of the first kind, of real order. x may be negative for whole orders; NaN for others.
  public static Tensor j(Tensor order, Tensor x) {
    return Aligned.real(BesselFunctions.J, order, x);
  }

  /// `Y(order, x)`, the Bessel function of the second kind, of real order: −∞ at 0, NaN below.
  public static Tensor y(Tensor order, Tensor x) {
    return Aligned.real(BesselFunctions.Y, order, x);
  }

  /// `I(order, x)`, the modified Bessel function of the first kind, of real order. x may be negative for whole orders; NaN for others.
  public static Tensor i(Tensor order, Tensor x) {
    return Aligned.real(BesselFunctions.I, order, x);
  }

  /// `exp(−|x|) I(order, x)`, which does not overflow.
  public static Tensor ie(Tensor order, Tensor x) {
    return Aligned.real(BesselFunctions.I_SCALED, order, x);
  }

  /// `K(order, x)`, the modified Bessel function of the second kind, of real order: infinite at 0, NaN below.
  public static Tensor k(Tensor order, Tensor x) {
    return Aligned.real(BesselFunctions.K, order, x);
  }

  /// `exp(x) K(order, x)`, which does not underflow.
  public static Tensor ke(Tensor order, Tensor x) {
    return Aligned.real(BesselFunctions.K_SCALED, order, x);
  }

  /// `J(0, x)`.
  public static Tensor j0(Tensor x) {
    return Aligned.left(BesselFunctions.J, 0, x);
  }

  /// `Y(0, x)`: −∞ at 0, NaN below.
  public static Tensor y0(Tensor x) {
    return Aligned.left(BesselFunctions.Y, 0, x);
  }

  /// `I(0, x)`.
  public static Tensor i0(Tensor x) {
    return Aligned.left(BesselFunctions.I, 0, x);
  }

  /// `exp(−|x|) I(0, x)`. Derivative 0 at 0, where it has a kink.
  public static Tensor i0e(Tensor x) {
    return Aligned.left(BesselFunctions.I_SCALED, 0, x);
  }

  /// `K(0, x)`: infinite at 0, NaN below.
  public static Tensor k0(Tensor x) {
    return Aligned.left(BesselFunctions.K, 0, x);
  }

  /// `exp(x) K(0, x)`.
  public static Tensor k0e(Tensor x) {
    return Aligned.left(BesselFunctions.K_SCALED, 0, x);
  }

  /// `J(1, x)`.
  public static Tensor j1(Tensor x) {
    return Aligned.left(BesselFunctions.J, 1, x);
  }

  /// `Y(1, x)`: −∞ at 0, NaN below.
  public static Tensor y1(Tensor x) {
    return Aligned.left(BesselFunctions.Y, 1, x);
  }

  /// `I(1, x)`.
  public static Tensor i1(Tensor x) {
    return Aligned.left(BesselFunctions.I, 1, x);
  }

  /// `exp(−|x|) I(1, x)`.
  public static Tensor i1e(Tensor x) {
    return Aligned.left(BesselFunctions.I_SCALED, 1, x);
  }

  /// `K(1, x)`: infinite at 0, NaN below.
  public static Tensor k1(Tensor x) {
    return Aligned.left(BesselFunctions.K, 1, x);
  }

  /// `exp(x) K(1, x)`.
  public static Tensor k1e(Tensor x) {
    return Aligned.left(BesselFunctions.K_SCALED, 1, x);
  }

  /// `jₙ(x) = √(π/2x) J(n + ½, x)`. Throws an [IllegalArgumentException] for negative n.
  public static Tensor sphericalJ(int n, Tensor x) {
    return spherical("sphericalJ", n, false, x);
  }

  /// `yₙ(x) = √(π/2x) Y(n + ½, x)`: −∞ at 0. Throws an [IllegalArgumentException] for negative n.
  public static Tensor sphericalY(int n, Tensor x) {
    return spherical("sphericalY", n, true, x);
  }

  /// `Ai(x)`, the solution of `y″ = x y` that vanishes at infinity.
  public static Tensor airyAi(Tensor x) {
    return Aligned.unary(BesselFunctions.AI, x);
  }

  /// `Ai′(x)`.
  public static Tensor airyAiPrime(Tensor x) {
    return Aligned.unary(BesselFunctions.AI_PRIME, x);
  }

  /// `Bi(x)`, the other solution of `y″ = x y`.
  public static Tensor airyBi(Tensor x) {
    return Aligned.unary(BesselFunctions.BI, x);
  }

  /// `Bi′(x)`.
  public static Tensor airyBiPrime(Tensor x) {
    return Aligned.unary(BesselFunctions.BI_PRIME, x);
  }

  private static Tensor spherical(String name, int n, boolean second, Tensor x) {
    if (n < 0) {
      throw new IllegalArgumentException(name + ": the order is " + n + ", and must be 0 or more");
    }
    return new BesselFunctions.SphericalBessel(n, second).bind(Aligned.floating(x));
  }
}
