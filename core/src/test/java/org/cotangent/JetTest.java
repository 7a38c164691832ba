package org.cotangent;

import static org.cotangent.Autodiff.compile;
import static org.cotangent.Autodiff.customJvp;
import static org.cotangent.Autodiff.customVjp;
import static org.cotangent.Autodiff.fisherProduct;
import static org.cotangent.Autodiff.gaussNewtonProduct;
import static org.cotangent.Autodiff.grad;
import static org.cotangent.Autodiff.hessian;
import static org.cotangent.Autodiff.hessianDiagonal;
import static org.cotangent.Autodiff.hvp;
import static org.cotangent.Autodiff.implicitRoot;
import static org.cotangent.Autodiff.jacobian;
import static org.cotangent.Autodiff.jet;
import static org.cotangent.Autodiff.jvp;
import static org.cotangent.Autodiff.laplacian;
import static org.cotangent.Autodiff.stage;
import static org.cotangent.Autodiff.vmap;
import static org.cotangent.CustomRulesTest.assertClose;
import static org.cotangent.CustomRulesTest.assertMessage;
import static org.cotangent.Tensor.eye;
import static org.cotangent.Tensor.matrix;
import static org.cotangent.Tensor.ones;
import static org.cotangent.Tensor.scalar;
import static org.cotangent.Tensor.vector;
import static org.cotangent.Tensor.where;
import static org.cotangent.Tensor.zeros;
import static org.cotangent.testkit.CheckGrads.checkGrads;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.cotangent.Autodiff.Saved;
import org.cotangent.ops.LinearAlgebra;
import org.cotangent.ops.Special;
import org.cotangent.primitive.Program;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Taylor mode against nested forward mode, closed forms and the cost it promises.
class JetTest {
  private static final Tensor A =
      matrix(new double[] {3, 1, 0.5}, new double[] {1, 4, -0.3}, new double[] {0.5, -0.3, 2});

  private static Map<String, TensorFunction> functions() {
    var all = new LinkedHashMap<String, TensorFunction>();
    all.put("sin", Tensor::sin);
    all.put("tan", Tensor::tan);
    all.put("asin", Tensor::asin);
    all.put("acos", Tensor::acos);
    all.put("atan", Tensor::atan);
    all.put("sinh", Tensor::sinh);
    all.put("tanh", Tensor::tanh);
    all.put("exp", Tensor::exp);
    all.put("expm1", Tensor::expm1);
    all.put("log", Tensor::log);
    all.put("log1p", Tensor::log1p);
    all.put("sqrt", Tensor::sqrt);
    all.put("reciprocal", Tensor::reciprocal);
    all.put("sigmoid", Tensor::sigmoid);
    all.put("softplus", Tensor::softplus);
    all.put("erf", Tensor::erf);
    all.put("erfcx", Special::erfcx);
    all.put("lgamma", Tensor::lgamma);
    all.put("power", x -> x.pow(2.7));
    all.put("whole power", x -> x.pow(3));
    all.put("power of itself", x -> x.pow(x));
    all.put("quotient", x -> x.sin().div(x.cos().plus(2)));
    all.put("product", x -> x.sin().times(x).times(x.exp()));
    all.put("choice", x -> where(x.greater(0.4), x.log().sin(), x.square()));
    all.put("absolute value", x -> x.minus(0.5).abs().times(x.exp()));
    all.put("maximum", x -> x.maximum(x.square().times(2)).sin());
    all.put("softmax", x -> x.softmax(0));
    all.put("log of sum", x -> x.logSumExp());
    all.put("product of all", x -> x.prod());
    all.put("norm", x -> x.square().sum().sqrt());
    all.put("largest", x -> x.max().times(x.sum()));
    all.put("cumulative", x -> x.exp().cumsum(0).reciprocal());
    all.put("contraction", x -> A.times(x).matmul(x.sin()));
    all.put("system", x -> LinearAlgebra.solve(A.plus(eye(3).times(x)), x.exp()));
    all.put("determinant", x -> LinearAlgebra.det(A.times(x.exp())));
    all.put("cholesky", x -> LinearAlgebra.cholesky(A.plus(eye(3).times(x.exp()))));
    all.put("eigenvalues", x -> LinearAlgebra.eigh(A.plus(eye(3).times(x.sin()))).values());
    all.put("custom jvp", customJvp(Tensor::sin, (x, dx, _) -> x.cos().times(dx)));
    all.put("custom vjp", customVjp(x -> new Saved<>(x.sin(), x), (x, ct) -> x.cos().times(ct)));
    Function<Tensor, Tensor> root =
        implicitRoot((x, a) -> x.square().minus(a), a -> Box.valueOf(a).sqrt());
    all.put("implicit root", root::apply);
    all.put("gradient inside", grad(x -> x.sin().times(x).sum()));
    all.put("forward mode inside", x -> jvp(y -> y.sin().times(y), x, x.square()).tangent());
    all.put("jet inside", x -> jet(y -> y.sin().times(x), x, List.of(x, x)).derivatives().get(1));
    all.put("batch inside", vmap(x -> x.sin().times(x)));
    return all;
  }

