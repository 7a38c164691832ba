import static org.cotangent.Autodiff.*;
import static org.cotangent.Tensor.*;

import module org.cotangent;

// One gradient for each example, not only their sum: `vmap(grad(loss))`. Then clipped one by one
// and averaged, as
// differentially private training does it.

record Params(Tensor w, Tensor b) {}

Tensor loss(Params p, Tensor x, Tensor y) {
  return x.dot(p.w()).plus(p.b()).minus(y).square();
}

Tensor norm(Params p) {
  return Trees.ravel(p).vector().square().sum().sqrt();
}

void main() {
  var key = RandomKey.of(1);
  var params = new Params(key.normal(5), scalar(0));
  var xs = key.fold(1).normal(100, 5);
  var ys = key.fold(2).normal(100);

  // the parameters are shared, the examples mapped
  var perExample = vmap(grad(this::loss), SHARED, MAPPED, MAPPED);
  Params grads = perExample.apply(params, xs, ys);
  IO.println("shapes " + grads.w().shape() + " and " + grads.b().shape());
  IO.println("the third: " + grads.w().get(2) + ", " + grads.b().get(2));

  // the same by closing over the parameters, and with examples in columns
  var g = grad(this::loss);
  Params closed = vmap((Tensor x, Tensor y) -> g.apply(params, x, y)).apply(xs, ys);
  Params columns = vmap(g, SHARED, mapped(1), MAPPED).apply(params, xs.t(), ys);
  IO.println("closed over: " + closed.w().minus(grads.w()).abs().max());
  IO.println("in columns: " + columns.w().minus(grads.w()).abs().max());

  var clipped =
      vmap(
              (Params one) -> {
                var shrink = norm(one).reciprocal().minimum(1);
                return Trees.map(one, leaf -> leaf.times(shrink));
              })
          .apply(grads);
  IO.println(
      "largest norm "
          + vmap(this::norm).apply(grads).max()
          + ", clipped "
          + vmap(this::norm).apply(clipped).max());
  Params mean = Trees.map(clipped, leaf -> leaf.mean(0));
  IO.println("mean " + mean.w() + ", " + mean.b());
}
