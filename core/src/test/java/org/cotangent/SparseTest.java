package org.cotangent;

import static org.cotangent.Autodiff.compile;
import static org.cotangent.Autodiff.grad;
import static org.cotangent.Autodiff.hessian;
import static org.cotangent.Autodiff.jacobian;
import static org.cotangent.Autodiff.jvp;
import static org.cotangent.Autodiff.sparseHessian;
import static org.cotangent.Autodiff.sparseJacobian;
import static org.cotangent.Autodiff.vmap;
import static org.cotangent.CustomRulesTest.assertClose;
import static org.cotangent.CustomRulesTest.assertMessage;
import static org.cotangent.Tensor.concat;
import static org.cotangent.Tensor.indices;
import static org.cotangent.Tensor.linspace;
import static org.cotangent.Tensor.matrix;
import static org.cotangent.Tensor.ones;
import static org.cotangent.Tensor.vector;
import static org.cotangent.Tensor.where;
import static org.cotangent.testkit.CheckGrads.checkGrads;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.cotangent.ops.Contraction;
import org.cotangent.ops.LinearAlgebra;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Sparse Jacobians and Hessians against dense ones.
class SparseTest {
  /// A function, and how many entries its Jacobian may have at most: the exact number wherever the pattern is found exactly.
  private record Case(TensorFunction f, int entries) {}

  private static Map<String, Case> jacobians() {
    var cases = new LinkedHashMap<String, Case>();
    Tensor band =
        matrix(
            new double[] {2, -1, 0, 0, 0, 0},
            new double[] {-1, 2, -1, 0, 0, 0},
            new double[] {0, -1, 2, -1, 0, 0},
            new double[] {0, 0, -1, 2, -1, 0},
            new double[] {0, 0, 0, -1, 2, -1},
            new double[] {0, 0, 0, 0, -1, 2});
    Tensor mask = vector(1, 0, 1, 0, 1, 0);
    cases.put("elementwise", new Case(x -> x.sin().times(x), 6));
    cases.put("slices", new Case(x -> x.slice("1:").minus(x.slice(":-1").square()), 10));
    cases.put(
        "stencil",
        new Case(x -> x.slice("2:").minus(x.slice("1:-1").exp()).plus(x.slice(":-2")), 12));
    cases.put("gather", new Case(x -> x.get(indices(4, 4, 0)).square(), 3));
    cases.put("scatter", new Case(x -> x.at(indices(1, 2)).add(x.slice("4:").exp()), 8));
    cases.put("set", new Case(x -> x.at(indices(1, 2)).set(x.slice("4:").exp()), 6));
    cases.put("pairs", new Case(x -> x.slice("::2").times(x.slice("1::2")), 6));
    cases.put(
        "a running product, which counts as dense", new Case(x -> x.reshape(3, 2).prod(1), 18));
    cases.put("maxima of pairs", new Case(x -> x.reshape(3, 2).max(1), 6));
    cases.put("permuted", new Case(x -> x.reshape(3, 2).t().square().sum(1), 6));
    cases.put("joined", new Case(x -> concat(0, x.slice("3:"), x.get(0).exp().reshape(1)), 4));
    cases.put("everything", new Case(x -> x.logSumExp().times(ones(4)), 24));
    cases.put("one row and a diagonal", new Case(x -> concat(0, x.sum().reshape(1), x.sin()), 12));
    cases.put("one column and a diagonal", new Case(x -> x.times(x.get(0)), 11));
    cases.put("choice", new Case(x -> where(x.greater(0), x.log(), x.get(0).times(ones(6))), 11));
    cases.put("known mask", new Case(x -> x.exp().times(mask), 3));
    cases.put("known choice", new Case(x -> where(mask.greater(0.5), x.exp(), ones(6)), 3));
    cases.put("known matrix", new Case(x -> band.matmul(x.tanh()), 16));
    Tensor tiny =
        band.times(
            matrix(
                new double[] {1e-20},
                new double[] {1},
                new double[] {1e-3},
                new double[] {1},
                new double[] {1},
                new double[] {-1e-30}));
    cases.put("known matrix of many scales", new Case(x -> tiny.matmul(x.tanh()), 16));
    cases.put(
        "matrix of the argument",
        new Case(x -> x.reshape(2, 3).matmul(x.reshape(3, 2)).reshape(-1), 18));
    cases.put("window", new Case(x -> convolved(x, vector(1, 2, 3)), 12));
    cases.put("kernel of the argument", new Case(x -> convolved(ones(6), x.slice(":3")), 12));
    cases.put("running sum", new Case(x -> x.square().cumsum(0), 21));
    cases.put("a system", new Case(x -> LinearAlgebra.solve(band, x.square()), 36));
    cases.put("integers", new Case(x -> x.floor().plus(x.get(1)), 6));
    cases.put("nothing", new Case(x -> x.floor(), 0));
    cases.put("a constant", new Case(x -> ones(2), 0));
    return cases;
  }

