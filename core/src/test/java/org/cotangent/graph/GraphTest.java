package org.cotangent.graph;

import static org.cotangent.Tensor.matrix;
import static org.cotangent.Tensor.ones;
import static org.cotangent.Tensor.scalar;
import static org.cotangent.Tensor.vector;
import static org.cotangent.Tensor.where;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.cotangent.Autodiff;
import org.cotangent.DType;
import org.cotangent.DTypeException;
import org.cotangent.NotDifferentiableException;
import org.cotangent.ShapeException;
import org.cotangent.Tensor;
import org.cotangent.TraceException;
import org.cotangent.ops.Contraction;
import org.junit.jupiter.api.Test;

class GraphTest {
  /// The notebook's first example, text for text.
  @Test
  void printsItsSets() {
    try (var g = new Graph()) {
      var x = g.variable(1.3);
      var y = g.variable(0.9);
      x.times(y).plus(5);
      assertEquals("[Constant: name:Const/0, value:5]", g.constants().toString());
      assertEquals(
          "[Variable: name:Var/0, value:1.3, Variable: name:Var/1, value:0.9]",
          g.variables().toString());
      assertEquals("[Operator: name:mul/0, Operator: name:add/0]", g.operators().toString());
      assertEquals("[]", g.placeholders().toString());
    }
  }

  /// The notebook's second example: order, value and gradients.
  @Test
  void runsForwardAndBackward() {
    try (var g = new Graph()) {
      var x = g.variable("x", 0.9);
      var y = g.variable("y", 0.4);
      var c = g.constant("c", 1.3);
      var z = x.times(y).plus(c).times(c).plus(x);
      var order = g.topologicalSort(z);
      assertEquals(
          """
          Variable: name:x, value:0.9
          Variable: name:y, value:0.4
          Operator: name:mul/0
          Constant: name:c, value:1.3
          Operator: name:add/0
          Operator: name:mul/1
          Operator: name:add/1\
          """,
          String.join("\n", order.stream().map(Object::toString).toList()));
      assertEquals(3.0580000000000003, g.forward(order).item());
      List<Tensor> gradients = g.backward(order);
      assertEquals(
          List.of(1.52, 1.1700000000000002, 1.3, 2.96, 1.3, 1.0, 1.0),
          gradients.stream().map(Tensor::item).toList());
      for (int i = 0; i < order.size(); i++) {
        assertSame(gradients.get(i), order.get(i).gradient().orElseThrow());
      }
      assertEquals(1.52, x.gradient().orElseThrow().item());
      assertEquals(1.1700000000000002, y.gradient().orElseThrow().item());
      assertEquals(2.96, c.gradient().orElseThrow().item());
    }
  }

  @Test
  void namesCountInEachGraph() {
    for (int i = 0; i < 2; i++) {
      try (var g = new Graph()) {
        assertEquals("Plc/0", g.placeholder(DType.F64).name());
        assertEquals("Var/0", g.variable(1).name());
        assertEquals("Const/0", g.constant(1).name());
      }
    }
  }

  /// A call of the library is one operator, named after the method.
  @Test
  void aCallIsOneOperator() {
    try (var g = new Graph()) {
      var a = g.variable("a", ones(2, 3));
      var b = g.variable("b", ones(3));
      var z = a.matmul(b).softmax(0).logSumExp().minus(b.mean().div(2).pow(3)).unaryMinus();
      assertEquals("neg/0", g.node(z).name());
      assertEquals(
          "[matmul/0, softmax/0, logSumExp/0, mean/0, div/0, pow/0, sub/0, neg/0]",
          g.operators().stream().map(GraphNode::name).toList().toString());
      var matmul = (Operator) g.node("matmul/0");
      assertEquals(List.of("a", "b"), matmul.inputs().stream().map(GraphNode::name).toList());
    }
  }

  @Test
  void aLoopMakesAnOperatorForEachRound() {
    try (var g = new Graph()) {
      Tensor y = g.variable("x", 2);
      for (int i = 0; i < 3; i++) {
        y = y.times(y);
      }
      assertEquals(
          "[mul/0, mul/1, mul/2]", g.operators().stream().map(GraphNode::name).toList().toString());
      assertEquals(256, g.forward(g.topologicalSort(y)).item());
    }
  }

  @Test
  void theSortWithoutHeadCoversAllOperators() {
    try (var g = new Graph()) {
      var x = g.variable("x", 2);
      g.variable("unused", 1);
      var y = x.sin();
      x.cos();
      var names = g.topologicalSort().stream().map(GraphNode::name).toList();
      assertEquals(List.of("x", "sin/0", "cos/0"), names);
      assertEquals(
          List.of("x", "sin/0"), g.topologicalSort(y).stream().map(GraphNode::name).toList());
    }
  }

