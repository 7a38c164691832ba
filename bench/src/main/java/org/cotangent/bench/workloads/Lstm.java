package org.cotangent.bench.workloads;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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

  private static Tensor part(Tensor x, int index) {
    return x.slice(index * WIDTH + ":" + (index + 1) * WIDTH);
  }

  private static Tensor loss(Weights p, Text text) {
    var state = new ArrayList<Tensor>();
    IntStream.range(0, 2 * LAYERS).forEach(i -> state.add(text.state.get(i)));
    Tensor sum = Tensor.scalar(0);
    for (int t = 0; t + 1 < CHARACTERS; t++) {
      Tensor output = step(p, state, text.characters.get(t));
      Tensor likelihood = output.minus(output.exp().sum().plus(2).log());
      sum = sum.plus(text.characters.get(t + 1).times(likelihood).sum());
    }
    return sum.div(-(CHARACTERS - 1) * (double) WIDTH);
  }

  /// What the network expects next; changes `state`.
  private static Tensor step(Weights p, List<Tensor> state, Tensor character) {
    Tensor x = character.times(p.extra.get(0));
    for (int i = 0; i < 2 * LAYERS; i += 2) {
      Tensor hidden = state.get(i);
      Tensor gates =
          Tensor.concat(0, x, hidden, x, hidden).times(p.main.get(i)).plus(p.main.get(i + 1));
      Tensor cell =
          state
              .get(i + 1)
              .times(part(gates, 0).sigmoid())
              .plus(part(gates, 1).sigmoid().times(part(gates, 3).tanh()));
      x = part(gates, 2).sigmoid().times(cell.tanh());
      state.set(i, x);
      state.set(i + 1, cell);
    }
    return x.times(p.extra.get(1)).plus(p.extra.get(2));
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