  @TestFactory
  Stream<DynamicTest> jacobiansAgainstDenseOnes() {
    Tensor x = vector(0.5, -1.2, 2, 0.3, -0.7, 1.1);
    return jacobians().entrySet().stream()
        .map(entry -> dynamicTest(entry.getKey(), () -> check(entry.getValue(), x)));
  }

  private static Tensor convolved(Tensor x, Tensor kernel) {
    return Contraction.convolve(x, kernel, Contraction.Overlap.VALID);
  }

  private static void check(Case one, Tensor x) {
    Tensor dense = jacobian(one.f()).apply(x);
    var sparse = sparseJacobian(one.f(), x).apply(x);
    assertClose(dense, sparse.toDense(), 1e-12);
    assertEquals(one.entries(), sparse.values().shape().size());
    Tensor v = linspace(-2, 1, x.shape().length(0));
    assertClose(dense.matmul(v), sparse.times(v), 1e-12);
    Tensor w = linspace(-1, 1, dense.shape().length(0));
    assertClose(w.matmul(dense), sparse.transposedTimes(w), 1e-12);
  }

  @TestFactory
  Stream<DynamicTest> hessiansAgainstDenseOnes() {
    Tensor x = vector(0.5, -1.2, 2, 0.3, -0.7, 1.1);
    var cases = new LinkedHashMap<String, Case>();
    cases.put("linear", new Case(x1 -> x1.sum(), 0));
    cases.put("separable", new Case(x1 -> x1.exp().sum(), 6));
    cases.put(
        "chain", new Case(x1 -> x1.slice("1:").minus(x1.slice(":-1").square()).square().sum(), 16));
    cases.put(
        "arrow",
        new Case(x1 -> x1.get(0).times(x1.slice("1:").square().sum()).plus(x1.get(0).exp()), 16));
    cases.put("pairs", new Case(x1 -> x1.slice("::2").times(x1.slice("1::2")).square().sum(), 12));
    cases.put("dense", new Case(x1 -> x1.sum().square(), 36));
    cases.put("bilinear", new Case(x1 -> x1.slice(":3").dot(x1.slice("3:")), 6));
    cases.put(
        "log of sum",
        new Case(x1 -> x1.slice(":2").logSumExp().plus(x1.slice("2:").square().square().sum()), 8));
    return cases.entrySet().stream()
        .map(entry ->
            dynamicTest(
                entry.getKey(),
                () -> {
                  var one = entry.getValue();
                  var sparse = sparseHessian(one.f(), x).apply(x);
                  var substituted = sparseHessian(one.f(), x, Recovery.SUBSTITUTION).apply(x);
                  assertClose(sparse.toDense(), substituted.toDense(), 1e-12);
                  assertClose(hessian(one.f()).apply(x), sparse.toDense(), 1e-12);
                  assertEquals(one.entries(), sparse.values().shape().size());
                }));
  }

  @ParameterizedTest
  @EnumSource
  void derivativesOfSparseDerivatives(Recovery recovery) {
    TensorFunction f = x -> x.slice("1:").minus(x.slice(":-1").square()).square().sum();
    var sparse = sparseHessian(f, ones(5), recovery);
    TensorFunction norm = x -> sparse.apply(x).values().square().sum();
    TensorFunction dense = x -> hessian(f).apply(x).square().sum();
    Tensor x = vector(0.1, 0.5, -0.3, 2, 1);
    assertClose(grad(dense, x), grad(norm, x), 1e-11);
    assertClose(jvp(dense, x, ones(5)).tangent(), jvp(norm, x, ones(5)).tangent(), 1e-10);
    assertClose(dense.apply(x), compile(norm).apply(x), 1e-11);
    Tensor many = Tensor.stack(x, x.times(2));
    assertClose(vmap(dense).apply(many), vmap(norm).apply(many), 1e-10);
    TensorFunction product = v -> sparse.apply(v).times(v.sin());
    checkGrads(product, 2, x);
    assertClose(product.apply(x), compile(product).apply(x), 1e-13);
  }

  @Test
  void sparseMatricesAreTrees() {
    var sparse = sparseJacobian(Tensor::exp, ones(3)).apply(ones(3));
    var gradient = grad((SparseMatrix m) -> m.times(vector(1, 2, 3)).square().sum()).apply(sparse);
    double e = Math.E;
    assertClose(vector(2 * e, 8 * e, 18 * e), gradient.values(), 1e-12);
    assertEquals("SparseMatrix (3,3) with 3 entries", gradient.toString());
    var f = compile((SparseMatrix m) -> m.times(vector(1, 2, 3)));
    assertClose(vector(e, 2 * e, 3 * e), f.apply(sparse), 1e-14);
  }