  /// The derivatives of `f` along the curve `x + v t + w t²/2`, by nested forward mode.
  private static List<Tensor> nested(TensorFunction f, Tensor x, Tensor v, Tensor w, int order) {
    var result = new ArrayList<Tensor>();
    TensorFunction g = t -> f.apply(x.plus(v.times(t)).plus(w.times(t.square().div(2))));
    for (int k = 1; k <= order; k++) {
      TensorFunction before = g;
      g = t -> jvp(before, t, scalar(1)).tangent();
      result.add(g.apply(scalar(0)));
    }
    return result;
  }

  @TestFactory
  Stream<DynamicTest> againstNestedForwardMode() {
    Tensor x = vector(0.3, 0.6, 0.8);
    Tensor v = vector(0.5, -0.4, 0.9);
    Tensor w = vector(-0.2, 0.7, 0.4);
    Tensor none = zeros(3);
    return functions().entrySet().stream()
        .map(entry ->
            dynamicTest(
                entry.getKey(),
                () -> {
                  var f = entry.getValue();
                  int order = Boolean.getBoolean("cotangent.test.all") ? 6 : 4;
                  var nested = nested(f, x, v, w, order);
                  var jet = jet(f, x, List.of(v, w, none, none, none, none));
                  assertClose(f.apply(x), jet.value(), 1e-13);
                  for (int k = 0; k < order; k++) {
                    double size = nested.get(k).abs().max().item();
                    assertClose(nested.get(k), jet.derivatives().get(k), 1e-9 * (1 + size));
                  }
                }));
  }

  @Test
  void closedFormsToOrderTen() {
    Tensor zero = scalar(0);
    List<Tensor> line = List.of(scalar(1), zero, zero, zero, zero, zero, zero, zero, zero, zero);
    double x = 0.7;
    var sine = jet(Tensor::sin, scalar(x), line).derivatives();
    var exp = jet(y -> y.times(2).exp(), scalar(x), line).derivatives();
    var log = jet(Tensor::log, scalar(x), line).derivatives();
    var power = jet(y -> y.pow(1.5), scalar(x), line).derivatives();
    var gaussian = jet(y -> y.square().unaryMinus().exp(), scalar(0), line).derivatives();
    double factorial = 1;
    double falling = 1;
    for (int k = 1; k <= 10; k++) {
      assertEquals(Math.sin(x + k * Math.PI / 2), sine.get(k - 1).item(), 1e-12);
      relative(Math.pow(2, k) * Math.exp(2 * x), exp.get(k - 1).item());
      double sign = k % 2 == 0 ? -1 : 1;
      relative(sign * factorial * Math.pow(x, -k), log.get(k - 1).item());
      falling *= 1.5 - k + 1;
      relative(falling * Math.pow(x, 1.5 - k), power.get(k - 1).item());
      factorial *= k;
      double hermite = 0;
      if (k % 2 == 0) {
        double half = 1;
        for (int i = 1; i <= k / 2; i++) {
          half *= i;
        }
        hermite = (k % 4 == 0 ? 1 : -1) * factorial / half;
      }
      assertEquals(hermite, gaussian.get(k - 1).item(), 1e-9 * Math.abs(hermite) + 1e-12);
    }
  }

