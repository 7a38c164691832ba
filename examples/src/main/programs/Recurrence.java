import static org.cotangent.Autodiff.*;
import static org.cotangent.Tensor.*;

import module org.cotangent;

// Choices and loops as operations: recurrent networks, a loop of unknown length, a branch that
// never
// leaks, a long loop in little memory.

record Rnn(Tensor wx, Tensor wh, Tensor b) {}

Tensor rnn(Rnn p, Tensor inputs) {
  var start = zeros(3);
  var result =
      scan(
          start,
          inputs,
          (h, x) -> {
            var next = x.matmul(p.wx()).plus(h.matmul(p.wh())).plus(p.b()).tanh();
            return step(next, next);
          });
  return result.outputs(); // (time,3)
}

/// Square root by Newton's method: a loop of unknown length.
Tensor root(Tensor a) {
  return whileLoop(a, x -> x.square().minus(a).abs().greater(1e-12), x -> x.plus(a.div(x)).div(2));
}

record Counter(Tensor i, Tensor total) {}

void main() {
  var inputs = linspace(-1, 1, 10).reshape(5, 2).sin();
  var p =
      new Rnn(
          linspace(-0.5, 0.7, 6).reshape(2, 3),
          linspace(0.6, -0.4, 9).reshape(3, 3),
          vector(0.1, 0, -0.1));
  var loss = (Function<Rnn, Tensor>) q -> rnn(q, inputs).square().mean();
  IO.println(loss.apply(p));
  IO.println(compile(grad(loss)).apply(p).b());

  var r = jvp(this::root, scalar(2), scalar(1));
  IO.println(r.value() + " " + r.tangent()); // sqrt 2, 1/(2 sqrt 2)

  var safe = grad(x -> cond(x.greater(0), () -> x.log(), () -> scalar(0)));
  IO.println(vmap(safe).apply(vector(-1, 0, 1))); // no NaN

  var sum =
      whileLoop(
          new Counter(scalar(0), scalar(0)),
          c -> c.i().less(10),
          c -> new Counter(c.i().plus(1), c.total().plus(c.i())));
  var power = forLoop(5, scalar(1), (y, i) -> y.times(2));
  IO.println(sum.total() + " " + power);

  IO.println(grad(x -> associativeScan((a, b) -> a.times(b), x).sum(), vector(1, 2, 3, 4)));

  // 5000 steps, of whose states 20 are in memory at a time
  var few = Looping.of().snapshots(20);
  var n = 5000;
  TensorFunction relax = a -> few.forLoop(n, scalar(0), (x, i) -> x.plus(a.minus(x).div(n)));
  IO.println(grad(relax).at(3)); // 1 - (1 - 1/n)^n
}
