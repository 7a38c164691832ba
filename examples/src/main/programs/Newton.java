import static org.cotangent.Autodiff.*;
import static org.cotangent.Slice.*;
import static org.cotangent.Tensor.*;

import module org.cotangent;

// Second derivatives: Newton's method on Rosenbrock's valley, and four ways to the same
// Hessian-vector product.

Tensor rosenbrock(Tensor x) {
  var head = x.slice(span(0, -1));
  var tail = x.slice("1:");
  return tail.minus(head.square()).square().times(100).plus(minus(1, head).square()).sum();
}

void main() {
  TensorFunction f = this::rosenbrock;
  var gradient = compile(grad(f));
  var hessian = compile(hessian(f));

  var start = vector(1.3, 0.7, 0.8);
  IO.println("f " + f.apply(start));
  IO.println("gradient " + gradient.apply(start));
  IO.println("Hessian " + hessian.apply(start));

  var x = start;
  for (int i = 0; i < 30; i++) {
    var step = LinearAlgebra.solve(hessian.apply(x), gradient.apply(x));
    x = x.minus(step);
    if (step.abs().max().item() < 1e-12) break;
  }
  IO.println("minimum at " + x);

  var v = vector(1, 0, 0);
  IO.println("H v " + hvp(f, start, v));
  IO.println("H v " + jacobian(grad(f)).apply(start).matmul(v));
  IO.println("H v " + linearize(grad(f), start).pushforward().apply(v));
  IO.println("H v " + jvp(grad(f), start, v).tangent());

  // a structure: make it a vector, and the way back comes with it
  record Point(Tensor a, Tensor b) {}
  var p = Trees.ravel(new Point(scalar(1), vector(2, 3)));
  var h =
      hessian(u -> {
        var q = p.unravel().apply(u);
        return q.a().times(q.b()).square().sum();
      });
  IO.println("Hessian of a structure " + h.apply(p.vector()));
}
