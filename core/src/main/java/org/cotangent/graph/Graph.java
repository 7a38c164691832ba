package org.cotangent.graph;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.cotangent.DType;
import org.cotangent.NotDifferentiableException;
import org.cotangent.Shape;
import org.cotangent.Tensor;
import org.cotangent.TraceException;
import org.cotangent.primitive.Aval;
import org.cotangent.primitive.Program;
import org.cotangent.trace.Tape;
import org.cotangent.trace.Transform;
import org.jspecify.annotations.Nullable;

/// A static graph: first build it out of placeholders, constants and variables, then run it forward and backward as often as
/// needed.
///
/// ```java
/// try (var g = new Graph()) {
///   var x = g.variable("x", 0.9);
///   var y = g.variable("y", 0.4);
///   var c = g.constant("c", 1.3);
///   var z = x.times(y).plus(c).times(c).plus(x);
///   var order = g.topologicalSort(z);
///   g.forward(order);   // 3.058
///   g.backward(order);  // x.gradient(): 1.52
/// }
/// ```
///
/// A node is a tensor, so every operation of the library takes nodes and makes nodes; numbers and arrays beside them become
/// constants. There is no hidden current graph: a node comes from its graph, and counters belong to it. Not thread-safe.
public final class Graph implements AutoCloseable {
  private final GraphTrace trace = new GraphTrace();
  private @Nullable Tape tape;

  /// An empty graph.
  public Graph() {}

  // Building

  /// A variable named `Var/0`, `Var/1` …
  public Variable variable(double value) {
    return trace.variable(null, Tensor.scalar(value));
  }

  /// A variable named `Var/0`, `Var/1` …
  public Variable variable(Tensor value) {
    return trace.variable(null, value);
  }

  /// A named variable. Names are unique in a graph: an [IllegalArgumentException] says who has it.
  public Variable variable(String name, double value) {
    return trace.variable(name, Tensor.scalar(value));
  }

  /// A named variable of any shape.
  public Variable variable(String name, Tensor value) {
    return trace.variable(name, value);
  }

  /// A constant named `Const/0`, `Const/1` …
  public Constant constant(double value) {
    return trace.constant(null, Tensor.scalar(value));
  }

  /// A constant named `Const/0`, `Const/1` …
  public Constant constant(Tensor value) {
    return trace.constant(null, value);
  }

  /// A named constant.
  public Constant constant(String name, double value) {
    return trace.constant(name, Tensor.scalar(value));
  }

  /// A named constant of any shape.
  public Constant constant(String name, Tensor value) {
    return trace.constant(name, value);
  }

  /// A placeholder named `Plc/0`, `Plc/1` …, for values of that dtype and shape.
  public Placeholder placeholder(DType dtype, int... shape) {
    return trace.placeholder(null, Aval.of(dtype, Shape.of(shape)));
  }

  /// A named placeholder, for values of that dtype and shape.
  public Placeholder placeholder(String name, DType dtype, int... shape) {
    return trace.placeholder(name, Aval.of(dtype, Shape.of(shape)));
  }

  /// Names the operator that `tensor` is.
  public Operator named(String name, Tensor tensor) {
    if (node(tensor) instanceof NodeBox.OfOperator operator) {
      return trace.named(name, operator);
    }
    throw new IllegalArgumentException(
        "named: " + tensor + " has its name already: only operators are named later");
  }

  // Looking

  /// The node that `tensor` is. Throws an [IllegalArgumentException] for a tensor that is none of this graph's.
  public GraphNode node(Tensor tensor) {
    if (tensor instanceof NodeBox node && node.trace == trace) {
      if (node instanceof NodeBox.OfOperator operator) {
        trace.ensureNamed(operator);
      }
      return (GraphNode) node;
    }
    throw new IllegalArgumentException(
        tensor instanceof GraphNode foreign
            ? foreign.name() + " belongs to another graph"
            : tensor
                + " is no node of this graph: use it in an operation with one, or make it a"
                + " constant");
  }

  /// The node of that name. Throws an [IllegalArgumentException] if there is none.
  public GraphNode node(String name) {
    GraphNode node = trace.find(name);
    if (node == null) {
      throw new IllegalArgumentException("node: there is no node named " + name + " in this graph");
    }
    return node;
  }

  /// The operators, in order of creation.
  public Set<Operator> operators() {
    return trace.operators();
  }

  /// The constants, in order of creation.
  public Set<Constant> constants() {
    return trace.nodes(Constant.class);
  }

  /// The variables, in order of creation.
  public Set<Variable> variables() {
    return trace.nodes(Variable.class);
  }

  /// The placeholders, in order of creation.
  public Set<Placeholder> placeholders() {
    return trace.nodes(Placeholder.class);
  }

