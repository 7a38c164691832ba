package org.cotangent.solve;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.Array;
import org.cotangent.Autodiff;
import org.cotangent.Slice;
import org.cotangent.Tensor;
import org.cotangent.primitive.Accumulator;
import org.cotangent.primitive.Aval;
import org.cotangent.primitive.General;
import org.cotangent.primitive.Zero;
import org.cotangent.trace.HostCall;

/// The solution of a differential equation as an operation whose reverse rule is the adjoint equation. Inputs are start, times and
/// parameters.
///
/// The rule is written in tensor operations and solves its equations by operations of this kind again, so it has derivatives too.
///
/// @param call evaluates it, and knows its forward derivative
/// @param ode the method
/// @param equation the right-hand side
record AdjointCall(HostCall call, Ode ode, Ode.Equation equation) implements General.WithVjp {
  @Override
  public String name() {
    return "ode_with_adjoint";
  }

  @Override
  public boolean total() {
    return false;
  }

  @Override
  public List<Aval> shapes(List<Aval> inputs) {
    return call.shapes(inputs);
  }

  @Override
  public List<Array> evaluate(List<Array> inputs) {
    return call.evaluate(inputs);
  }

  @Override
  public List<Tensor> jvp(List<Tensor> inputs, List<Tensor> outputs, List<Tensor> tangents) {
    return call.jvp(inputs, outputs, tangents);
  }

  /// With `a` the cotangent of the solution at a time, and `g` that of the parameters so far, both from the last time on:
  /// `da/dt = −(∂f/∂y)ᵀ a`, `dg/dt = −(∂f/∂p)ᵀ a`. At a time with a cotangent of its own, `a` jumps by it. Moving a time moves the solution
  /// there by `f`; moving the first moves it against `f`.
  @Override
  public void vjp(
      List<Tensor> inputs, List<Tensor> outputs, List<Tensor> cotangents, Accumulator into) {
    Tensor solution = outputs.getFirst();
    Tensor cotangent =
        cotangents.getFirst() instanceof Zero zero ? zero.unboxed() : cotangents.getFirst();
    Tensor times = inputs.get(1);
    List<Tensor> params = inputs.subList(2, inputs.size());
    List<Integer> moving = new ArrayList<>();
    for (int k = 0; k < params.size(); k++) {
      if (params.get(k).dtype().floating() && into.wants(k + 2)) {
        moving.add(k);
      }
    }
    int n = solution.shape().length(-1);
    int last = times.shape().size() - 1;
    var adjoint = new Adjoint(equation, params, moving, n);
    Tensor a = Tensor.zeros(n);
    Tensor g = Tensor.zeros(adjoint.size());
    Tensor[] when = new Tensor[last + 1];
    for (int i = last; i > 0; i--) {
      Tensor y = solution.get(i);
      Tensor here = cotangent.get(i);
      when[i] = equation.at(y, times.get(i), params).dot(here);
      a = a.plus(here);
      var backwards = new ArrayList<Tensor>();
      backwards.add(Tensor.concat(0, y, a, g));
      backwards.add(Tensor.stack(times.get(i), times.get(i - 1)));
      backwards.addAll(params);
      Tensor end = ode.solve(adjoint, backwards).get(1);
      a = end.slice(Slice.span(n, 2 * n));
      g = end.slice(Slice.span(2 * n, 2 * n + adjoint.size()));
    }
    when[0] = equation.at(solution.get(0), times.get(0), params).dot(a).unaryMinus();
    if (into.wants(0)) {
      into.add(0, a.plus(cotangent.get(0)));
    }
    if (into.wants(1)) {
      into.add(1, Tensor.stack(when));
    }
    int from = 0;
    for (int k : moving) {
      Aval aval = params.get(k).aval();
      int to = from + aval.shape().size();
      into.add(k + 2, g.slice(Slice.span(from, to)).reshape(aval.shape()).to(aval.dtype()));
      from = to;
    }
  }

  /// The equation for `(y, a, g)`.
  private record Adjoint(Ode.Equation equation, List<Tensor> leaves, List<Integer> moving, int n)
      implements Ode.Equation {
    int size() {
      return moving.stream().mapToInt(k -> leaves.get(k).shape().size()).sum();
    }

    @Override
    public Tensor at(Tensor all, Tensor t, List<Tensor> params) {
      var primals = new ArrayList<Tensor>();
      primals.add(all.slice(Slice.span(0, n)));
      moving.forEach(k -> primals.add(params.get(k)));
      var vjp =
          Autodiff.vjp(
              (List<Tensor> x) -> {
                var full = new ArrayList<>(params);
                for (int i = 0; i < moving.size(); i++) {
                  full.set(moving.get(i), x.get(i + 1));
                }
                return equation.at(x.getFirst(), t, full);
              },
              primals);
      Tensor a = all.slice(Slice.span(n, 2 * n));
      var parts = new ArrayList<Tensor>();
      parts.add(vjp.value());
      vjp.pullback()
          .apply(a)
          .forEach(ct -> parts.add(ct.reshape(-1).to(org.cotangent.DType.F64).unaryMinus()));
      return Tensor.concat(0, parts.toArray(Tensor[]::new));
    }
  }
}
