package org.cotangent;

import static org.cotangent.Autodiff.grad;
import static org.cotangent.Autodiff.jvp;
import static org.cotangent.Autodiff.vmap;
import static org.cotangent.Tensor.matrix;
import static org.cotangent.Tensor.scalar;
import static org.cotangent.Tensor.vector;
import static org.cotangent.Tensor.where;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrowsExactly;

import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/// Complex tensors: identities, derivatives as those of pairs, and trees.
class ComplexTest {
  private static final Complex Z = new Complex(vector(0.5, -1.5, 2), vector(1, 0.25, -0.75));
  private static final Complex W = new Complex(vector(-1, 0.5, 0.25), vector(0.5, 2, -1));

  private static void same(Complex want, Complex got) {
    assertEquals(want.shape(), got.shape());
    assertArrayEquals(want.re().toDoubles(), got.re().toDoubles(), 1e-13);
    assertArrayEquals(want.im().toDoubles(), got.im().toDoubles(), 1e-13);
  }

  @Test
  void creation() {
    same(new Complex(scalar(1), scalar(-2)), Complex.of(1, -2));
    same(new Complex(vector(1, 2), vector(0, 0)), Complex.real(Tensor.indices(1, 2)));
    assertEquals(DType.F32, Complex.real(vector(1).to(DType.F32)).im().dtype());
    same(Z, Complex.polar(Z.abs(), Z.arg()));
    Tensor pairs = matrix(new double[] {1, 2}, new double[] {3, 4});
    same(new Complex(vector(1, 3), vector(2, 4)), Complex.ofPairs(pairs));
    assertArrayEquals(pairs.toDoubles(), Complex.ofPairs(pairs).toPairs().toDoubles());
    assertEquals("(3,2)", Z.toPairs().shape().toString());
    assertEquals("[1.0, 3.0] + i·[2.0, 4.0]", Complex.ofPairs(pairs).toString());
    assertEquals(
        "ofPairs: (3) has no last axis of length 2, for the two parts",
        assertThrowsExactly(ShapeException.class, () -> Complex.ofPairs(vector(1, 2, 3)))
            .getMessage());
    var uneven = new Complex(vector(1), vector(1, 2));
    assertEquals(
        "complex: the parts differ, (1) and (2)",
        assertThrowsExactly(ShapeException.class, uneven::shape).getMessage());
  }

  @Test
  void arithmetic() {
    same(Z, Z.plus(W).minus(W));
    same(Z, Z.times(W).div(W));
    same(Z, Z.plus(3).minus(3).times(2).div(2));
    same(Z.div(W), Z.times(W.reciprocal()));
    same(Z.times(vector(1, 2, 3)), Z.times(Complex.real(vector(1, 2, 3))));
    same(Z, Z.times(vector(1, 2, 3)).div(vector(1, 2, 3)));
    same(Z.unaryMinus(), Z.times(-1));
    same(Complex.real(Z.squaredMagnitude()), Z.times(Z.conjugate()));
    assertArrayEquals(Z.squaredMagnitude().sqrt().toDoubles(), Z.abs().toDoubles(), 1e-15);
  }

  @Test
  void identities() {
    same(Z, Z.log().exp());
    same(Z, Z.sqrt().times(Z.sqrt()));
    same(Z.sqrt(), Z.pow(0.5));
    same(Z.times(Z).times(Z), Z.pow(3));
    same(Z.reciprocal(), Z.pow(-1));
    same(Z.pow(3), Z.pow(Complex.of(3, 0)));
    same(W.times(Z.log()).exp(), Z.pow(W));
    Complex one = Complex.real(vector(1, 1, 1));
    same(one, Z.sin().pow(2).plus(Z.cos().pow(2)));
    same(one, Z.cosh().pow(2).minus(Z.sinh().pow(2)));
    same(Z.tan(), Z.sin().div(Z.cos()));
    same(Z.tanh(), Z.sinh().div(Z.cosh()));
  }

