package org.cotangent;

import static org.cotangent.Autodiff.compile;
import static org.cotangent.Autodiff.customJvp;
import static org.cotangent.Autodiff.grad;
import static org.cotangent.Autodiff.gradBoth;
import static org.cotangent.Autodiff.jacobian;
import static org.cotangent.Autodiff.jvp;
import static org.cotangent.Autodiff.stopGradient;
import static org.cotangent.Autodiff.vmap;
import static org.cotangent.Tensor.concat;
import static org.cotangent.Tensor.indices;
import static org.cotangent.Tensor.matrix;
import static org.cotangent.Tensor.ones;
import static org.cotangent.Tensor.scalar;
import static org.cotangent.Tensor.stack;
import static org.cotangent.Tensor.vector;
import static org.cotangent.Tensor.where;
import static org.cotangent.Tensor.zeros;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.function.Function;
import org.cotangent.ops.Activation;
import org.cotangent.ops.Arithmetic;
import org.cotangent.ops.Cumulative;
import org.cotangent.ops.Exponential;
import org.cotangent.ops.Reduction;
import org.cotangent.ops.Sorting;
import org.cotangent.ops.Trigonometric;
import org.junit.jupiter.api.Test;

/// The cases on which other systems disagree, or fail. What we want is written in docs/SEMANTICS.md.
class TrickyCasesTest {
  private static final double INF = Double.POSITIVE_INFINITY;
  private static final double NAN = Double.NaN;

  /// The derivative of a function of one number: in reverse and forward mode, compiled, and mapped.
  private static void slope(double expected, TensorFunction f, double at) {
    vectorSlope(new double[] {expected}, x -> f.apply(x.get(0)), at);
    assertAll(
        () -> close(expected, grad(f).at(at)),
        () -> close(expected, jvp(f, scalar(at), scalar(1)).tangent().item()),
        () -> close(expected, vmap(grad(f)).apply(vector(at, at)).get(1).item()));
  }

  /// The gradient of a function of a vector, the same four ways.
  private static void vectorSlope(double[] expected, TensorFunction f, double... at) {
    Tensor x = vector(at);
    assertAll(
        () -> close(expected, grad(f, x)),
        () ->
            close(expected, vmap(basis -> jvp(f, x, basis).tangent()).apply(Tensor.eye(at.length))),
        () -> close(expected, compile(grad(f)).apply(x)),
        () -> close(expected, vmap(grad(f)).apply(stack(x, x)).get(1)));
  }

  private static void close(double[] expected, Tensor actual) {
    double[] found = actual.toDoubles();
    assertEquals(expected.length, found.length);
    for (int i = 0; i < expected.length; i++) {
      close(expected[i], found[i]);
    }
  }

  private static void close(double expected, double actual) {
    if (Double.isFinite(expected)) {
      assertEquals(expected, actual, 1e-14 * Math.max(1, Math.abs(expected)));
    } else {
      assertEquals(expected, actual);
    }
  }

  private static double[] of(double... values) {
    return values;
  }

  @Test
  void edgesOfDomains() {
    slope(INF, Tensor::sqrt, 0);
    slope(INF, x -> x.pow(0.5), 0);
    slope(INF, Tensor::asin, 1);
    slope(INF, Trigonometric::acosh, 1);
    slope(INF, Arithmetic::cbrt, 0);
    slope(1, Tensor::log1p, 1e-20);
    slope(1, Tensor::expm1, 1e-20);
    slope(0, Tensor::tanh, 1000);
    slope(0, Tensor::sigmoid, -800);
    slope(1e300, Exponential::logit, 1e-300);
    slope(NAN, x -> x.exp().plus(1).log(), 1000);
    slope(1, Tensor::softplus, 1000);
    slope(1, x -> Exponential.logaddexp(x, scalar(0)), 1000);
  }

  @Test
  void kinks() {
    slope(0, Tensor::abs, 0);
    slope(0, Tensor::abs, -0.0);
    slope(0, Tensor::sign, 0);
    slope(0, Tensor::relu, 0);
    slope(0.5, x -> x.maximum(0), 0);
    slope(0.01, Activation::leakyRelu, 0);
    slope(0.5, x -> Arithmetic.clip(x, 0, 1), 0);
    slope(0.5, x -> Arithmetic.clip(x, 0, 1), 1);
    slope(1, x -> x.maximum(x), 2);
    slope(0, Tensor::floor, 2);
    slope(0, Tensor::round, 2.5);
    slope(0, Trigonometric::sinc, 0);
    slope(-Math.PI * Math.PI / 3, grad(Trigonometric::sinc), 0);
    slope(0, grad(grad(Trigonometric::sinc)), 0);
  }

