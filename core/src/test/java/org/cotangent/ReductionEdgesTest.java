package org.cotangent;

import static org.cotangent.Autodiff.grad;
import static org.cotangent.Autodiff.hessian;
import static org.cotangent.Autodiff.jvp;
import static org.cotangent.Autodiff.vmap;
import static org.cotangent.Tensor.einsum;
import static org.cotangent.Tensor.indices;
import static org.cotangent.Tensor.matrix;
import static org.cotangent.Tensor.ones;
import static org.cotangent.Tensor.scalar;
import static org.cotangent.Tensor.stack;
import static org.cotangent.Tensor.vector;
import static org.cotangent.Tensor.zeros;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrowsExactly;

import org.cotangent.ops.Arithmetic;
import org.cotangent.ops.Comparison;
import org.cotangent.ops.Contraction;
import org.cotangent.ops.Cumulative;
import org.cotangent.ops.Reduction;
import org.cotangent.ops.Sorting;
import org.junit.jupiter.api.Test;

/// Edges of reductions, orders and contractions: the further tricky cases, beside [TrickyCasesTest].
class ReductionEdgesTest {
  private static final double INF = Double.POSITIVE_INFINITY;
  private static final double NAN = Double.NaN;

  private static double[] of(double... values) {
    return values;
  }

  /// The gradient in reverse mode, in forward mode, and mapped.
  private static void gradient(double[] expected, TensorFunction f, double... at) {
    Tensor x = vector(at);
    assertArrayEquals(expected, grad(f, x).toDoubles(), 1e-13);
    assertArrayEquals(
        expected,
        vmap(basis -> jvp(f, x, basis).tangent()).apply(Tensor.eye(at.length)).toDoubles(),
        1e-13);
    assertArrayEquals(expected, vmap(grad(f)).apply(stack(x, x)).get(1).toDoubles(), 1e-13);
  }

