package org.cotangent.bench.workloads;

import static org.cotangent.Autodiff.scan;
import static org.cotangent.Autodiff.step;
import static org.cotangent.ops.Arranging.split;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.cotangent.Autodiff.Pair;
import org.cotangent.Autodiff.Step;
import org.cotangent.Tensor;

/// W8: the loss of a small recurrent network that foretells text, a workload of ADBench (Srajer, Kukelova and Fitzgibbon, 2018),
/// whose gates work element by element: many small arrays, one after another.
final class Lstm {
  private static final int LAYERS = 2;
  private static final int WIDTH = 14;
  private static final int CHARACTERS = 100;

  private Lstm() {}

  private record Weights(Tensor main, Tensor extra) {}

  /// Hidden and cell state of each layer in turn, and the characters, a row each.
  private record Text(Tensor state, Tensor characters) {}

  private static Tensor loss(Weights p, Text text) {
    List<Tensor> start = IntStream.range(0, 2 * LAYERS).mapToObj(text.state::get).toList();
    var pairs = new Pair<>(text.characters.slice(":-1"), text.characters.slice("1:"));
    Tensor each =
        scan(
                start,
                pairs,
                (state, pair) -> {
                  var read = read(p, state, pair.first());
                  return step(read.carry(), likelihood(read.output(), pair.second()));
                })
            .outputs();
    return each.sum().div(-(CHARACTERS - 1) * (double) WIDTH);
  }

  private static Tensor likelihood(Tensor output, Tensor character) {
    return character.times(output.minus(output.exp().sum().plus(2).log())).sum();
  }

  /// What a character makes of the state, and what the network expects next.
  private static Step<List<Tensor>, Tensor> read(Weights p, List<Tensor> state, Tensor character) {
    var next = new ArrayList<Tensor>();
    Tensor x = character.times(p.extra.get(0));
    for (int i = 0; i < 2 * LAYERS; i += 2) {
      Tensor hidden = state.get(i);
      Tensor gates =
          Tensor.concat(0, x, hidden, x, hidden).times(p.main.get(i)).plus(p.main.get(i + 1));
      List<Tensor> parts = split(gates, 4, 0);
      Tensor kept = state.get(i + 1).times(parts.get(0).sigmoid());
      Tensor cell = kept.plus(parts.get(1).sigmoid().times(parts.get(3).tanh()));
      x = parts.get(2).sigmoid().times(cell.tanh());
      next.add(x);
      next.add(cell);
    }
    return step(List.copyOf(next), x.times(p.extra.get(1)).plus(p.extra.get(2)));
  }

  private static Problem<?, ?, ?> problem() {
    double[] characters =
        IntStream.range(0, CHARACTERS * WIDTH)
            .mapToDouble(i -> Data.uniform(53, i) < 0.3 ? 1 : 0)
            .toArray();
    return Problem.gradient(
        Lstm::loss,
        new Weights(
            Data.symmetric(50, 0.5, 2 * LAYERS, 4 * WIDTH), Data.symmetric(51, 0.5, 3, WIDTH)),
        new Text(
            Data.symmetric(52, 0.5, 2 * LAYERS, WIDTH), Tensor.of(characters, CHARACTERS, WIDTH)));
  }

  static Stream<Workload> workloads() {
    return Stream.of(Workload.of(Key.of("W8", "lstm-l2-c100", CHARACTERS), Lstm::problem));
  }
}