  @Test
  void ties() {
    vectorSlope(of(0, .5, .5), Tensor::max, 1, 3, 3);
    vectorSlope(of(1 / 3d, 1 / 3d, 1 / 3d), Tensor::min, 2, 2, 2);
    vectorSlope(of(2, 3, 1), x -> Sorting.sort(x, 0, false).times(vector(1, 2, 3)).sum(), 2, 2, 1);
    vectorSlope(of(0, .5, .5, 0), x -> Sorting.median(x, 0), 1, 2, 3, 4);
    vectorSlope(of(0, 0, 1), x -> x.get(x.argmax(0).reshape(1)).sum(), 1, 2, 3);
    vectorSlope(of(0, 0), x -> Reduction.norm(x, 2, Axes.of(0)), 0, 0);
    vectorSlope(of(NAN, NAN), x -> x.square().sum().sqrt(), 0, 0);
    vectorSlope(of(0, 0, 0), x -> Reduction.var(x, Axes.of(0), 0), 4, 4, 4);
    vectorSlope(of(0, 0, 0), x -> Reduction.std(x, Axes.of(0), 0), 4, 4, 4);
  }

  @Test
  void deadBranches() {
    slope(0, x -> where(x.greater(0), x.log(), scalar(0)), 0);
    slope(1, x -> where(x.greaterEqual(0), x, x.unaryMinus().sqrt()), 1);
    slope(0, grad(x -> where(x.greaterEqual(0), x, x.unaryMinus().sqrt())), 1);
    slope(
        0,
        x -> {
          Tensor safe = where(x.greater(0), x, scalar(1));
          return where(x.greater(0), safe.log(), scalar(0));
        },
        0);
  }

  @Test
  void powers() {
    slope(0, Tensor::square, 0);
    slope(1, x -> x.pow(1), 0);
    slope(0, x -> x.pow(0), 0);
    slope(0, x -> x.pow(scalar(0)), 0);
    slope(0, p -> scalar(0).pow(p), 2);
    slope(12, x -> x.pow(scalar(3)), -2);
    slope(12, x -> x.pow(3), -2);
    slope(-12, grad(x -> x.pow(3)), -2);
    slope(NAN, p -> scalar(-2).pow(p), 3);
  }

  @Test
  void remainders() {
    slope(1, x -> Arithmetic.remainder(x, scalar(2)), 5.5);
    slope(-2, y -> Arithmetic.remainder(scalar(5.5), y), 2);
    slope(3, y -> Arithmetic.remainder(scalar(-5.5), y), 2);
    slope(2, y -> scalar(-5.5).rem(y), 2);
  }

  @Test
  void exponentialsOfLargeNumbers() {
    double left = 1 / (1 + Math.E);
    vectorSlope(of(0, 1), Tensor::logSumExp, -INF, 0);
    vectorSlope(of(left, 1 - left), Tensor::logSumExp, 1000, 1001);
    close(of(NAN, 0), grad(x -> x.logSumExp(), vector(INF, 0)));
    vectorSlope(of(0, 0), x -> x.softmax(0).get(0), 1000, 0);
    slope(0, x -> Exponential.xlogy(scalar(0), x), 0);
    slope(NAN, x -> Exponential.logaddexp(x, scalar(-INF)), -INF);
  }

  @Test
  void productsWithZeros() {
    vectorSlope(of(0, 6, 0), Tensor::prod, 2, 0, 3);
    vectorSlope(of(0, 0, 0), Tensor::prod, 0, 0, 3);
    vectorSlope(of(1, 8, 0), x -> Cumulative.cumprod(x, 0).sum(), 2, 0, 3);
    assertArrayEquals(
        of(0, 3, 0, 3, 0, 2, 0, 2, 0),
        jacobian(grad(x -> x.prod())).apply(vector(2, 0, 3)).toDoubles());
  }

  @Test
  void severalUses() {
    slope(6, x -> x.times(x), 3);
    vectorSlope(of(2, 1, 0), x -> x.get(indices(0, 0, 1)).sum(), 1, 2, 3);
    Tensor weight = scalar(3);
    Tensor written = vector(1, 2);
    Tensor at = indices(0, 0);
    assertArrayEquals(
        of(0, 3), grad(u -> zeros(2).at(at).set(u).get(0).times(weight), written).toDoubles());
    assertArrayEquals(
        of(3, 3), grad(u -> zeros(2).at(at).add(u).get(0).times(weight), written).toDoubles());
    Tensor same = vector(1, 2);
    var both = gradBoth((Tensor a, Tensor b) -> a.times(b.square()).sum()).apply(same, same);
    assertArrayEquals(of(1, 4), both.first().toDoubles());
    assertArrayEquals(of(2, 8), both.second().toDoubles());
  }

  @Test
  void whatDoesNotMove() {
    assertArrayEquals(of(0, 0), grad(x -> scalar(5), vector(1, 2)).toDoubles());
    slope(3, x -> x.times(stopGradient(x)), 3);
    slope(1, x -> x, 7);
    Tensor constant = vector(4, 5);
    assertArrayEquals(new double[4], jacobian(x -> constant).apply(vector(1, 2)).toDoubles());
  }