  // Running

  /// `head` and all that it depends on, inputs before users, depth first in the order of the inputs.
  public List<GraphNode> topologicalSort(Tensor head) {
    return sorted(List.of(node(head)));
  }

  /// All operators and what they depend on, inputs before users.
  public List<GraphNode> topologicalSort() {
    return sorted(List.copyOf(trace.operators()));
  }

  /// Iterative: a graph may be deeper than any stack.
  private static List<GraphNode> sorted(List<? extends GraphNode> heads) {
    var order = new ArrayList<GraphNode>();
    var done = new HashSet<GraphNode>();
    var stack = new ArrayDeque<GraphNode>();
    heads.reversed().forEach(stack::push);
    while (!stack.isEmpty()) {
      GraphNode node = stack.peek();
      if (done.contains(node)) {
        stack.pop();
        continue;
      }
      boolean ready = true;
      if (node instanceof Operator operator) {
        for (GraphNode input : operator.inputs().reversed()) {
          if (!done.contains(input)) {
            stack.push(input);
            ready = false;
          }
        }
      }
      if (ready) {
        stack.pop();
        done.add(node);
        order.add(node);
      }
    }
    return List.copyOf(order);
  }

  /// Sets a variable for the forward passes to come. Throws an [IllegalArgumentException] for a constant: `Cannot reassign
  /// constant`, and for placeholders and operators.
  public void assign(String name, double value) {
    switch (node(name)) {
      case Variable variable -> variable.assign(value);
      case Constant _ -> throw new IllegalArgumentException("Cannot reassign constant " + name);
      case Placeholder _ ->
          throw new IllegalArgumentException(
              "assign: " + name + " is a placeholder: feed it to the forward pass");
      case Operator _ ->
          throw new IllegalArgumentException("assign: " + name + " is an operator: it is computed");
    }
  }

  /// Sets a variable of any shape.
  public void assign(String name, Tensor value) {
    if (node(name) instanceof Variable variable) {
      variable.assign(value);
    } else {
      assign(name, 0);
    }
  }

  /// Computes each node's value in this order, and returns the last one's.
  public Tensor forward(List<? extends GraphNode> order) {
    return forward(order, Feed.none());
  }

  /// The same with values for the placeholders. Throws an [IllegalArgumentException] for a placeholder that is not fed, a name
  /// that is no placeholder's, and a node whose inputs are not before it; a [org.cotangent.ShapeException] or
  /// [org.cotangent.DTypeException] for a value that does not fit its placeholder. Then no node is changed.
  public Tensor forward(List<? extends GraphNode> order, Feed feed) {
    requireKnown(feed);
    var pass = new Tape("forward");
    var values = new LinkedHashMap<NodeBox, Tensor>();
    for (GraphNode node : order) {
      NodeBox box = own(node);
      if (box instanceof NodeBox.OfOperator operator) {
        for (GraphTrace.Step step : trace.steps(operator)) {
          run(step, pass, values);
        }
      } else {
        values.put(box, pass.leaf(value(box, feed)));
      }
    }
    values.forEach((box, taped) -> {
      box.taped = taped;
      box.value = pass.value(taped);
      box.gradient = null;
    });
    tape = pass;
    return own(last(order)).unboxed();
  }

  private static void run(GraphTrace.Step step, Tape pass, Map<NodeBox, Tensor> values) {
    if (values.containsKey(step.outputs.getFirst())) {
      return;
    }
    var arguments = new ArrayList<Tensor>(step.inputs.size());
    for (Tensor input : step.inputs) {
      Tensor value = values.get((NodeBox) input);
      if (value == null) {
        throw new IllegalArgumentException(
            "forward: "
                + ((NodeBox) input).name()
                + " is used by "
                + step.outputs.getFirst().name()
                + " but is not before it: use topologicalSort");
      }
      arguments.add(value);
    }
    List<Tensor> results = pass.apply(step.op, arguments);
    for (int i = 0; i < results.size(); i++) {
      values.put(step.outputs.get(i), results.get(i));
    }
  }

  private static Tensor value(NodeBox box, Feed feed) {
    if (!(box instanceof Placeholder)) {
      return box.unboxed();
    }
    Tensor fed = feed.values().get(box.name());
    if (fed == null) {
      throw new IllegalArgumentException(
          "forward: placeholder "
              + box.name()
              + " is not fed: Feed.of(\""
              + box.name()
              + "\", …) with a value of "
              + box.aval);
    }
    box.requireFits("forward: placeholder", fed);
    return fed;
  }

  private void requireKnown(Feed feed) {
    for (String name : feed.values().keySet()) {
      if (!(trace.find(name) instanceof Placeholder)) {
        throw new IllegalArgumentException(
            "forward: "
                + name
                + " is fed, but is no placeholder of this graph: its placeholders are "
                + placeholders().stream().map(GraphNode::name).toList());
      }
    }
  }