  /// Products of the other factors, once more derived: `∂²Πx/∂x[i]∂x[j] = Π x[k], k ≠ i, j`.
  @Test
  void productsWithZerosTwiceDerived() {
    for (double[] x : new double[][] {{2, 0, 3}, {0, 0, 3}, {0, 0, 0}, {2, 0, 3, 0}, {0, 5}}) {
      int n = x.length;
      double[] expected = new double[n * n];
      double[] cumulative = new double[n * n];
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
          for (int end = 1; end <= n && i != j; end++) {
            double product = Math.max(i, j) < end ? 1 : 0;
            for (int k = 0; k < end; k++) {
              product *= k == i || k == j ? 1 : x[k];
            }
            cumulative[n * i + j] += product;
            expected[n * i + j] = product;
          }
        }
      }
      assertArrayEquals(expected, hessian(Tensor::prod).apply(vector(x)).toDoubles());
      TensorFunction running = t -> Cumulative.cumprod(t, 0).sum();
      assertArrayEquals(cumulative, hessian(running).apply(vector(x)).toDoubles());
    }
  }

  @Test
  void spreadOfAConstant() {
    gradient(of(0, 0), x -> Reduction.std(x, Axes.all(), 0), 4, 4);
    gradient(of(0, 0), x -> Reduction.std(x, Axes.all(), 1), 4, 4);
    gradient(of(0, 0), x -> Reduction.var(x, Axes.all(), 0), 4, 4);
    gradient(of(0), x -> Reduction.std(x, Axes.all(), 0), 4);
    assertEquals(NAN, Reduction.var(vector(4), Axes.all(), 1).item());
    assertEquals(NAN, Reduction.var(zeros(0), Axes.all(), 1).item());
    assertEquals(INF, Reduction.var(vector(1, 2), Axes.all(), 3).item());
    // A constant line beside another one does not spoil it.
    Tensor both = grad(x -> Reduction.std(x, Axes.of(1), 0).sum(), matrix(of(1, 1), of(1, 3)));
    assertArrayEquals(of(0, 0, -0.5, 0.5), both.toDoubles(), 1e-15);
  }

  @Test
  void normsAtTheOrigin() {
    for (double p : new double[] {0, 1, 1.5, 2, 3, INF}) {
      gradient(of(0, 0), x -> Reduction.norm(x, p, Axes.all()), 0, 0);
    }
    gradient(of(.5, -.5), x -> Reduction.norm(x, INF, Axes.all()), 2, -2);
    gradient(of(0.6, 0.8), x -> Reduction.norm(x, 2, Axes.all()), 3e200, 4e200);
    gradient(of(0.6, 0.8), x -> Reduction.norm(x, 2, Axes.all()), 3e-200, 4e-200);
    for (double p : new double[] {0.5, 2, 3, 7}) {
      double unit = Reduction.norm(Tensor.vector(3, 4), p, Axes.all()).item();
      for (double size : new double[] {1e300, 1e-300}) {
        Tensor x = Tensor.vector(3 * size, 4 * size);
        assertEquals(unit * size, Reduction.norm(x, p, Axes.all()).item(), 1e-15 * unit * size);
      }
      for (double size : new double[] {1e30, 1e-30}) {
        Tensor x = Tensor.vector(3 * size, 4 * size).to(DType.F32);
        assertEquals(unit * size, Reduction.norm(x, p, Axes.all()).item(), 3e-7 * unit * size);
      }
    }
    gradient(of(0, 1), x -> Reduction.norm(x, 2, Axes.all()), 0, 5);
    gradient(of(0, 0), x -> Arithmetic.hypot(x.get(0), x.get(1)), 0, 0);
  }

  @Test
  void ordersWithTiesAndNan() {
    gradient(of(1, 0), x -> Cumulative.cummax(x, 0).get(0), 2, 2);
    gradient(of(1, 1), x -> Cumulative.cummax(x, 0).sum(), 2, 2);
    gradient(of(0, 1), x -> Cumulative.cummin(x, 0).get(1), 2, 2);
    gradient(of(1, 0, 0), x -> Sorting.topK(x, 1).values().sum(), 2, 2, 1);
    gradient(of(1, 1, 0), x -> Sorting.topK(x, 2).values().sum(), 2, 2, 1);
    gradient(of(1, 0, 0), x -> Sorting.median(x, 0), 3, 5, 1);
    gradient(of(0, 1), x -> Sorting.quantile(x, 1, 0, Sorting.Interpolation.LINEAR), 1, INF);
    assertEquals(NAN, Sorting.median(vector(1, NAN, 2), 0).item());
    assertArrayEquals(of(1, 2, NAN), Sorting.sort(vector(2, NAN, 1), 0, false).toDoubles());
    assertArrayEquals(of(2, 1, NAN), Sorting.sort(vector(2, NAN, 1), 0, true).toDoubles());
    assertEquals(NAN, vector(1, NAN).max().item());
    assertEquals(1, vector(1, NAN, NAN).argmin(0).item());
    gradient(of(0, 1), x -> Comparison.fmax(x.get(0), x.get(1)), NAN, 2);
    gradient(of(0, 1), x -> Comparison.nanToNum(x).sum(), NAN, 2);
  }

  @Test
  void nothingToReduce() {
    assertEquals(0, zeros(0).sum().item());
    assertEquals(1, zeros(0).prod().item());
    assertEquals(NAN, zeros(0).mean().item());
    assertEquals(-INF, zeros(0).logSumExp().item());
    assertEquals(0, Reduction.norm(zeros(0), 2, Axes.all()).item());
    assertEquals(Shape.of(0), grad(x -> x.mean(), zeros(0)).shape());
  }

  @Test
  void infinitiesInSumsOfExponentials() {
    gradient(of(0, 1), Tensor::logSumExp, -INF, 0);
    assertEquals(-INF, vector(-INF, -INF).logSumExp().item());
    assertArrayEquals(of(NAN, NAN), grad(x -> x.logSumExp(), vector(-INF, -INF)).toDoubles());
    assertArrayEquals(of(NAN, 0), grad(x -> x.logSumExp(), vector(INF, 0)).toDoubles());
    gradient(of(1, 1), x -> Cumulative.cumlogsumexp(x, 0).sum(), 0, 1000);
  }

  @Test
  void implicitResultsOfEinsum() {
    Tensor a = matrix(of(1, 2), of(3, 4));
    assertEquals(5, einsum("ii", a).item());
    assertArrayEquals(of(1, 3, 2, 4), einsum("ba", a).toDoubles());
    assertArrayEquals(of(1, 0, 0, 1), grad(x -> einsum("ii", x), a).toDoubles());
    assertEquals(Shape.of(2), einsum("iij", ones(3, 3, 2)).shape());
    assertEquals(Shape.SCALAR, einsum("ij,ij", a, a).shape());
  }

  @Test
  void crossProductsInThePlane() {
    assertEquals(-2, Contraction.cross(vector(1, 2), vector(3, 4)).item());
    assertArrayEquals(of(10, -5, -2), Contraction.cross(vector(1, 2), vector(3, 4, 5)).toDoubles());
    assertEquals(Shape.of(4), Contraction.cross(ones(4, 2), vector(3, 4)).shape());
  }

  @Test
  void elementsThatAreReadTwice() {
    gradient(of(2, 1), x -> x.get(indices(0, 0, 1)).sum(), 1, 2);
    gradient(of(0, 1), x -> zeros(1).at(indices(0, 0)).set(x).get(0), 1, 2);
    assertThrowsExactly(ShapeException.class, () -> scalar(1).get(indices(0)));
  }
}