  @Test
  void fewColoursSuffice() {
    int n = 2000;
    Tensor x = linspace(0, 1, n);
    // An arrow, a band of five, and a Jacobian that only rows make cheap: the widest batch is the
    // number of colours.
    assertEquals(2, widest(sparseHessian(x1 -> x1.get(0).times(x1.square().sum()), x), x));
    TensorFunction chain = x1 -> x1.slice("1:").times(x1.slice(":-1")).square().sum();
    assertEquals(3, widest(sparseHessian(chain, x), x));
    assertEquals(2, widest(sparseHessian(chain, x, Recovery.SUBSTITUTION), x));
    assertTrue(
        widest(
                sparseHessian(
                    x1 -> x1.slice("2:").times(x1.slice("1:-1")).times(x1.slice(":-2")).sum(),
                    x,
                    Recovery.SUBSTITUTION),
                x)
            <= 3);
    assertEquals(1, widest(sparseJacobian(x1 -> x1.square().sum().reshape(1), x), x));
    assertEquals(2, widest(sparseJacobian(x1 -> x1.times(x1.get(0)), x), x));
    assertEquals(2, widest(sparseJacobian(SparseTest::arrow, x), x));
  }

  /// A full first row and column, and the diagonal: one row and two colours of columns.
  private static Tensor arrow(Tensor x) {
    return concat(0, x.square().sum().reshape(1), x.slice("1:").exp().times(x.get(0)));
  }

  @Test
  void rowsAndColumnsAtOnce() {
    Tensor x = vector(0.5, -1.2, 2, 0.3, -0.7, 1.1, 0.2, 0.9);
    check(new Case(SparseTest::arrow, 22), x);
    var sparse = sparseJacobian(SparseTest::arrow, x);
    TensorFunction norm = y -> sparse.apply(y).values().sin().sum();
    checkGrads(norm, 2, x);
    assertClose(norm.apply(x), compile(norm).apply(x), 1e-13);
    Tensor many = Tensor.stack(x, x.times(2));
    Tensor each = Tensor.stack(norm.apply(x), norm.apply(x.times(2)));
    assertClose(each, vmap(norm).apply(many), 1e-13);
    TensorFunction single = y -> arrow(y.to(DType.F32));
    assertClose(jacobian(single).apply(x), sparseJacobian(single, x).apply(x).toDense(), 1e-6);
  }

  /// The number of products of one kind that a derivative makes: the leading axis of the constant they start with.
  private static int widest(java.util.function.Function<Tensor, SparseMatrix> f, Tensor x) {
    var program = Autodiff.stage((Tensor x1) -> f.apply(x1).values(), x);
    int most = 0;
    for (var equation : program.equations()) {
      for (var input : equation.inputs()) {
        if (input instanceof org.cotangent.primitive.Literal literal
            && literal.aval().dtype().floating()
            && literal.aval().shape().rank() == 2) {
          most = Math.max(most, literal.aval().shape().length(0));
        }
      }
    }
    return most;
  }

  @Test
  void hundredThousandUnknowns() {
    int n = 100_000;
    Tensor x = linspace(0, 1, n);
    long start = System.nanoTime();
    var arrow = sparseHessian(x1 -> x1.get(0).times(x1.slice("1:").square().sum()), x).apply(x);
    assertEquals(3 * (n - 1), arrow.values().shape().size());
    assertClose(x.get(0).times(2), arrow.values().get(arrow.values().shape().size() - 1), 1e-14);
    long middle = System.nanoTime();
    var chain =
        sparseHessian(x1 -> x1.slice("1:").minus(x1.slice(":-1").square()).square().sum(), x)
            .apply(x);
    assertEquals(3 * n - 2, chain.values().shape().size());
    long end = System.nanoTime();
    System.out.printf(
        "sparse Hessians of %d unknowns: arrow %.2f s, chain %.2f s%n",
        n, (middle - start) * 1e-9, (end - middle) * 1e-9);
    TensorFunction f = x1 -> x1.slice("1:").minus(x1.slice(":-1").square()).square().sum();
    assertClose(Autodiff.hvp(f, x, ones(n)), chain.times(ones(n)), 1e-10);
  }

  @Test
  void otherShapesAreRefused() {
    var f = sparseJacobian(Tensor::exp, ones(3));
    assertMessage(
        ShapeException.class,
        "sparseJacobian: the pattern was found for f64[3], not for f64[4]: make another function"
            + " with such an example",
        () -> fail("not refused: " + f.apply(ones(4))));
    assertMessage(
        ShapeException.class,
        "times: a sparse (3,3) and (4): it takes (3)",
        () -> f.apply(ones(3)).times(ones(4)));
  }
}
