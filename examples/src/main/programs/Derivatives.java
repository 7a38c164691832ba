import static org.cotangent.Autodiff.*;
import static org.cotangent.Tensor.*;

import module org.cotangent;

// Derivatives of ordinary Java, of any order: `./cotangent run Derivatives.java`.

Tensor tanh(Tensor x) {
  var y = x.times(-2).exp();
  return minus(1, y).div(y.plus(1));
}

void main() {
  var first = grad(this::tanh);
  var second = grad(first);
  IO.println("tanh'(1)      = " + first.at(1.0));
  IO.println("sin'''(1)     = " + grad(grad(grad(Tensor::sin))).at(1.0));
  IO.println("(x sin x)'    = " + grad(x -> x.sin().times(x)).at(0.5));
  IO.println("(x^3 + 2)'    = " + grad(x -> x.pow(3).plus(2)).apply(scalar(2)));

  // Loops and branches are Java's own: what is differentiated is what ran.
  var power =
      grad(x -> {
        var y = scalar(1);
        for (int i = 0; i < 5; i++) y = y.times(x);
        return y.item() > 100 ? y.log() : y;
      });
  IO.println("(x^5)' at 2   = " + power.at(2));
  IO.println("(log x^5)'    = " + power.at(3));

  // All points at once: the derivative of one number, mapped over many.
  var points = linspace(-2, 2, 5);
  var rows = List.of(points, tanh(points), vmap(first).apply(points), vmap(second).apply(points));
  IO.println("      x      tanh     tanh'    tanh''");
  for (int i = 0; i < 5; i++) {
    var line = new StringBuilder();
    for (var row : rows) line.append("%9.5f".formatted(row.get(i).item()));
    IO.println(line);
  }
}
