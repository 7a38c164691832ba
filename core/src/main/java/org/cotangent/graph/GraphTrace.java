package org.cotangent.graph;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cotangent.Tensor;
import org.cotangent.TraceException;
import org.cotangent.primitive.Aval;
import org.cotangent.primitive.Op;
import org.cotangent.primitive.Trace;
import org.cotangent.primitive.Zero;
import org.jspecify.annotations.Nullable;

/// Writes a graph: each operation on its nodes becomes a step, and the steps of one call of the library become one operator.
final class GraphTrace extends Trace {
  /// The names of the operators that have a sign in other languages.
  private static final Map<String, String> SIGNS =
      Map.of("plus", "add", "minus", "sub", "times", "mul", "rem", "mod", "unaryMinus", "neg");

  private final Map<String, GraphNode> byName = new LinkedHashMap<>();
  private final Map<String, Integer> counts = new HashMap<>();
  private final List<NodeBox.OfOperator> operators = new ArrayList<>();
  private @Nullable Call current;

  GraphTrace() {
    super("graph");
  }

  @Override
  public boolean writes() {
    return true;
  }

  /// One equation.
  static final class Step {
    final Op op;
    final List<Tensor> inputs;
    final List<NodeBox.OfOperator> outputs = new ArrayList<>();
    final Call call;

    Step(Op op, List<Tensor> inputs, Call call) {
      this.op = op;
      this.inputs = inputs;
      this.call = call;
    }
  }

  /// One call of the library: of its steps, the user sees the results of the last one.
  private static final class Call {
    final String operation;
    CallSite site;
    @Nullable Step last;

    Call(CallSite site, String operation) {
      this.site = site;
      this.operation = operation;
    }
  }

  @Override
  public List<Tensor> bind(Op op, List<Tensor> arguments) {
    requireOpen();
    Call call = call(op);
    var inputs = new ArrayList<Tensor>(arguments.size());
    var avals = new ArrayList<Aval>(arguments.size());
    for (Tensor argument : arguments) {
      inputs.add(input(argument, call));
      avals.add(argument.aval());
    }
    List<Aval> shapes = op.shapes(avals);
    var step = new Step(op, inputs, call);
    call.last = step;
    for (int i = 0; i < shapes.size(); i++) {
      var output = new NodeBox.OfOperator(this, shapes.get(i), step, operators.size());
      step.outputs.add(output);
      operators.add(output);
    }
    return List.copyOf(step.outputs);
  }

  /// The call that an operation bound now belongs to: the current one, if the program moved forward within it.
  private Call call(Op op) {
    CallSite site = CallSite.current();
    Call present = current;
    if (present != null && site.continues(present.site)) {
      present.site = site;
      return present;
    }
    String entry = site.entry();
    var started =
        new Call(site, entry.isEmpty() ? op.primitive().name() : SIGNS.getOrDefault(entry, entry));
    current = started;
    return started;
  }

  /// A node of this graph as it is; anything else becomes a constant.
  private Tensor input(Tensor argument, Call call) {
    return switch (argument) {
      case NodeBox.OfOperator operator when operator.trace == this -> {
        if (operator.step.call != call) {
          pin(operator);
        }
        yield operator;
      }
      case NodeBox node when node.trace == this -> argument;
      case GraphNode foreign ->
          throw new IllegalArgumentException(
              foreign.name()
                  + " belongs to another graph: a node can be used in its own graph only");
      case Zero zero -> constant(null, zero.unboxed());
      default -> constant(null, argument);
    };
  }

  Constant constant(@Nullable String name, Tensor value) {
    var node = new NodeBox.OfConstant(this, value, newName(name, "Const"));
    return register(node);
  }

  Variable variable(@Nullable String name, Tensor value) {
    return register(new NodeBox.OfVariable(this, value, newName(name, "Var")));
  }

  Placeholder placeholder(@Nullable String name, Aval aval) {
    return register(new NodeBox.OfPlaceholder(this, aval, newName(name, "Plc")));
  }

  private <N extends GraphNode> N register(N node) {
    byName.put(node.name(), node);
    return node;
  }

  private void requireOpen() {
    if (closed()) {
      throw new TraceException(
          "the graph is closed: its values can be read, but nothing can be added");
    }
  }