  private static void relative(double expected, double actual) {
    assertEquals(expected, actual, 1e-11 * Math.abs(expected));
  }

  /// The number of equations for twice the order is at most about four times as large (eight where each derivative is a new
  /// function); nested forward mode squares it.
  @Test
  void theCostGrowsWithTheSquareOfTheOrder() {
    TensorFunction f = x -> x.sin().times(x.exp()).div(x.tanh().plus(2)).log();
    var text = new StringBuilder("equations of jet by order:");
    for (int n = 2; n <= 16; n *= 2) {
      text.append("  %d: %d".formatted(n, equations(f, n)));
    }
    System.out.println(text);
    assertTrue(equations(f, 16) < 4.5 * equations(f, 8), text::toString);
    assertTrue(equations(Tensor::lgamma, 16) < 8.5 * equations(Tensor::lgamma, 8));
    TensorFunction solve = x -> LinearAlgebra.solve(A.plus(eye(3).times(x)), x.times(ones(3)));
    assertTrue(equations(solve, 16) < 8.5 * equations(solve, 8));
  }

  private static int equations(TensorFunction f, int order) {
    Program program =
        stage(
            (List<Tensor> all) ->
                jet(f, all.getFirst(), all.subList(1, all.size())).derivatives().getLast(),
            java.util.Collections.nCopies(order + 1, scalar(0.5)));
    return program.equations().size();
  }

  @Test
  void manyOperationsNeedNoStack() {
    TensorFunction f =
        x -> {
          Tensor y = x;
          for (int i = 0; i < 20_000; i++) {
            y = y.plus(y.sin().times(1e-5));
          }
          return y;
        };
    var jet = jet(f, scalar(1), List.of(scalar(1), scalar(0), scalar(0)));
    assertEquals(grad(f).at(1), jet.derivatives().get(0).item(), 1e-12);
  }

  @Test
  void transformationsOfJets() {
    TensorFunction third =
        x ->
            jet(y -> y.sin().times(y).sum(), x, List.of(ones(3), zeros(3), zeros(3)))
                .derivatives()
                .get(2);
    Tensor x = vector(0.3, 0.6, 0.8);
    assertClose(x.cos().times(x).unaryMinus().minus(x.sin().times(3)).sum(), third.apply(x), 1e-13);
    checkGrads(third, 2, x);
    assertClose(third.apply(x), compile(third).apply(x), 1e-14);
    assertClose(
        third.apply(x.times(2)), vmap(third).apply(Tensor.stack(x, x.times(2))).get(1), 1e-13);
    assertClose(grad(third, x), compile(grad(third)).apply(x), 1e-13);
    var mapped =
        vmap((Tensor v) ->
            jet(y -> y.sin().times(y).sum(), x, List.of(v, zeros(3))).derivatives().get(1));
    assertClose(hessianDiagonal(y -> y.sin().times(y).sum()).apply(x), mapped.apply(eye(3)), 1e-13);
  }

  record Parts(Tensor a, Tensor b) {}

  @Test
  void structures() {
    var zero = new Parts(scalar(0), zeros(2));
    var jet =
        jet(
            (Parts p) -> new Parts(p.a().times(p.b()), p.a().square()),
            new Parts(scalar(2), vector(1, 3)),
            List.of(new Parts(scalar(1), ones(2)), zero));
    assertEquals("[3.0, 5.0]", jet.derivatives().get(0).a().toString());
    assertEquals("[2.0, 2.0]", jet.derivatives().get(1).a().toString());
    assertEquals("2.0", jet.derivatives().get(1).b().toString());
    assertMessage(
        ShapeException.class,
        "jet: the derivative is f64, but the argument is f64[3]",
        () -> jet(Tensor::sin, ones(3), List.of(scalar(1))));
  }

  @Test
  void strongZerosInSeries() {
    TensorFunction f = x -> where(x.greater(0), x, scalar(0)).log();
    var jet =
        jet(x -> where(x.greater(0), f.apply(x), x), scalar(-1), List.of(scalar(1), scalar(0)));
    assertEquals(1, jet.derivatives().get(0).item());
    assertEquals(0, jet.derivatives().get(1).item());
  }

