package org.cotangent;

import static org.cotangent.Autodiff.compile;
import static org.cotangent.Autodiff.customLinearSolve;
import static org.cotangent.Autodiff.grad;
import static org.cotangent.Autodiff.hessian;
import static org.cotangent.Autodiff.jvp;
import static org.cotangent.Autodiff.linearOperator;
import static org.cotangent.Autodiff.linearTranspose;
import static org.cotangent.Autodiff.linearize;
import static org.cotangent.Autodiff.stage;
import static org.cotangent.Autodiff.vmap;
import static org.cotangent.CustomRulesTest.assertClose;
import static org.cotangent.CustomRulesTest.assertMessage;
import static org.cotangent.Tensor.concat;
import static org.cotangent.Tensor.eye;
import static org.cotangent.Tensor.matrix;
import static org.cotangent.Tensor.ones;
import static org.cotangent.Tensor.scalar;
import static org.cotangent.Tensor.vector;
import static org.cotangent.testkit.CheckGrads.checkGrads;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.cotangent.ops.LinearAlgebra;
import org.cotangent.program.Programs;
import org.junit.jupiter.api.Test;

/// Linear maps as values, against dense matrices.
class LinearOperatorTest {
  private static final Tensor A =
      matrix(new double[] {4, 1, 0.5}, new double[] {-1, 3, 0.2}, new double[] {0.3, 0, 5});
  private static final Tensor S = A.matmul(A.t()).plus(eye(3));
  private static final Tensor B = vector(1, -2, 0.5);

  record Parts(Tensor first, Tensor second) {}

  @FunctionalInterface
  private interface Method {
    Tensor solve(LinearOperator<Tensor> operator, Tensor b);
  }

  @Test
  void transposesOfLinearFunctions() {
    TensorFunction f = x -> A.matmul(x).minus(x.cumsum(0).times(2)).slice("1:");
    Tensor dense = linearMatrix(f, 3);
    Tensor ct = vector(0.7, -1.5);
    assertClose(ct.matmul(dense), linearTranspose(f, B).apply(ct), 1e-14);
    Function<Parts, Tensor> g = p -> A.matmul(p.first()).times(3).plus(p.second().sum());
    Parts back = linearTranspose(g, new Parts(B, ones(2))).apply(B);
    assertClose(A.t().matmul(B).times(3), back.first(), 1e-14);
    assertClose(vector(-0.5, -0.5), back.second(), 1e-14);
    // The transposed pushforward is the pullback.
    var linear = linearize(x -> x.sin().times(x), B);
    Tensor pulled = linearTranspose(linear.pushforward(), B).apply(B);
    assertClose(B.sin().plus(B.cos().times(B)).times(B), pulled, 1e-14);
    checkGrads(m -> linearTranspose(x -> m.matmul(x), B).apply(B.square()), 2, A);
  }

  @Test
  void whatIsNotLinearIsRefusedByName() {
    String end = ". linearize makes a linear function of any";
    assertMessage(
        NotDifferentiableException.class,
        "linearTranspose: f is not linear: sin of [f64[3]]" + end,
        () -> linearTranspose(Tensor::sin, B));
    assertMessage(
        NotDifferentiableException.class,
        "linearTranspose: f is not linear: mul of [f64[3], f64[3]]" + end,
        () -> linearTranspose(x -> x.times(x), B));
    assertMessage(
        NotDifferentiableException.class,
        "linearTranspose: f is not linear: add of [f64[3], f64[3]]" + end,
        () -> linearTranspose(x -> x.plus(1), B));
    assertMessage(
        NotDifferentiableException.class,
        "linearTranspose: f is not linear: div of [f64[3], f64[3]]" + end,
        () -> linearTranspose(x -> B.div(x), B));
    assertMessage(
        NotDifferentiableException.class,
        "linearOperator: f is not linear: a result that does not depend on the argument" + end,
        () -> linearOperator(x -> ones(3), B));
    assertMessage(
        ShapeException.class,
        "linearOperator: f makes [f64[2]] of [f64[3]]: its result must be like its argument",
        () -> linearOperator(x -> x.slice("1:"), B));
  }

  @Test
  void operationsThatAreLinearByTheirRule() {
    // The solution of a system is linear in the right side, which only its rule knows.
    TensorFunction f = x -> LinearAlgebra.solve(A, x).div(2);
    assertClose(LinearAlgebra.solve(A.t(), B).div(2), linearTranspose(f, B).apply(B), 1e-14);
    assertMessage(
        NotDifferentiableException.class,
        "linearTranspose: f is not linear: reduce_max of [f64[3]]. linearize makes a linear"
            + " function of any",
        () -> linearTranspose(x -> x.max(), B));
  }

  @Test
  void solutionsAgainstDenseOnes() {
    for (Method method : List.<Method>of(LinearOperator::gmres, LinearOperator::bicgstab)) {
      assertClose(LinearAlgebra.solve(A, B), solve(A, B, method), 1e-10);
      everything(method, A);
    }
    assertClose(LinearAlgebra.solve(S, B), solve(S, B, LinearOperator::cg), 1e-10);
    everything(LinearOperator::cg, S);
  }

