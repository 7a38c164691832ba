package org.cotangent.compiler.fusion;

import static org.cotangent.Autodiff.hvp;
import static org.cotangent.Autodiff.stage;
import static org.cotangent.Autodiff.valueAndGrad;
import static org.cotangent.Tensor.ones;
import static org.cotangent.Tensor.zeros;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.cotangent.Tensor;
import org.cotangent.TensorFunction;
import org.cotangent.compiler.kernel.Nest;
import org.cotangent.ops.Reduction;
import org.cotangent.pass.Passes;
import org.cotangent.primitive.Atom;
import org.cotangent.primitive.Equation;
import org.cotangent.primitive.Program;
import org.cotangent.primitive.Var;
import org.junit.jupiter.api.Test;

/// Which loops programs become. The expected text is the plan: each nest with what it writes.
class FusionTest {
  private static String plan(Program program) {
    return Fusion.plan(Passes.optimise(program), 200).stream()
        .map(FusionTest::text)
        .collect(Collectors.joining("\n"));
  }

  private static String text(Fusion.Step step) {
    return switch (step) {
      case Fusion.Loops(Nest nest, List<Atom> _, List<Var> outputs, List<Boolean> _) ->
          "loops " + nest.extents() + " -> " + outputs;
      case Fusion.Library(Equation equation) -> equation.primitive().name();
      case Fusion.Alias(Atom from, Var to) -> to + " = " + from;
      case Fusion.Product(Equation equation, int axis) ->
          "product along " + axis + " -> " + equation.outputs();
      case Fusion.Strips strips ->
          "strips of "
              + strips.length()
              + " of "
              + strips.rows()
              + ", own "
              + strips.axes().keySet().stream().map(Var::toString).sorted().toList()
              + strips.steps().stream()
                  .map(inner -> "\n  " + text(inner))
                  .collect(Collectors.joining());
    };
  }

  record Pair(Tensor a, Tensor b) {}

  /// Value and gradient in one sweep.
  @Test
  void valueAndGradientShareASweep() {
    Function<Pair, Tensor> f =
        p -> p.a().times(p.b()).plus(p.a().square().unaryMinus().exp()).tanh().sum();
    assertEquals(
        "loops [1000] -> [i, r, s]",
        plan(stage(valueAndGrad(f), new Pair(zeros(1000), zeros(1000)))));
  }

  private static String rows(Function<Tensor, ?> f) {
    return plan(stage(f, ones(400, 300)));
  }

  /// The largest elements; exponentials and their sums; quotients: phases over strips of rows.
  @Test
  void softmax() {
    assertEquals(
        """
        strips of 40 of 400, own [b, e, f]
          loops [400, 300] -> [b]
          loops [400, 300] -> [e, f]
          loops [400, 300] -> [h]\
        """,
        rows((Tensor x) -> Reduction.softmax(x, 1)));
  }

  /// The same over strips of columns.
  @Test
  void softmaxOfColumns() {
    assertEquals(
        """
        strips of 40 of 300, own [b, e, f]
          loops [400, 300] -> [b]
          loops [400, 300] -> [e, f]
          loops [400, 300] -> [h]\
        """,
        rows((Tensor x) -> Reduction.softmax(x, 0)));
  }

  /// Value and gradient are one sweep.
  @Test
  void logSumExp() {
    assertEquals(
        """
        strips of 40 of 400, own [b, i, j]
          loops [400, 300] -> [b]
          loops [400, 300] -> [i, j]
          loops [400] -> [o]
          loops [400, 300] -> [s]\
        """,
        rows(valueAndGrad((Tensor x) -> x.logSumExp(1).sum())));
  }

  @Test
  void logSumExpOfColumns() {
    assertEquals(
        """
        strips of 40 of 300, own [b, i, j]
          loops [400, 300] -> [b]
          loops [400, 300] -> [i, j]
          loops [300] -> [o]
          loops [400, 300] -> [s]\
        """,
        rows(valueAndGrad((Tensor x) -> x.logSumExp(0).sum())));
  }

  @Test
  void crossEntropy() {
    assertEquals(
        """
        strips of 40 of 400, own [b, i, j]
          loops [400, 300] -> [b]
          loops [400, 300] -> [i, j]
          loops [400, 300] -> [p, v]\
        """,
        rows(valueAndGrad((Tensor x) -> Reduction.logSoftmax(x, 1).times(ones(300)).sum())));
  }

  @Test
  void layerNorm() {
    assertEquals(
        """
        strips of 40 of 400, own [b, ba, bf, bh, h, s, w]
          loops [400, 300] -> [b]
          loops [400, 300] -> [h]
          loops [400, 300] -> [p, s, w]
          loops [400] -> [ba]
          loops [400, 300] -> [bf, bh]
          loops [400, 300] -> [bm]\
        """,
        rows(
            valueAndGrad((Tensor x) -> {
              Tensor centred = x.minus(x.mean(Tensor.keep(1)));
              Tensor variance = centred.square().mean(Tensor.keep(1));
              return centred.div(variance.plus(1e-5).sqrt()).sin().sum();
            })));
  }

  /// Rows of a product are strips, too, if the matrix is small.
  @Test
  void productsInStrips() {
    assertEquals(
        """
        strips of 800 of 5000, own [c, d, e, h, i, k]
          loops [100000] -> [c]
          product along 0 -> [d]
          loops [5000, 20] -> [e]
          loops [5000, 20] -> [h, i]
          loops [5000, 20] -> [k]
          product along 0 -> [l]\
        """,
        plan(
            stage(
                (Pair p) -> Reduction.softmax(p.a().tanh().matmul(p.b()), 1).matmul(p.b()),
                new Pair(ones(5000, 20), ones(20, 20)))));
  }

  /// Slices are places, and what is padded is written where it belongs.
  @Test
  void slicesAndTheirTransposes() {
    TensorFunction rosenbrock =
        x -> {
          Tensor next = x.slice("1:");
          Tensor here = x.slice(":-1");
          return next.minus(here.square()).square().times(100).plus(here.minus(1).square()).sum();
        };
    assertEquals(
        """
        loops [999] -> [t, u]
        loops [1000] -> [v]\
        """,
        plan(
            stage(
                (List<Tensor> l) -> hvp(rosenbrock, l.get(0), l.get(1)),
                List.of(zeros(1000), zeros(1000)))));
  }

  /// A row that is added to each row of a matrix is not repeated in memory; a dear one is computed once.
  @Test
  void broadcasts() {
    assertEquals(
        "loops [50, 40] -> [e]",
        plan(stage((Pair p) -> p.a().plus(p.b().times(2)), new Pair(ones(50, 40), ones(40)))));
    assertEquals(
        """
        loops [40] -> [c]
        loops [50, 40] -> [e]\
        """,
        plan(stage((Pair p) -> p.a().plus(p.b().exp()), new Pair(ones(50, 40), ones(40)))));
  }

  /// What a library operation makes or takes is in memory.
  @Test
  void libraryOperations() {
    assertEquals(
        """
        loops [30] -> [b]
        cum_sum
        loops [30] -> [d]\
        """,
        plan(stage((Tensor x) -> x.tanh().cumsum(0).exp(), ones(30))));
  }
}