  @Test
  void feedsByPlaceholderAndByName() {
    try (var g = new Graph()) {
      var x = g.placeholder("x", DType.F64, 2);
      var y = g.placeholder(DType.F64);
      var order = g.topologicalSort(x.times(y).sum());
      assertEquals(30, g.forward(order, Feed.of(x, vector(1, 2)).and(y, scalar(10))).item());
      assertEquals(9, g.forward(order, Feed.of("x", vector(1, 2)).and("Plc/0", scalar(3))).item());
      g.backward(order);
      assertArrayEquals(new double[] {3, 3}, x.gradient().orElseThrow().toDoubles());
    }
  }

  /// The faults of the notebook stay mended: the sign of division's second gradient, subtraction, unary minus, un-broadcasting.
  @Test
  void gradientsOfTheOldFaults() {
    try (var g = new Graph()) {
      var a = g.variable("a", 3);
      var b = g.variable("b", 2);
      var order = g.topologicalSort(a.div(b));
      assertEquals(1.5, g.forward(order).item());
      g.backward(order);
      assertEquals(0.5, a.gradient().orElseThrow().item());
      assertEquals(-0.75, b.gradient().orElseThrow().item());
      var minus = g.topologicalSort(a.minus(b).unaryMinus());
      assertEquals(-1, g.forward(minus).item());
      g.backward(minus);
      assertEquals(-1, a.gradient().orElseThrow().item());
      assertEquals(1, b.gradient().orElseThrow().item());
      var wide = g.variable("wide", ones(2, 3));
      var sum = g.topologicalSort(wide.times(a).sum());
      g.forward(sum);
      g.backward(sum);
      assertEquals(6, a.gradient().orElseThrow().item());
      assertEquals(wide.shape(), wide.gradient().orElseThrow().shape());
    }
  }

  @Test
  void strongZeroHoldsInGraphsToo() {
    try (var g = new Graph()) {
      var x = g.variable("x", 0);
      var order = g.topologicalSort(where(x.greater(0), x.log(), scalar(0)));
      assertEquals(0, g.forward(order).item());
      g.backward(order);
      assertEquals(0, x.gradient().orElseThrow().item());
    }
  }

  @Test
  void gradientsAreNodes() {
    try (var g = new Graph()) {
      var w = g.variable("w", vector(1, 2));
      var cube = w.pow(3).sum();
      var first = g.gradients(cube, w).getFirst();
      var second = g.gradients(first.sum(), w).getFirst();
      var order = g.topologicalSort(second);
      assertArrayEquals(new double[] {6, 12}, g.forward(order).toDoubles());
      w.assign(vector(3, 4));
      assertArrayEquals(new double[] {18, 24}, g.forward(order).toDoubles());
      var unused = g.variable("unused", 1);
      var none = g.gradients(cube, unused).getFirst();
      assertEquals(0, g.forward(g.topologicalSort(none)).item());
    }
  }

  @Test
  void otherTransformationsTakeNodes() {
    try (var g = new Graph()) {
      var x = g.variable("x", vector(1, 2));
      var slope = Autodiff.grad(v -> v.square().sum(), (Tensor) x);
      var each = Autodiff.vmap(Tensor::square).apply(x);
      assertArrayEquals(new double[] {2, 4}, g.forward(g.topologicalSort(slope)).toDoubles());
      assertArrayEquals(new double[] {1, 4}, g.forward(g.topologicalSort(each)).toDoubles());
    }
  }

  @Test
  void isAProgram() {
    try (var g = new Graph()) {
      var x = g.placeholder("x", DType.F64, 2);
      var w = g.variable("w", 3);
      var program = g.program(x.times(w).sum());
      assertEquals(
          """
          { lambda a:f64[2] b:f64 . let
              c:f64[2] = broadcast[shape=(2), axes=[]] b
              d:f64[2] = mul a c
              e:f64 = reduce_sum[axes=[0]] d
            in (e) }\
          """,
          program.toString());
      assertEquals(9, program.apply(List.of(vector(1, 2), scalar(3))).getFirst().item());
    }
  }

  @Test
  void aMillionOperatorsInASmallStack() throws InterruptedException {
    double[] result = new double[2];
    var thread =
        new Thread(
            null,
            () -> {
              try (var g = new Graph()) {
                var x = g.variable("x", 1);
                Tensor y = x;
                for (int i = 0; i < 1_000_000; i++) {
                  y = y.unaryMinus();
                }
                var order = g.topologicalSort(y);
                result[0] = g.forward(order).item();
                g.backward(order);
                result[1] = x.gradient().orElseThrow().item();
              }
            },
            "small",
            256 << 10);
    thread.start();
    thread.join();
    assertArrayEquals(new double[] {1, 1}, result);
  }

  // What is refused, with the whole text

