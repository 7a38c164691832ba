import static org.cotangent.Autodiff.*;
import static org.cotangent.Tensor.*;

import module org.cotangent;

// The tracer, open to be looked at: a primitive of one's own, the nodes it leaves, a type of one's
// own.

/// A primitive is a record; its kind asks for one formula and its derivative.
record Logistic() implements Elementwise.Unary {
  @Override
  public Scalar value(Scalar x) {
    var one = Scalar.constant(1);
    return one.div(one.plus(Scalar.exp(Scalar.constant(-1).times(x))));
  }

  @Override
  public Scalar partial(Scalar x, Scalar y) {
    return y.times(Scalar.constant(1).minus(y));
  }
}

Tensor logistic(Tensor x) {
  return new Logistic().bind(x);
}

/// A class that is not a record takes part once it is registered.
static final class Interval {
  final Tensor low, high;

  Interval(Tensor low, Tensor high) {
    this.low = low;
    this.high = high;
  }
}

/// Follows the crumbs from the result back to the start.
void walk(Node node, String indent) {
  if (node.parents().isEmpty()) {
    IO.println(indent + "start");
    return;
  }
  IO.println(
      indent + node.primitive().name() + " = " + node.value() + ", traced " + node.parentArgnums());
  for (var parent : node.parents()) walk(parent, indent + "  ");
}

void main() {
  var traced = Tracing.trace(Node.root(), x -> logistic(x).times(x), scalar(1.3));
  IO.println(traced.value());
  traced.node().ifPresentOrElse(node -> walk(node, ""), () -> IO.println("does not depend on x"));
  var constant = Tracing.trace(Node.root(), x -> scalar(3), scalar(1));
  IO.println("depends on x: " + constant.node().isPresent());

  // The new primitive has every transformation at once.
  IO.println("second derivative " + grad(grad(this::logistic)).at(1.3));
  IO.println("mapped " + vmap(grad(this::logistic)).apply(vector(-1, 0, 1)));

  // What an untraced function does is not recorded: its result is a constant.
  Function<Tensor, Tensor> log =
      Tracing.untraced((Tensor x) -> {
        IO.println("seen: " + x);
        return x;
      });
  IO.println(grad(x -> x.times(log.apply(x))).at(3.0));

  Trees.register(
      Interval.class,
      i -> List.of(i.low, i.high),
      parts -> new Interval((Tensor) parts.get(0), (Tensor) parts.get(1)));
  Interval d =
      grad((Interval i) -> i.high.minus(i.low).square()).apply(new Interval(scalar(1), scalar(3)));
  IO.println(d.low + " " + d.high);
}
