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

  /// The largest elements; exponentials and their sums; quotients.
  @Test
  void softmax() {
    assertEquals(
        """
        loops [20, 30] -> [b]
        loops [20, 30] -> [e, f]
        loops [20, 30] -> [h]\
        """,
        plan(
            stage(
                (Tensor x) -> {
                  Tensor e = x.minus(x.max(Tensor.keep(1))).exp();
                  return e.div(e.sum(Tensor.keep(1)));
                },
                ones(20, 30))));
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