  @Test
  void refusesBadFeeds() {
    try (var g = new Graph()) {
      var x = g.placeholder("x", DType.F64, 2);
      var order = g.topologicalSort(x.sum());
      assertMessage(
          IllegalArgumentException.class,
          "forward: placeholder x is not fed: Feed.of(\"x\", …) with a value of f64[2]",
          () -> g.forward(order));
      assertMessage(
          ShapeException.class,
          "forward: placeholder x: (3) given, but it is (2)",
          () -> g.forward(order, Feed.of(x, vector(1, 2, 3))));
      assertMessage(
          DTypeException.class,
          "forward: placeholder x: I64 given, but it is F64: convert with to(F64)",
          () -> g.forward(order, Feed.of(x, Tensor.indices(1, 2))));
      assertMessage(
          IllegalArgumentException.class,
          "forward: y is fed, but is no placeholder of this graph: its placeholders are [x]",
          () -> g.forward(order, Feed.of("y", vector(1, 2))));
      assertMessage(
          IllegalArgumentException.class,
          "feed: x is fed twice",
          () -> Feed.of(x, ones(2)).and("x", ones(2)));
      assertTrue(g.node("sum/0").value().isEmpty());
    }
  }

  @Test
  void refusesWhatCannotBeAssigned() {
    try (var g = new Graph()) {
      g.constant("c", 1);
      var v = g.variable("v", 1);
      g.placeholder("p", DType.F64);
      v.plus(1);
      assertMessage(
          IllegalArgumentException.class, "Cannot reassign constant c", () -> g.assign("c", 2));
      assertMessage(
          IllegalArgumentException.class,
          "assign: p is a placeholder: feed it to the forward pass",
          () -> g.assign("p", 2));
      assertMessage(
          IllegalArgumentException.class,
          "assign: add/0 is an operator: it is computed",
          () -> g.assign("add/0", 2));
      assertMessage(
          ShapeException.class,
          "assign to v: (2) given, but it is ()",
          () -> g.assign("v", ones(2)));
      g.assign("v", 5);
      assertEquals(5, v.value().orElseThrow().item());
    }
  }

  @Test
  void refusesForeignNodesAndSecondNames() {
    try (var g = new Graph();
        var h = new Graph()) {
      var x = g.variable("x", 1);
      var y = h.variable("y", 1);
      assertMessage(
          IllegalArgumentException.class,
          "x belongs to another graph: a node can be used in its own graph only",
          () -> x.plus(y));
      assertMessage(IllegalArgumentException.class, "y belongs to another graph", () -> g.node(y));
      assertMessage(
          IllegalArgumentException.class,
          "graph: there is a node named x already: Variable: name:x, value:1",
          () -> g.constant("x", 2));
      assertMessage(
          IllegalArgumentException.class,
          "node: there is no node named z in this graph",
          () -> g.node("z"));
    }
  }

  @Test
  void refusesPassesThatCannotBe() {
    try (var g = new Graph()) {
      var x = g.variable("x", 1);
      var y = x.sin();
      var order = g.topologicalSort(y);
      assertMessage(
          TraceException.class,
          "backward: sin/0 has no value yet: run forward over the same order first",
          () -> g.backward(order));
      assertMessage(
          IllegalArgumentException.class,
          "forward: x is used by sin/0 but is not before it: use topologicalSort",
          () -> g.forward(List.of(g.node(y))));
      var test = g.topologicalSort(x.greater(0));
      g.forward(test);
      assertMessage(
          NotDifferentiableException.class,
          "backward: greater/0 is bool, which has no derivative",
          () -> g.backward(test));
      assertMessage(
          TraceException.class,
          "sin/0 has no value yet: run a forward pass over it first",
          y::item);
    }
  }

  @Test
  void aClosedGraphKeepsItsValues() {
    var g = new Graph();
    var x = g.variable("x", 2);
    var order = g.topologicalSort(x.square());
    g.forward(order);
    g.close();
    assertMessage(
        TraceException.class,
        "the graph is closed: its values can be read, but nothing can be added",
        () -> x.plus(1));
    assertMessage(
        TraceException.class,
        "the graph is closed: its values can be read, but nothing can be added",
        () -> g.variable(1));
    assertEquals(4, g.node("square/0").value().orElseThrow().item());
    x.assign(3);
    assertEquals(9, g.forward(order).item());
  }

  @Test
  void staticFunctionsMakeOneOperatorToo() {
    try (var g = new Graph()) {
      var x = g.variable("x", matrix(new double[] {1, 2}, new double[] {3, 4}));
      var y = Contraction.einsum("ij,kj->ik", x, x);
      g.named("gram", y);
      assertEquals("[gram]", g.operators().stream().map(GraphNode::name).toList().toString());
      assertArrayEquals(new double[] {5, 11, 11, 25}, g.forward(g.topologicalSort(y)).toDoubles());
    }
  }

  private static void assertMessage(
      Class<? extends Exception> type, String message, Runnable action) {
    assertEquals(message, assertThrows(type, action::run).getMessage());
  }
}
