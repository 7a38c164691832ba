package org.cotangent.ops;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.Array;
import org.cotangent.Shape;
import org.cotangent.Tensor;
import org.cotangent.kernel.Minors;
import org.cotangent.primitive.Accumulator;
import org.cotangent.primitive.Aval;
import org.cotangent.primitive.Batching;
import org.cotangent.primitive.General;
import org.cotangent.primitive.Zero;

/// The rules of determinants; [LinearAlgebra] is the door to them.
public final class Determinants {
  private Determinants() {}

  /// The k-th derivative of the determinant of `a`, a form in k matrices that is linear and symmetric in them. For k = 0 the
  /// determinant; for k > 0 the inputs are `a` and k − 1 matrices, the output the matrix whose inner product with a k-th matrix is the
  /// form's value: for k = 1 that of the cofactors. Each derivative of it is the form of the next k, so all orders are exact, for
  /// singular matrices too.
  ///
  /// @param order k
  public record DeterminantForm(int order) implements General.WithVjp {
    @Override
    public List<Aval> shapes(List<Aval> inputs) {
      Aval a = inputs.get(0);
      return List.of(order == 0 ? a.with(Matrices.leading(a.shape())) : a);
    }

    @Override
    public List<Array> evaluate(List<Array> inputs) {
      Array a = inputs.get(0);
      return List.of(
          order == 0
              ? Minors.determinant(a, shapes(List.of(a.aval())).get(0))
              : Minors.form(a, inputs.subList(1, order)));
    }

    @Override
    public List<Tensor> jvp(List<Tensor> inputs, List<Tensor> outputs, List<Tensor> tangents) {
      Tensor sum = new Zero(outputs.get(0).aval());
      for (int i = 0; i < tangents.size(); i++) {
        Tensor tangent = tangents.get(i);
        if (!Zero.is(tangent)) {
          sum = sum.plus(moved(inputs, i, tangent));
        }
      }
      return List.of(sum);
    }

    /// What `tangent` at input i does to the output.
    private Tensor moved(List<Tensor> inputs, int i, Tensor tangent) {
      if (order == 0) {
        return new DeterminantForm(1).bind(inputs.get(0)).times(tangent).sum(-2, -1);
      }
      return along(inputs, i, tangent);
    }

    /// The form with `matrix` for input i, or with `matrix` more if i is that of `a`.
    private Tensor along(List<Tensor> inputs, int i, Tensor matrix) {
      var matrices = new ArrayList<>(inputs);
      if (i == 0) {
        matrices.add(matrix);
        return new DeterminantForm(order + 1).bindAll(matrices).get(0);
      }
      matrices.set(i, matrix);
      return bindAll(matrices).get(0);
    }

    @Override
    public void vjp(
        List<Tensor> inputs, List<Tensor> outputs, List<Tensor> cotangents, Accumulator into) {
      Tensor cotangent = cotangents.get(0);
      if (Zero.is(cotangent)) {
        return;
      }
      if (order == 0) {
        Tensor scale = cotangent.expandDims(-1).expandDims(-1);
        into.add(0, new DeterminantForm(1).bind(inputs.get(0)).times(scale));
        return;
      }
      for (int i = 0; i < inputs.size(); i++) {
        if (into.wants(i)) {
          into.add(i, along(inputs, i, cotangent));
        }
      }
    }

    @Override
    public List<Tensor> batch(List<Tensor> inputs, boolean[] mapped, int size) {
      return bindAll(Batching.repeat(inputs, mapped, size));
    }
  }

  /// The sign of the determinant of `a` and the logarithm of its magnitude, from a's factors: the inputs are `(a, lu, permutation)`, of
  /// which the last two count as constants. Tangents: 0, and `tr(a⁻¹ da)`.
  public record SignAndLog() implements General.WithVjp {
    @Override
    public List<Aval> shapes(List<Aval> inputs) {
      Shape stack = Matrices.leading(inputs.get(0).shape());
      return List.of(inputs.get(0).with(stack), inputs.get(0).with(stack));
    }

    @Override
    public List<Array> evaluate(List<Array> inputs) {
      return Minors.signAndLog(
          inputs.get(1), inputs.get(2), shapes(List.of(inputs.get(0).aval())).get(0));
    }

    @Override
    public List<Tensor> jvp(List<Tensor> inputs, List<Tensor> outputs, List<Tensor> tangents) {
      Zero none = new Zero(outputs.get(0).aval());
      if (Zero.is(tangents.get(0))) {
        return List.of(none, none);
      }
      return List.of(none, inverse(inputs).t().times(tangents.get(0)).sum(-2, -1));
    }

    private static Tensor inverse(List<Tensor> inputs) {
      Tensor identity = Matrices.identity(inputs.get(0));
      return new Systems.FactoredSolve(false)
          .bindAll(List.of(inputs.get(0), inputs.get(1), inputs.get(2), identity))
          .get(0);
    }

    @Override
    public void vjp(
        List<Tensor> inputs, List<Tensor> outputs, List<Tensor> cotangents, Accumulator into) {
      if (!Zero.is(cotangents.get(1)) && into.wants(0)) {
        Tensor scale = cotangents.get(1).expandDims(-1).expandDims(-1);
        into.add(0, inverse(inputs).t().times(scale));
      }
    }

    @Override
    public List<Tensor> batch(List<Tensor> inputs, boolean[] mapped, int size) {
      return bindAll(Batching.repeat(inputs, mapped, size));
    }
  }
}
