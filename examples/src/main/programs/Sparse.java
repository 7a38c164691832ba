import static org.cotangent.Autodiff.*;
import static org.cotangent.Tensor.*;

import module org.cotangent;

// Jacobians and Hessians of ten thousand unknowns, of which nearly all entries are 0: the pattern
// is
// found once, and a few products with vectors show all entries.

/// A chain: the Hessian is tridiagonal.
Tensor energy(Tensor x) {
  return x.slice("1:").minus(x.slice(":-1").square()).square().sum();
}

/// The heat equation with a source.
Tensor stencil(Tensor u) {
  var middle = u.slice("1:-1");
  return u.slice("2:").minus(middle.times(2)).plus(u.slice(":-2")).plus(middle.exp());
}

void main() {
  int n = 10_000;
  var x = linspace(0, 1, n);
  var hessian = sparseHessian(this::energy, x);
  var h = hessian.apply(x); // three colours: three Hessian-vector products
  IO.println(h);
  IO.println("largest " + h.values().abs().max());
  IO.println("|H x - hvp| " + h.times(x).minus(hvp(this::energy, x, x)).abs().max().less(1e-12));

  var jacobian = sparseJacobian(this::stencil, x);
  for (int i = 0; i < 3; i++) {
    IO.println("largest derivative " + jacobian.apply(x).values().abs().max());
    x = x.at(indices(0, n - 1)).set(0);
    x = x.at(Slice.span(1, -1)).add(stencil(x).times(0.1));
  }

  // a sparse matrix is a structure: derivatives go through its values
  var sum = grad(y -> jacobian.apply(y).values().sum(), x);
  IO.println("and of derivatives " + sum.abs().max());

  // an arrow: a full row, a full column and the diagonal need two products
  var arrow =
      sparseHessian(y -> y.get(0).times(y.slice("1:").square().sum()), linspace(0, 1, 100_000));
  var a = arrow.apply(linspace(0, 1, 100_000));
  IO.println(a);
}
