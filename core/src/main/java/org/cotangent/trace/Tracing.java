package org.cotangent.trace;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.cotangent.Box;
import org.cotangent.Tensor;
import org.cotangent.TensorFunction;
import org.cotangent.tree.Trees;

/// The tracer, open to be looked at. Thread-safe.
public final class Tracing {
  private Tracing() {}

  /// Runs `f` on a boxed `x` and returns its value with the [Node] that made it; no node if the value does not depend on x.
  /// Walking the node's parents ends at `start`, a [Node#root()].
  public static Traced<Tensor> trace(Node start, TensorFunction f, Tensor x) {
    return trace(start, (Function<Tensor, Tensor>) f, x);
  }

  /// The same for a structure, whose tensors all start at `start`.
  @SuppressWarnings(
      "overloads") // TensorFunction is a subtype of Function: the compiler always prefers it
  public static <A> Traced<Tensor> trace(Node start, Function<A, Tensor> f, A x) {
    var trace = new ReverseTrace("trace");
    try {
      Tensor output = f.apply(Trees.map(x, leaf -> trace.leaf(leaf, start)));
      return new Traced<>(
          trace.result(output),
          output instanceof Node node && trace.depends(output)
              ? Optional.of(node.started())
              : Optional.empty());
    } finally {
      trace.close();
    }
  }

  /// `f`, but of values: it sees through all boxes of its argument, what it does is not recorded, and its result is a constant.
  /// Throws a [org.cotangent.TraceException] under `stage` and `compile`, where there is no value to see.
  public static <A, R> Function<A, R> untraced(Function<A, R> f) {
    return argument -> f.apply(Trees.map(argument, Box::valueOf));
  }

  /// The boxes of the highest level among `arguments`, in their order.
  public static List<Box> topBoxes(List<? extends Tensor> arguments) {
    long top = -1;
    var boxes = new ArrayList<Box>();
    for (Tensor argument : arguments) {
      if (argument instanceof Box box) {
        long level = box.trace().level();
        if (level > top) {
          boxes.clear();
          top = level;
        }
        if (level == top) {
          boxes.add(box);
        }
      }
    }
    return List.copyOf(boxes);
  }
}