  @Test
  void nothing() {
    assertEquals(Shape.of(0), grad(Tensor::sum, zeros(0)).shape());
    assertEquals(Shape.of(0, 3), grad(x -> x.sum(0).sum(), zeros(0, 3)).shape());
    assertEquals(Shape.of(0, 2), jacobian(x -> x.slice(":0")).apply(ones(2)).shape());
    slope(1, x -> x.plus(zeros(0).sum()), 1);
  }

  @Test
  void shapesAndTypes() {
    assertEquals(
        "[[4.0],\n [4.0],\n [4.0]]",
        grad(x -> x.broadcastTo(Shape.of(3, 4)).sum(), ones(3, 1)).toString());
    Tensor single = Tensor.of(new float[] {1, 2}, 2);
    Tensor gradient = grad(x -> x.times(vector(3, 4)).sum(), single);
    assertEquals(DType.F32, gradient.dtype());
    assertArrayEquals(of(3, 4), gradient.toDoubles());
    assertEquals(Shape.of(1), grad(x -> x.times(scalar(2)).sum(), ones(1)).shape());
    assertEquals(Shape.SCALAR, grad(x -> x.times(ones(1)).sum(), scalar(2)).shape());
    Tensor turned = matrix(of(1, 2, 3), of(4, 5, 6)).transpose();
    assertArrayEquals(
        of(2, 4, 6, 8, 10, 12), grad(x -> x.square().sum(), turned).transpose().toDoubles());
  }

  @Test
  void perturbationsAreNotConfused() {
    // Siskind and Pearlmutter
    slope(1, x -> x.times(grad(y -> x.plus(y)).apply(scalar(1))), 1);
    slope(8, x -> x.times(grad(y -> x.times(y)).apply(scalar(2))), 4);
    slope(1, x -> x.times(forward(y -> x.plus(y)).apply(scalar(1))), 1);
    slope(8, x -> x.times(forward(y -> x.times(y)).apply(scalar(2))), 4);
    // one mode inside the other
    slope(
        2, x -> x.times(forward(y -> grad(z -> x.times(y).times(z)).apply(scalar(1))).apply(x)), 1);
    slope(
        2, x -> x.times(grad(y -> forward(z -> x.times(y).times(z)).apply(scalar(1))).apply(x)), 1);
  }

  /// Manzyuk's shift, whose derivative is a function that is applied later: `Dh(Dh(x³)) = 12` at 2.
  @Test
  void functionsReturnedFromDerivatives() {
    Function<TensorFunction, TensorFunction> shift =
        f -> at -> jvp(offset -> f.apply(at.plus(offset)), scalar(0), scalar(1)).tangent();
    TensorFunction cube = x -> x.times(x).times(x);
    slope(6, shift.apply(shift.apply(cube)), 1);
    close(12, shift.apply(shift.apply(cube)).apply(scalar(2)).item());
    close(12, shift.apply(grad(cube)).apply(scalar(2)).item());
  }

  @Test
  void manyOrders() {
    double third = -Math.cos(1);
    slope(third, grad(grad(Tensor::sin)), 1);
    slope(third, forward(grad(Tensor::sin)), 1);
    slope(third, grad(forward(Tensor::sin)), 1);
    Tensor mapped = vmap(grad(x -> x.pow(3))).apply(vector(0, 1, 2));
    assertArrayEquals(of(0, 3, 12), mapped.toDoubles());
    close(
        -Math.sin(0) - Math.sin(1) - Math.sin(2),
        grad(x -> grad(y -> vmap(Tensor::sin).apply(y).sum()).apply(x).sum())
            .apply(vector(0, 1, 2))
            .sum()
            .item());
  }

  @Test
  void rulesInsideRules() {
    TensorFunction inner = customJvp(x -> x.sin(), (x, v, y) -> x.cos().times(v));
    TensorFunction outer =
        customJvp(
            x -> inner.apply(x.square()),
            (x, v, y) -> grad(inner).apply(x.square()).times(x).times(v).times(2));
    TensorFunction plain = x -> x.square().sin();
    slope(grad(plain).at(0.7), outer, 0.7);
    slope(grad(grad(plain)).at(0.7), grad(outer), 0.7);
    close(grad(grad(grad(plain))).at(0.7), grad(grad(grad(outer))).at(0.7));
  }

  @Test
  void theSameTensorComesBack() {
    Tensor x = vector(1, 2);
    assertSame(x, jvp(t -> t, x, ones(2)).value());
    assertArrayEquals(of(2, 1), grad(t -> concat(0, t, t.slice(":1")).sum(), x).toDoubles());
  }

  private static TensorFunction forward(TensorFunction f) {
    return x -> jvp(f, x, ones(x.shape().toArray())).tangent();
  }
}