  private NodeBox own(GraphNode node) {
    return (NodeBox) node(node);
  }

  private static GraphNode last(List<? extends GraphNode> order) {
    if (order.isEmpty()) {
      throw new IllegalArgumentException("the order is empty: there is nothing to run");
    }
    return order.getLast();
  }

  /// The gradients of the last node's value (of its sum, if it is no number) with respect to each node in `order`, in that
  /// order and on each node, added up over all uses; zeros for nodes without influence. Throws a [TraceException] if there was
  /// no forward pass over the last node.
  public List<Tensor> backward(List<? extends GraphNode> order) {
    NodeBox head = own(last(order));
    Tape pass = tape;
    if (pass == null || head.taped == null) {
      throw new TraceException(
          "backward: " + head.name() + " has no value yet: run forward over the same order first");
    }
    if (!head.aval.dtype().floating()) {
      throw new NotDifferentiableException(
          "backward: " + head.name() + " is " + head.aval + ", which has no derivative");
    }
    var boxes = new ArrayList<NodeBox>(order.size());
    var taped = new ArrayList<Tensor>(order.size());
    for (GraphNode node : order) {
      NodeBox box = own(node);
      if (box.taped == null) {
        throw new TraceException(
            "backward: " + box.name() + " was not part of the latest forward pass");
      }
      boxes.add(box);
      taped.add(box.taped);
    }
    List<Tensor> gradients = pass.cotangents(head.taped, Transform.one(head.aval), taped);
    for (int i = 0; i < boxes.size(); i++) {
      boxes.get(i).gradient = gradients.get(i);
    }
    return gradients;
  }

  // Derivatives as nodes

  /// The gradients of `output` (of its sum, if it is no number) with respect to `inputs`, as nodes of this graph: they can be
  /// run, used and differentiated again.
  public List<Tensor> gradients(Tensor output, Tensor... inputs) {
    GraphNode head = node(output);
    var pass = new Tape("gradients");
    var taped = new LinkedHashMap<NodeBox, Tensor>();
    for (GraphNode node : topologicalSort(output)) {
      NodeBox box = own(node);
      if (box instanceof NodeBox.OfOperator operator) {
        for (GraphTrace.Step step : trace.steps(operator)) {
          record(step, pass, taped);
        }
      } else {
        taped.put(box, pass.leaf((Tensor) box));
      }
    }
    var wanted = new ArrayList<Tensor>(inputs.length);
    for (Tensor input : inputs) {
      NodeBox box = own(node(input));
      wanted.add(taped.getOrDefault(box, (Tensor) box));
    }
    var result = new ArrayList<Tensor>(inputs.length);
    Tensor end = Objects.requireNonNull(taped.get(own(head)));
    for (Tensor gradient : pass.cotangents(end, Transform.one(head.aval()), wanted)) {
      result.add(gradient instanceof GraphNode ? gradient : trace.constant(null, gradient));
    }
    return result;
  }

  private static void record(GraphTrace.Step step, Tape pass, Map<NodeBox, Tensor> taped) {
    if (taped.containsKey(step.outputs.getFirst())) {
      return;
    }
    List<Tensor> arguments = step.inputs.stream().map(input -> taped.get((NodeBox) input)).toList();
    List<Tensor> results = pass.record(step.op, arguments, List.copyOf(step.outputs));
    for (int i = 0; i < results.size(); i++) {
      taped.put(step.outputs.get(i), results.get(i));
    }
  }

  /// The function from placeholders and then variables, each in order of creation, to `outputs`, as a program.
  public Program program(Tensor... outputs) {
    var inputs = new ArrayList<GraphNode>(placeholders());
    inputs.addAll(variables());
    Transform.Flat function =
        arguments -> {
          var values = new LinkedHashMap<NodeBox, Tensor>();
          for (int i = 0; i < arguments.size(); i++) {
            values.put(own(inputs.get(i)), arguments.get(i));
          }
          constants().forEach(constant -> values.put(own(constant), own(constant).unboxed()));
          var pass = new Tape("program");
          for (Tensor output : outputs) {
            for (GraphNode node : topologicalSort(output)) {
              if (node instanceof NodeBox.OfOperator operator) {
                trace.steps(operator).forEach(step -> run(step, pass, values));
              }
            }
          }
          return List.of(outputs).stream().map(output -> values.get(own(node(output)))).toList();
        };
    return Transform.stage("program", function, inputs.stream().map(GraphNode::aval).toList())
        .program();
  }

  /// Ends the building of this graph: new operations are refused, values and passes go on working.
  @Override
  public void close() {
    trace.close();
  }
}
