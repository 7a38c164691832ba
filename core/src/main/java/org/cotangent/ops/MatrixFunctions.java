package org.cotangent.ops;

import java.util.List;
import org.cotangent.Array;
import org.cotangent.ShapeException;
import org.cotangent.Tensor;
import org.cotangent.kernel.SquareMatrices;
import org.cotangent.primitive.Accumulator;
import org.cotangent.primitive.Aval;
import org.cotangent.primitive.Batching;
import org.cotangent.primitive.General;
import org.cotangent.primitive.Zero;

/// Functions of square matrices: the exponential, the logarithm, the square root, and the linear equations that go with them.
///
/// Matrices are the last two axes; axes before them are stacks. Thread-safe; all may be traced, to any order.
public final class MatrixFunctions {
  private MatrixFunctions() {}

  /// A primary matrix function f. Its derivative along e is the upper right block of `f([[a, e], [0, a]])`, its adjoint the derivative at aᵀ
  /// (R. Mathias, *A chain rule for matrix functions and applications*, 1996): the same primitive, of twice the size.
  sealed interface Primary extends General.WithVjp {
    @Override
    default List<Aval> shapes(List<Aval> inputs) {
      return inputs;
    }

    @Override
    default List<Tensor> jvp(List<Tensor> inputs, List<Tensor> outputs, List<Tensor> tangents) {
      return Zero.is(tangents.get(0))
          ? tangents
          : List.of(derivative(inputs.get(0), tangents.get(0)));
    }

    @Override
    default void vjp(
        List<Tensor> inputs, List<Tensor> outputs, List<Tensor> cotangents, Accumulator into) {
      if (!Zero.is(cotangents.get(0)) && into.wants(0)) {
        into.add(0, derivative(inputs.get(0).t(), cotangents.get(0)));
      }
    }

    /// The derivative at `a` along `e`, which is brought to the size of 1, so that it does not govern how the function is computed.
    private Tensor derivative(Tensor a, Tensor e) {
      int n = a.shape().length(-1);
      if (n == 0) {
        return e;
      }
      Tensor size = new StopGradient().bind(e.abs().max(Tensor.keep(-2, -1)));
      Tensor one = Aligned.to(Tensor.scalar(1), size.dtype(), size.shape());
      Tensor scale = Tensor.where(size.equal(0), one, size);
      int axis = a.rank() - 1;
      Tensor above = Slicing.concat(axis, List.of(a, e.div(scale)));
      Tensor below = Slicing.concat(axis, List.of(a.times(0), a));
      Tensor both = bind(Slicing.concat(axis - 1, List.of(above, below)));
      return Matrices.columns(Matrices.rows(both, 0, n), n, 2 * n).times(scale);
    }

    @Override
    default List<Tensor> batch(List<Tensor> inputs, boolean[] mapped, int size) {
      return bindAll(inputs);
    }
  }

  /// `eᵃ`, with the derivative of a [Primary] function.
  public record MatrixExponential() implements Primary {
    @Override
    public List<Array> evaluate(List<Array> inputs) {
      return List.of(SquareMatrices.exp(inputs.get(0)));
    }
  }

  /// The principal logarithm, with the derivative of a [Primary] function.
  public record MatrixLogarithm() implements Primary {
    @Override
    public List<Array> evaluate(List<Array> inputs) {
      return List.of(SquareMatrices.log(inputs.get(0)));
    }
  }

  /// The principal square root X. Its derivative solves `X dX + dX X = da`.
  public record MatrixSquareRoot() implements General.WithVjp {
    @Override
    public List<Aval> shapes(List<Aval> inputs) {
      return inputs;
    }

    @Override
    public List<Array> evaluate(List<Array> inputs) {
      return List.of(SquareMatrices.sqrt(inputs.get(0)));
    }

    @Override
    public List<Tensor> jvp(List<Tensor> inputs, List<Tensor> outputs, List<Tensor> tangents) {
      Tensor x = outputs.get(0);
      return Zero.is(tangents.get(0)) ? tangents : List.of(solve(x, x, tangents.get(0)));
    }

    @Override
    public void vjp(
        List<Tensor> inputs, List<Tensor> outputs, List<Tensor> cotangents, Accumulator into) {
      if (!Zero.is(cotangents.get(0)) && into.wants(0)) {
        Tensor x = outputs.get(0).t();
        into.add(0, solve(x, x, cotangents.get(0)));
      }
    }

    @Override
    public List<Tensor> batch(List<Tensor> inputs, boolean[] mapped, int size) {
      return bindAll(inputs);
    }
  }

  /// The solution X of `a X + X b = c`. Tangent: that for `dc − da X − X db`; cotangents: `c̄` solves `aᵀ c̄ + c̄ bᵀ = X̄`, `ā = −c̄ Xᵀ`,
  /// `b̄ = −Xᵀ c̄`.
  public record Sylvester() implements General.WithVjp {
    @Override
    public List<Aval> shapes(List<Aval> inputs) {
      return List.of(inputs.get(2));
    }

    @Override
    public List<Array> evaluate(List<Array> inputs) {
      return List.of(SquareMatrices.sylvester(inputs.get(0), inputs.get(1), inputs.get(2)));
    }

