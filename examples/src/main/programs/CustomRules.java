import static org.cotangent.Autodiff.*;
import static org.cotangent.Tensor.*;

import module org.cotangent;

// Derivatives of one's own: where the formula overflows, where a gradient is to be changed on its
// way, and where a solver
// stands that nobody wants to differentiate through.

/// `log(1 + exp(x))`, whose derivative can't overflow.
static final TensorFunction LOG1PEXP =
    customJvp(x -> x.exp().log1p(), (x, dx, y) -> dx.times(minus(1, x.exp().plus(1).reciprocal())));

/// The identity, whose gradient is clipped.
static Function<Tensor, Tensor> clipGradient(double limit) {
  return customVjp(
      (Tensor x) -> new Saved<>(x, List.of()), (_, ct) -> ct.maximum(-limit).minimum(limit));
}

record Line(Tensor slope, Tensor height) {}

/// Solves `x + slope tanh(x) = height`, with plain numbers.
Tensor bisect(Line p) {
  double slope = p.slope().item();
  double height = p.height().item();
  double low = -10, high = 10;
  for (int i = 0; i < 80; i++) {
    double middle = (low + high) / 2;
    if (middle + slope * Math.tanh(middle) > height) high = middle;
    else low = middle;
  }
  return scalar(low);
}

void main() {
  IO.println(grad(LOG1PEXP).at(100.0));
  IO.println(grad(LOG1PEXP).at(1.0));
  IO.println(grad(grad(LOG1PEXP)).at(1.0));

  var clip = clipGradient(1.0);
  IO.println(grad(x -> clip.apply(x.square()).times(10)).at(3.0));

  // by the implicit function theorem: the residual is differentiated, the solver is not
  var root =
      implicitRoot(
          (Tensor x, Line p) -> x.plus(p.slope().times(x.tanh())).minus(p.height()), this::bisect);
  var line = new Line(scalar(0.5), scalar(1.0));
  var d = grad(root).apply(line);
  IO.println("x " + root.apply(line) + ", dx/dslope " + d.slope() + ", dx/dheight " + d.height());

  IO.println(grad(x -> x.times(stopGradient(x))).at(3.0));
}
