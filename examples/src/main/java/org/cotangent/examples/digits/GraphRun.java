package org.cotangent.examples.digits;

import java.util.List;
import java.util.stream.IntStream;
import org.cotangent.DType;
import org.cotangent.graph.Feed;
import org.cotangent.graph.Graph;
import org.cotangent.graph.GraphNode;
import org.cotangent.graph.Variable;
import org.cotangent.tree.Trees;

/// The protocol of the reference curve by the second door: the graph of the loss is built once,
/// then each step feeds a batch, goes forward, goes backward, and assigns the variables.
final class GraphRun {
  private GraphRun() {}

  /// What was measured, and a line for each node of the graph.
  record Result(Curve curve, List<String> nodes) {}

  static Result run(Reference reference, Digits digits, int steps, Progress progress) {
    var split = Reference.split(digits);
    var recorder = new Recorder(progress);
    var optimizer = reference.optimizer();
    var state = optimizer.start(reference.start());
    try (var graph = new Graph()) {
      var images = graph.placeholder("images", DType.F64, reference.batch(), Digits.PIXELS);
      var labels = graph.placeholder("labels", DType.I64, reference.batch());
      var model = variables(graph, reference.start());
      var order = graph.topologicalSort(model.loss(images, labels));
      for (int s = 0; s < steps; s++) {
        var batch = split.train().batch(s, reference.batch());
        var feed = Feed.of(images, batch.images()).and(labels, batch.labels());
        double loss = graph.forward(order, feed).item();
        graph.backward(order);
        var gradient = gradients(model);
        state = optimizer.step(state, gradient);
        assign(model, state.params());
        recorder.step(loss, gradient, state.params(), split.heldOut());
      }
      return new Result(recorder.curve(), order.stream().map(GraphRun::describe).toList());
    }
  }

  /// The same model with a variable for each parameter: `W0`, `b0`, `W1`, `b1` …
  private static Mlp variables(Graph graph, Mlp start) {
    var layers =
        IntStream.range(0, start.layers().size())
            .mapToObj(i -> {
              var layer = start.layers().get(i);
              return new Layer(
                  graph.variable("W" + i, layer.weights()), graph.variable("b" + i, layer.bias()));
            })
            .toList();
    return new Mlp(layers, start.activation());
  }

  private static Mlp gradients(Mlp variables) {
    return Trees.map(variables, leaf -> ((Variable) leaf).gradient().orElseThrow());
  }

  private static void assign(Mlp variables, Mlp values) {
    Trees.map(
        variables,
        values,
        (leaf, value) -> {
          ((Variable) leaf).assign(value);
          return value;
        });
  }

  private static String describe(GraphNode node) {
    return node.name() + " " + node.dtype() + node.shape();
  }
}