  @Test
  void shapes() {
    var z = new Complex(vector(1, 2, 3, 4, 5, 6), vector(6, 5, 4, 3, 2, 1)).reshape(2, 3);
    same(new Complex(vector(5, 7, 9), vector(9, 7, 5)), z.sum(0));
    same(new Complex(vector(2, 5), vector(5, 2)), z.mean(-1));
    same(Complex.of(21, 21), z.sum());
    same(Complex.of(3.5, 3.5), z.mean());
    assertEquals("(2,1)", z.sum(Tensor.keep(1)).shape().toString());
    assertEquals("(1,3)", z.mean(Tensor.keep(0)).shape().toString());
    same(Complex.of(6, 1), z.get(1, 2));
    same(new Complex(vector(2, 5), vector(5, 2)), z.slice(":, 1"));
    assertEquals("(3,2)", z.transpose().shape().toString());
    Complex product = z.matmul(z.transpose());
    same(Complex.of(14 - 77, 2 * (6 + 10 + 12)), product.get(0, 0));
  }

  /// `(∂/∂re, ∂/∂im)`.
  @Test
  void gradientsArePairs() {
    same(Z.times(2), grad((Complex z) -> z.squaredMagnitude().sum()).apply(Z));
    same(Z.div(Z.abs()), grad((Complex z) -> z.abs().sum()).apply(Z));
    same(Complex.of(0, 0), grad((Complex z) -> z.abs()).apply(Complex.of(0, 0)));
    // grad Re f is the conjugate of f′.
    check(Complex::exp, Complex::exp);
    check(Complex::log, Complex::reciprocal);
    check(Complex::sqrt, z -> z.sqrt().reciprocal().times(0.5));
    check(Complex::sin, Complex::cos);
    check(Complex::cos, z -> z.sin().unaryMinus());
    check(Complex::tan, z -> z.cos().pow(-2));
    check(Complex::tanh, z -> z.cosh().pow(-2));
    check(Complex::sinh, Complex::cosh);
    check(Complex::cosh, Complex::sinh);
    check(Complex::reciprocal, z -> z.pow(-2).unaryMinus());
    check(z -> z.pow(2.5), z -> z.pow(1.5).times(2.5));
    check(z -> z.pow(W), z -> W.times(z.pow(W.minus(1))));
    check(z -> W.div(z), z -> W.times(z.pow(-2)).unaryMinus());
  }

  private static void check(UnaryOperator<Complex> f, UnaryOperator<Complex> derivative) {
    Complex want = derivative.apply(Z);
    same(want.conjugate(), grad((Complex z) -> f.apply(z).re().sum()).apply(Z));
    same(want.times(W), jvp(f::apply, Z, W).tangent());
  }

  /// Where the quotient is finite, so is the way to it and to its derivatives.
  @Test
  void quotientsOfExtremes() {
    for (double size : new double[] {1e-300, 1e-160, 1e160, 1e300}) {
      Complex z = Complex.of(size, 2 * size);
      Complex w = Complex.of(3 * size, -size);
      same(Complex.of(0.1, 0.7), z.div(w));
      Complex gradient = grad((Complex v) -> v.div(w).re()).apply(z);
      assertEquals(0.3, gradient.re().item() * size, 1e-15);
      assertEquals(-0.1, gradient.im().item() * size, 1e-15);
    }
  }

  /// A side that is not chosen has no influence, whatever its derivative.
  @Test
  void theStrongZeroHolds() {
    Complex gradient =
        grad(
                (Complex z) -> {
                  Tensor chosen = z.squaredMagnitude().greater(0);
                  return where(chosen, z.log().re().plus(z.reciprocal().im()), scalar(0)).sum();
                })
            .apply(new Complex(vector(0, 2), vector(0, 0)));
    same(new Complex(vector(0, 0.5), vector(0, -0.25)), gradient);
    same(
        Complex.of(0, 0),
        grad((Complex z) -> z.pow(Complex.of(2, 1)).re()).apply(Complex.of(0, 0)));
  }

  @Test
  void treesAreMapped() {
    var z = new Complex(Tensor.stack(Z.re(), W.re()), Tensor.stack(Z.im(), W.im()));
    same(z.exp().div(z), vmap((Complex row) -> row.exp().div(row)).apply(z));
  }

  @Test
  void singlePrecisionStays() {
    var narrow = new Complex(Z.re().to(DType.F32), Z.im().to(DType.F32));
    Complex y = narrow.exp().div(narrow).pow(2).sqrt().times(3).plus(1);
    assertEquals(DType.F32, y.re().dtype());
    assertEquals(DType.F32, y.im().dtype());
    assertEquals(DType.F32, narrow.pow(narrow).im().dtype());
  }
}