    @Override
    public List<Tensor> jvp(List<Tensor> inputs, List<Tensor> outputs, List<Tensor> tangents) {
      Tensor x = outputs.get(0);
      Tensor left = Matrices.product(tangents.get(0), x);
      Tensor right = Matrices.product(x, tangents.get(1));
      Tensor c = tangents.get(2);
      if (Zero.is(left) && Zero.is(right) && Zero.is(c)) {
        return List.of(c);
      }
      return List.of(solve(inputs.get(0), inputs.get(1), c.minus(left).minus(right)));
    }

    @Override
    public void vjp(
        List<Tensor> inputs, List<Tensor> outputs, List<Tensor> cotangents, Accumulator into) {
      if (Zero.is(cotangents.get(0))) {
        return;
      }
      Tensor c = solve(inputs.get(0).t(), inputs.get(1).t(), cotangents.get(0));
      Tensor x = outputs.get(0).t();
      if (into.wants(0)) {
        into.add(0, c.matmul(x).unaryMinus());
      }
      if (into.wants(1)) {
        into.add(1, x.matmul(c).unaryMinus());
      }
      if (into.wants(2)) {
        into.add(2, c);
      }
    }

    @Override
    public List<Tensor> batch(List<Tensor> inputs, boolean[] mapped, int size) {
      return bindAll(Batching.repeat(inputs, mapped, size));
    }
  }

  private static Tensor solve(Tensor a, Tensor b, Tensor c) {
    return new Sylvester().bindAll(List.of(a, b, c)).get(0);
  }

  /// `eᵃ = Σ aᵏ/k!`. Throws a [ShapeException] unless a is square.
  public static Tensor expm(Tensor a) {
    return new MatrixExponential().bind(Matrices.square("expm", a));
  }

  /// The principal logarithm, the X with `eˣ = a` whose eigenvalues have imaginary parts within ±π. NaN where an eigenvalue of a is 0 or a
  /// negative number. Throws a [ShapeException] unless a is square.
  public static Tensor logm(Tensor a) {
    return new MatrixLogarithm().bind(Matrices.square("logm", a));
  }

  /// The principal square root, the X with `X² = a` whose eigenvalues have positive real parts. NaN where an eigenvalue of a is 0 or a
  /// negative number. Throws a [ShapeException] unless a is square.
  public static Tensor sqrtm(Tensor a) {
    return new MatrixSquareRoot().bind(Matrices.square("sqrtm", a));
  }

  /// The solution X of `a X + X b = c`, for a of m×m, b of n×n, c of m×n. Infinite or NaN where a and −b have an eigenvalue in common. Throws
  /// a [ShapeException] unless they fit.
  public static Tensor sylvester(Tensor a, Tensor b, Tensor c) {
    Matrices.square("sylvester", a);
    Matrices.square("sylvester", b);
    if (c.rank() < 2
        || c.shape().length(-2) != a.shape().length(-1)
        || c.shape().length(-1) != b.shape().length(-1)) {
      throw new ShapeException(
          "sylvester: "
              + a.shape()
              + ", "
              + b.shape()
              + " and "
              + c.shape()
              + ": the last must be "
              + a.shape().length(-1)
              + "×"
              + b.shape().length(-1));
    }
    Tensor left = Matrices.aligned("sylvester", a, c).get(0);
    List<Tensor> right =
        Matrices.aligned("sylvester", b, Matrices.aligned("sylvester", c, a).get(0));
    Tensor first = Matrices.aligned("sylvester", left, right.get(1)).get(0);
    return solve(first, right.get(0), right.get(1));
  }

  /// The solution X of `a X + X aᵀ = q`. Throws a [ShapeException] unless they fit.
  public static Tensor lyapunov(Tensor a, Tensor q) {
    return sylvester(a, Matrices.square("lyapunov", a).t(), q);
  }

  /// The solution X of `X − a X aᵀ = q`, by the bilinear transformation: `b = (a − 1)⁻¹ (a + 1)` has `b X + X bᵀ = −2 (a − 1)⁻¹ q (a − 1)⁻ᵀ`
  /// (A. Y. Barraud, 1977). Throws a [ShapeException] unless they fit.
  public static Tensor discreteLyapunov(Tensor a, Tensor q) {
    Tensor square = Matrices.square("discreteLyapunov", a);
    Tensor one = Matrices.identity(square);
    Tensor less = square.minus(one);
    Tensor b = LinearAlgebra.solve(less, square.plus(one));
    Tensor half = LinearAlgebra.solve(less, q);
    Tensor c = LinearAlgebra.solve(less, half.t()).t().times(-2);
    return lyapunov(b, c);
  }

  /// `a = u p`.
  ///
  /// @param u orthogonal
  /// @param p symmetric positive definite, `√(aᵀ a)`
  public record Polar(Tensor u, Tensor p) {}

  /// The polar decomposition of a regular square matrix; its derivative is right at equal singular values too. Throws a
  /// [ShapeException] unless a is square.
  public static Polar polar(Tensor a) {
    Tensor square = Matrices.square("polar", a);
    Tensor p = sqrtm(square.t().matmul(square));
    return new Polar(LinearAlgebra.solve(p, square.t()).t(), p);
  }
}
