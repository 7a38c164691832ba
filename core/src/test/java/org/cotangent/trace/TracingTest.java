package org.cotangent.trace;

import static org.cotangent.Autodiff.grad;
import static org.cotangent.Autodiff.stage;
import static org.cotangent.Tensor.scalar;
import static org.cotangent.Tensor.vector;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.cotangent.Array;
import org.cotangent.Box;
import org.cotangent.Tensor;
import org.cotangent.TensorFunction;
import org.cotangent.TraceException;
import org.cotangent.primitive.Elementwise;
import org.cotangent.primitive.Scalar;
import org.junit.jupiter.api.Test;

class TracingTest {
  /// A user's own primitive.
  private record Logistic() implements Elementwise.Unary {
    @Override
    public Scalar value(Scalar x) {
      return Scalar.constant(1).div(Scalar.exp(x.negate()).plus(1));
    }

    @Override
    public Scalar partial(Scalar x, Scalar y) {
      return y.times(Scalar.constant(1).minus(y));
    }
  }

  private static Tensor logistic(Tensor x) {
    return new Logistic().bind(x);
  }

  @Test
  void nodesAreWalkedToTheStart() {
    Node start = Node.root();
    var traced = Tracing.trace(start, x -> logistic(x).times(x).plus(2), scalar(1.3));
    assertEquals(1.3 / (1 + Math.exp(-1.3)) + 2, traced.value().item(), 1e-15);
    Node add = traced.node().orElseThrow();
    assertEquals("add", add.primitive().name());
    assertEquals(List.of(0), add.parentArgnums());
    assertEquals(2, add.inputs().size());
    assertEquals(2, add.inputs().get(1).item());
    Node mul = add.parents().getFirst();
    assertEquals("mul", mul.primitive().name());
    assertEquals(List.of(0, 1), mul.parentArgnums());
    Node logistic = mul.parents().get(0);
    assertEquals("logistic", logistic.primitive().name());
    assertSame(start, mul.parents().get(1));
    assertSame(start, logistic.parents().getFirst());
    assertEquals("root", start.primitive().name());
    assertEquals(1.3, start.value().item());
    assertEquals(List.of(), start.parents());
  }

  @Test
  void noNodeIfTheValueDoesNotDepend() {
    var traced = Tracing.trace(Node.root(), x -> scalar(3), scalar(1));
    assertTrue(traced.node().isEmpty());
    assertEquals(3, traced.value().item());
  }

  @Test
  void theStartItselfIsItsNode() {
    Node start = Node.root();
    assertSame(start, Tracing.trace(start, x -> x, scalar(1)).node().orElseThrow());
  }

  @Test
  void structuresAreTracedToo() {
    Node start = Node.root();
    var traced =
        Tracing.trace(
            start, (List<Tensor> l) -> l.get(0).times(l.get(1)), List.of(scalar(2), scalar(3)));
    assertEquals(6, traced.value().item());
    assertEquals(List.of(start, start), traced.node().orElseThrow().parents());
  }

  @Test
  void aRootIsNoValue() {
    Node root = Node.root();
    assertEquals(
        "a root has a value once a trace has started at it",
        assertThrows(IllegalStateException.class, root::value).getMessage());
    assertThrows(TraceException.class, () -> root.plus(1));
  }

  @Test
  void untracedFunctionsSeeThroughAllLevels() {
    var seen = new ArrayList<Tensor>();
    Function<Tensor, Tensor> look =
        Tracing.untraced(x -> {
          seen.add(x);
          return x;
        });
    TensorFunction f = x -> x.times(look.apply(x));
    assertEquals(3, grad(f).at(3));
    assertEquals(0, grad(grad(f)).at(3));
    assertTrue(seen.stream().allMatch(x -> x instanceof Array), seen::toString);
    assertThrows(TraceException.class, () -> stage(f, scalar(1)));
  }

  @Test
  void theHighestBoxesAreFound() {
    grad(
        x ->
            grad(
                y -> {
                  var boxes = Tracing.topBoxes(List.of(x, scalar(1), y, x.times(y)));
                  assertEquals(2, boxes.size());
                  assertSame(y, boxes.getFirst());
                  assertSame(x, ((Box) y.times(1)).unboxed() instanceof Box ? x : null);
                  return x.times(y);
                },
                x),
        scalar(2));
    assertEquals(List.of(), Tracing.topBoxes(List.of(scalar(1))));
  }

  @Test
  void boxesPrintTheirValue() {
    var text = new ArrayList<String>();
    grad(
        x -> {
          text.add(x.toString());
          return x.sum();
        },
        vector(1, 2));
    assertEquals(List.of("Autograd Box with value [1.0, 2.0]"), text);
  }
}