  private String newName(@Nullable String name, String kind) {
    requireOpen();
    if (name == null) {
      return nextName(kind);
    }
    requireNew(name);
    return name;
  }

  /// The kind and its next number; one that a user has given to something else is passed over.
  private String nextName(String kind) {
    while (true) {
      String next = kind + "/" + (counts.merge(kind, 1, Integer::sum) - 1);
      if (!byName.containsKey(next)) {
        return next;
      }
    }
  }

  private void requireNew(String name) {
    nameAll();
    if (byName.containsKey(name)) {
      throw new IllegalArgumentException(
          "graph: there is a node named " + name + " already: " + byName.get(name));
    }
  }

  /// Names a node that somebody asked for, and everything that was made before it, so that numbers count in the order of
  /// creation.
  void ensureNamed(NodeBox.OfOperator node) {
    if (!node.named()) {
      pin(node);
      nameAll();
    }
  }

  /// Shows a node that is used from outside of its call.
  void pin(NodeBox.OfOperator node) {
    if (!node.pinned) {
      node.pinned = true;
      if (node.order < namedUpTo && !node.named()) {
        late.add(node);
      }
    }
  }

  private int namedUpTo;
  private final List<NodeBox.OfOperator> late = new ArrayList<>();

  /// Names what is shown. Whoever asks sees the current call as finished.
  private void nameAll() {
    current = null;
    late.forEach(this::nameNow);
    late.clear();
    for (; namedUpTo < operators.size(); namedUpTo++) {
      NodeBox.OfOperator node = operators.get(namedUpTo);
      if (visible(node) && !node.named()) {
        nameNow(node);
      }
    }
  }

  private void nameNow(NodeBox.OfOperator node) {
    node.name(nextName(node.step.call.operation));
    byName.put(node.name(), node);
  }

  /// Shown to the user: the results of a call's last step, and what else somebody asked for.
  private boolean visible(NodeBox.OfOperator node) {
    return node.pinned || node.step.call.last == node.step;
  }

  Operator named(String name, NodeBox.OfOperator node) {
    requireNew(name);
    if (node.named()) {
      byName.remove(node.name());
    }
    pin(node);
    node.name(name);
    byName.put(name, node);
    return node;
  }

  @Nullable GraphNode find(String name) {
    nameAll();
    return byName.get(name);
  }

  Set<Operator> operators() {
    nameAll();
    var result = new LinkedHashSet<Operator>();
    for (NodeBox.OfOperator node : operators) {
      if (visible(node)) {
        result.add(node);
      }
    }
    return result;
  }

  <N extends GraphNode> Set<N> nodes(Class<N> kind) {
    var result = new LinkedHashSet<N>();
    for (GraphNode node : byName.values()) {
      if (kind.isInstance(node)) {
        result.add(kind.cast(node));
      }
    }
    return result;
  }

  /// The shown nodes that `node` computes with: through the steps inside of its call.
  List<GraphNode> inputs(NodeBox.OfOperator node) {
    var result = new LinkedHashSet<GraphNode>();
    var stack = new ArrayDeque<Tensor>();
    node.step.inputs.reversed().forEach(stack::push);
    while (!stack.isEmpty()) {
      Tensor next = stack.pop();
      if (next instanceof NodeBox.OfOperator inner && !visible(inner)) {
        inner.step.inputs.reversed().forEach(stack::push);
      } else {
        result.add((GraphNode) next);
      }
    }
    return List.copyOf(result);
  }

  /// The steps that make `node` of shown nodes, in order.
  List<Step> steps(NodeBox.OfOperator node) {
    var order = new ArrayList<Step>();
    var seen = new HashSet<Step>();
    var stack = new ArrayDeque<Step>();
    stack.push(node.step);
    while (!stack.isEmpty()) {
      Step step = stack.peek();
      boolean ready = true;
      if (!seen.contains(step)) {
        for (Tensor input : step.inputs) {
          if (input instanceof NodeBox.OfOperator inner
              && !visible(inner)
              && !seen.contains(inner.step)) {
            stack.push(inner.step);
            ready = false;
          }
        }
        if (ready) {
          seen.add(step);
          order.add(step);
        }
      }
      if (ready) {
        stack.pop();
      }
    }
    return order;
  }
}
