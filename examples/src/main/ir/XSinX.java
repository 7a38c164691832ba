/// f(x) = sum(x sin x): the function, its gradient, one Hessian-vector product and a batch of gradients.
import static org.cotangent.Autodiff.*;
import static org.cotangent.Tensor.*;

import module org.cotangent;

Tensor f(Tensor x) {
  return x.times(x.sin()).sum();
}

void show(String title, Object program) {
  IO.println("-- " + title);
  IO.println(program);
}

void main() {
  var x = vector(0.1, 0.2, 0.3);
  show("f", stage(this::f, x));
  show("grad f", stage(grad(this::f), x));
  show("hvp f", stage(v -> hvp(this::f, x, v), x));
  show("vmap grad f", stage(vmap(grad(this::f)), stack(x, x.times(2))));
}