  @Test
  void diagonalsAndLaplacians() {
    TensorFunction f = x -> x.sin().prod().plus(x.square().sum().log());
    Tensor x = vector(0.5, 1.2, -0.7, 2);
    Tensor dense = hessian(f).apply(x);
    assertClose(dense.times(eye(4)).sum(1), hessianDiagonal(f).apply(x), 1e-12);
    assertClose(dense.times(eye(4)).sum(), laplacian(f).apply(x), 1e-12);
    // 1/|x| is harmonic in three dimensions, and |x|² has the Laplacian 6.
    Tensor y = vector(0.5, 1.2, -0.7);
    assertEquals(0, laplacian(z -> z.square().sum().sqrt().reciprocal()).apply(y).item(), 1e-13);
    assertClose(
        vector(6, 2),
        laplacian(z -> Tensor.stack(z.square().sum(), z.get(0).square())).apply(y),
        1e-13);
    var parts = new Parts(scalar(2), vector(1, 3));
    Function<Parts, Tensor> g = p -> p.a().square().times(p.b().square().sum());
    assertEquals("20.0", hessianDiagonal(g).apply(parts).a().toString());
    assertEquals("[8.0, 8.0]", hessianDiagonal(g).apply(parts).b().toString());
    assertEquals(36, laplacian(g).apply(parts).item());
    checkGrads(laplacian(f), 2, x);
    assertClose(laplacian(f).apply(x), compile(laplacian(f)).apply(x), 1e-12);
    assertMessage(
        NotDifferentiableException.class,
        "hessianDiagonal: f returned (3), not a scalar: reduce it (sum, mean), or use jacobian or"
            + " vjp",
        () -> hessianDiagonal(z -> z).apply(y));
  }

  @Test
  void productsWithMatricesThatAreNotMade() {
    Tensor data = A.sin();
    TensorFunction model = p -> data.matmul(p.tanh());
    TensorFunction loss = y -> y.exp().sum();
    Tensor p = vector(0.2, -0.5, 1);
    Tensor v = vector(1, 2, -1);
    Tensor j = jacobian(model).apply(p);
    Tensor h = hessian(loss).apply(model.apply(p));
    assertClose(j.t().matmul(h.matmul(j.matmul(v))), gaussNewtonProduct(model, loss, p, v), 1e-13);
    assertClose(j.t().matmul(j.matmul(v)), fisherProduct(model, p, v), 1e-13);
    // For a linear model it is the Hessian.
    TensorFunction linear = q -> data.matmul(q);
    assertClose(
        hvp(q -> loss.apply(linear.apply(q)), p, v), gaussNewtonProduct(linear, loss, p, v), 1e-13);
    var parts = new Parts(scalar(2), vector(1, 3));
    Parts product =
        gaussNewtonProduct((Parts q) -> q.a().times(q.b()), y -> y.square().sum(), parts, parts);
    assertEquals("80.0", product.a().toString());
    assertEquals(
        "[8.0, 24.0]", fisherProduct((Parts q) -> q.a().times(q.b()), parts, parts).b().toString());
    checkGrads(q -> gaussNewtonProduct(model, loss, q, v), 2, p);
  }

  /// A Jacobian takes as many products as its smaller side has elements: the widest batch in its program.
  @Test
  void jacobiansTakeTheCheaperMode() {
    assertEquals(2, sweeps(x -> Tensor.stack(x.sin().sum(), x.cos().sum()), ones(7)));
    assertEquals(3, sweeps(x -> x.sin().sum().times(ones(9)).plus(x.get(0)), ones(3)));
  }

  private static int sweeps(TensorFunction f, Tensor x) {
    int most = 0;
    for (var equation : stage(jacobian(f), x).equations()) {
      for (var input : equation.inputs()) {
        if (input instanceof org.cotangent.primitive.Literal literal
            && literal.aval().shape().rank() == 2) {
          most = Math.max(most, literal.aval().shape().length(0));
        }
      }
    }
    return most;
  }
}
