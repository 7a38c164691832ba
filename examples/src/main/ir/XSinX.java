/// f(x) = sum(x sin x): the function, its gradient, one Hessian-vector product and a batch of gradients, as staged and after each pass.
import static org.cotangent.Autodiff.*;
import static org.cotangent.Tensor.*;

import module org.cotangent;

Tensor f(Tensor x) {
  return x.times(x.sin()).sum();
}

void show(String title, TensorFunction function, Tensor x) {
  IO.println("---- " + title);
  var compiled = compile(function);
  compiled.apply(x);
  IO.println(explain(compiled));
}

void main() {
  var x = vector(0.1, 0.2, 0.3);
  show("f", this::f, x);
  show("grad f", grad(this::f), x);
  show("hvp f", v -> hvp(this::f, x, v), x);
  show("vmap grad f", vmap(grad(this::f)), stack(x, x.times(2)));
}
