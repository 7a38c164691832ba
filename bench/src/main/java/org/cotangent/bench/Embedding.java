package org.cotangent.bench;

import static org.cotangent.Autodiff.compile;
import static org.cotangent.Autodiff.valueAndGrad;

import java.util.SplittableRandom;
import java.util.function.Function;
import org.cotangent.Tensor;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// A sum over 10,000 rows of 64 numbers each, which are taken from a table of 1,000: its value, and its gradient by the table and a
/// shift, compiled. Beside it the same by hand, in loops over heap arrays.
@State(Scope.Thread)
public class Embedding {
  private static final int ROWS = 1_000;
  private static final int WORDS = 10_000;
  private static final int WIDTH = 64;

  /// What is done to each number: `square`, which is cheap, or `tanh`.
  @Param({"square", "tanh"})
  public String each = "";

  private record Parameters(Tensor table, Tensor shift) {}

  private record Case(Parameters parameters, Tensor words) {}

  private final SplittableRandom random = new SplittableRandom(1);
  private final double[] table = random.doubles(ROWS * WIDTH, -0.5, 0.5).toArray();
  private final double[] shift = random.doubles(WIDTH, -0.5, 0.5).toArray();
  private final long[] words = random.longs(WORDS, 0, ROWS).toArray();
  private final Case given =
      new Case(
          new Parameters(Tensor.of(table, ROWS, WIDTH), Tensor.vector(shift)),
          Tensor.indices(words));

  private final Function<Case, Tensor> value = compile((Case c) -> sum(c.parameters, c.words));
  private final Function<Case, ?> gradient =
      compile((Case c) -> valueAndGrad((Parameters p) -> sum(p, c.words)).apply(c.parameters));

  /// Draws table and words, the same in every process.
  public Embedding() {}

  private Tensor sum(Parameters p, Tensor indices) {
    Tensor rows = p.table.get(indices).plus(p.shift);
    return (each.equals("tanh") ? rows.tanh() : rows.square()).sum();
  }

  /// Compiles.
  @Setup
  public void prepare() {
    if (Math.abs(value.apply(given).item() - byHand()) > 1e-6) {
      throw new AssertionError("what is measured differs");
    }
  }

  /// The sum.
  @Benchmark
  public Object value() {
    return value.apply(given);
  }

  /// The sum and its gradient.
  @Benchmark
  public Object valueAndGradient() {
    return gradient.apply(given);
  }

  /// The sum, by hand.
  @Benchmark
  public double byHand() {
    double sum = 0;
    for (long word : words) {
      int from = (int) word * WIDTH;
      for (int k = 0; k < WIDTH; k++) {
        double x = table[from + k] + shift[k];
        sum += each.equals("tanh") ? Math.tanh(x) : x * x;
      }
    }
    return sum;
  }

  /// The sum and its gradient, by hand.
  @Benchmark
  public double[][] gradientByHand() {
    double[][] result = {{0}, new double[ROWS * WIDTH], new double[WIDTH]};
    for (long word : words) {
      int from = (int) word * WIDTH;
      for (int k = 0; k < WIDTH; k++) {
        double x = table[from + k] + shift[k];
        double y = each.equals("tanh") ? Math.tanh(x) : x * x;
        double slope = each.equals("tanh") ? 1 - y * y : 2 * x;
        result[0][0] += y;
        result[1][from + k] += slope;
        result[2][k] += slope;
      }
    }
    return result;
  }
}