  private static Tensor solve(Tensor a, Tensor b, Method method) {
    return method.solve(linearOperator(x -> a.matmul(x), b), b);
  }

  /// Gradients and Hessians by matrix and right side, batches, programs.
  private static void everything(Method method, Tensor a) {
    TensorFunction f =
        m -> solve(m.plus(m.t()).div(2).plus(a), B.plus(m.get(0)), method).square().sum();
    TensorFunction dense =
        m -> LinearAlgebra.solve(m.plus(m.t()).div(2).plus(a), B.plus(m.get(0))).square().sum();
    Tensor at = A.times(0.1);
    assertClose(grad(dense, at), grad(f, at), 1e-9);
    assertClose(jvp(dense, at, A).tangent(), jvp(f, at, A).tangent(), 1e-9);
    assertClose(hessian(dense).apply(at), hessian(f).apply(at), 1e-8);
    Tensor many = Tensor.stack(at, at.times(2), at.times(-1));
    assertClose(vmap(dense).apply(many), vmap(f).apply(many), 1e-9);
    assertClose(vmap(grad(dense)).apply(many), vmap(grad(f)).apply(many), 1e-9);
    assertClose(grad(dense, at), compile(grad(f)).apply(at), 1e-9);
    var program = stage(f, at);
    assertEquals(program, Programs.parse(program.toString()));
  }

  @Test
  void operatorsOnStructures() {
    LinearOperator<Parts> operator =
        linearOperator(
            (Parts p) ->
                new Parts(
                    p.first().times(3).plus(p.second().sum()),
                    p.second().times(2).minus(p.first())),
            new Parts(scalar(0), ones(2)));
    Parts x = operator.gmres(new Parts(scalar(1), vector(2, 3)));
    Parts back = operator.apply(x);
    assertClose(vector(1, 2, 3), concat(0, back.first().reshape(1), back.second()), 1e-12);
    Parts transposed = operator.transpose().apply(new Parts(scalar(1), vector(2, 3)));
    assertClose(
        vector(-2, 5, 7), concat(0, transposed.first().reshape(1), transposed.second()), 1e-14);
  }

  @Test
  void solversOfOnesOwn() {
    // Jacobi's iteration, with plain branches.
    BiFunction<Function<Tensor, Tensor>, Tensor, Tensor> jacobi =
        (operator, b) -> {
          Tensor x = b;
          while (operator.apply(x).minus(b).abs().max().item() > 1e-13) {
            x = x.plus(b.minus(operator.apply(x)).times(0.2));
          }
          return x;
        };
    TensorFunction f =
        m -> customLinearSolve(x -> m.matmul(x), B.times(m.get(0, 0)), jacobi).square().sum();
    TensorFunction dense = m -> LinearAlgebra.solve(m, B.times(m.get(0, 0))).square().sum();
    assertClose(dense.apply(A), f.apply(A), 1e-11);
    assertClose(grad(dense, A), grad(f, A), 1e-11);
    assertClose(hessian(dense).apply(A), hessian(f).apply(A), 1e-10);
    Tensor many = Tensor.stack(A, A.plus(0.1));
    assertClose(vmap(grad(dense)).apply(many), vmap(grad(f)).apply(many), 1e-11);
    assertClose(grad(dense, A), compile(grad(f)).apply(A), 1e-11);
  }

  @Test
  void aSolverMustUseTheOperatorThatItIsGiven() {
    TensorFunction f =
        m -> customLinearSolve(x -> m.matmul(x), B, (_, b) -> LinearAlgebra.solve(A, b)).sum();
    assertClose(LinearAlgebra.solve(A, B).sum(), f.apply(A), 1e-14);
    var error = assertThrows(ArithmeticException.class, () -> grad(f, A));
    assertEquals(
        "it must solve with the operator that it is given (a gradient gives it the transposed one)",
        String.valueOf(error.getMessage()).replaceAll(".*: it must", "it must"));
  }

  @Test
  void methodsSayWhenTheyDoNotReachTheirGoal() {
    assertMessage(
        ArithmeticException.class,
        "cg: pᵀAp = -5.25 in step 1: the operator is not positive definite: use gmres or bicgstab",
        () -> linearOperator(Tensor::unaryMinus, B).cg(B));
    var operator = linearOperator(x -> A.matmul(x), B).iterations(1);
    var error = assertThrows(ArithmeticException.class, () -> operator.gmres(B));
    assertEquals(
        "gmres: the residual is",
        String.valueOf(error.getMessage()).substring(0, "gmres: the residual is".length()));
    assertClose(B, linearOperator(x -> x, B).bicgstab(B), 1e-15);
    assertClose(ones(3).times(0), linearOperator(x -> A.matmul(x), B).gmres(ones(3).times(0)), 0);
  }

  private static Tensor linearMatrix(TensorFunction f, int n) {
    return vmap(f).apply(eye(n)).t();
  }
}
