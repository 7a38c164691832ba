import static org.cotangent.Tensor.*;

import module org.cotangent;

// The static graph: build it once, then run it forward and backward as often as you like.

void main() {
  notebook();
  everyNode();
  fed();
}

/// Numbers become constants, and every node gets a name.
void notebook() {
  try (var g = new Graph()) {
    var x = g.variable(1.3);
    var y = g.variable(0.9);
    var z = x.times(y).plus(5);
    IO.println(g.operators());
    IO.println(g.constants());
    IO.println(g.variables());
    IO.println(z);
  }
}

/// Values and gradients stand on the nodes; `c` is used twice, and its gradients add up.
void everyNode() {
  try (var g = new Graph()) {
    var x = g.variable("x", 0.9);
    var y = g.variable("y", 0.4);
    var c = g.constant("c", 1.3);
    var z = x.times(y).plus(c).times(c).plus(x);

    var order = g.topologicalSort(z);
    IO.println("z = " + g.forward(order));
    IO.println(g.backward(order));
    for (var node : order) {
      String kind =
          switch (node) {
            case Placeholder _ -> "fed";
            case Constant _ -> "constant";
            case Variable _ -> "variable";
            case Operator _ -> "operator";
          };
      IO.println(
          node.name()
              + " ("
              + kind
              + ") "
              + node.value().orElseThrow()
              + ", gradient "
              + node.gradient().orElseThrow());
    }
    x.assign(2.0);
    IO.println("z = " + g.forward(order));
  }
}

/// A placeholder is fed at each run; derivatives are nodes too, so they can be differentiated again.
void fed() {
  try (var g = new Graph()) {
    var x = g.placeholder("x", DType.F64, 2, 3);
    var w = g.variable("w", ones(3));
    var loss = x.matmul(w).square().sum();
    var feed = Feed.of(x, matrix(new double[] {1, 2, 3}, new double[] {4, 5, 6}));

    var order = g.topologicalSort(loss);
    IO.println("loss " + g.forward(order, feed));
    g.backward(order);
    IO.println("dw " + w.gradient().orElseThrow());

    var dw = g.gradients(loss, w).getFirst();
    var second = g.gradients(dw.square().sum(), w).getFirst();
    IO.println("d|dw|^2 " + g.forward(g.topologicalSort(second), feed));
  }
}
