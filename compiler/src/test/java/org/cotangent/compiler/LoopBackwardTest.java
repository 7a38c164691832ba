package org.cotangent.compiler;

import static org.cotangent.Autodiff.compile;
import static org.cotangent.Autodiff.grad;
import static org.cotangent.Autodiff.stage;
import static org.cotangent.Autodiff.vmap;
import static org.cotangent.Autodiff.whileLoop;
import static org.cotangent.Tensor.vector;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.cotangent.RandomKey;
import org.cotangent.Tensor;
import org.cotangent.TensorFunction;
import org.cotangent.pass.Passes;
import org.cotangent.primitive.Program;
import org.cotangent.testkit.Laws;
import org.junit.jupiter.api.Test;

/// Reverse mode through loops of unknown length, compiled.
class LoopBackwardTest {
  private static final Tensor X = vector(0.3, 1.2, 0.7, 2);

  /// Newton's iterations for the square root, of numbers that are wider than a scalar program takes.
  private static Tensor root(Tensor x) {
    return whileLoop(
        x, s -> s.square().minus(x).abs().max().greater(1e-9), s -> s.plus(x.div(s)).times(0.5));
  }

  private static final Map<String, TensorFunction> FUNCTIONS =
      Map.of(
          "root",
          LoopBackwardTest::root,
          "a counter beside it",
          x ->
              whileLoop(
                      List.of(x, Tensor.scalar(0)),
                      s -> s.get(1).less(5),
                      s -> List.of(s.get(0).sin().times(x).plus(s.get(0)), s.get(1).plus(1)))
                  .getFirst(),
          "swapped carries",
          x ->
              whileLoop(
                      List.of(x, x.exp(), x.times(2)),
                      s -> s.get(0).sum().less(60),
                      s -> List.of(s.get(1), s.get(2), s.get(0).plus(s.get(1).times(x))))
                  .get(1),
          "no steps",
          x -> whileLoop(x, s -> s.sum().less(0), s -> s.div(s.minus(s))),
          "a loop in the loop",
          x ->
              whileLoop(
                  x,
                  s -> s.sum().less(40),
                  s ->
                      whileLoop(
                          s.times(1.1),
                          t -> t.max().less(3),
                          t -> t.plus(t.sin().times(x).square()))),
          "of what does not move",
          x -> whileLoop(vector(1, 2, 3, 4), s -> s.sum().less(60), s -> s.times(s)).times(x));

  private static Program gradient(TensorFunction f) {
    return Passes.optimise(stage(grad(x -> f.apply(x).times(x.cos()).sum()), X));
  }

  @Test
  void compiledIsWhatRecordingGives() {
    FUNCTIONS.forEach((name, f) -> {
      Program program = gradient(f);
      Tensor expected = program.apply(List.of(X)).getFirst();
      var compiled = new CompiledProgram(program);
      for (int call = 0; call < 3; call++) {
        assertEquals(
            "", Laws.difference(expected, compiled.apply(List.of(X)).getFirst(), 1e-12), name);
      }
    });
  }

  @Test
  void higherOrdersAndBatchesAreCompiledToo() {
    FUNCTIONS.forEach((name, f) -> {
      TensorFunction slope = grad(x -> f.apply(x).times(x.cos()).sum());
      TensorFunction second = grad(x -> slope.apply(x).times(x).sum());
      assertEquals("", Laws.difference(second.apply(X), compile(second).apply(X), 1e-10), name);
      Tensor many = RandomKey.of(3).uniform(5, 4).plus(0.2);
      assertEquals(
          "",
          Laws.difference(
              Tensor.stack(IntStream.range(0, 5).mapToObj(i -> slope.apply(many.get(i))).toList()),
              compile(vmap(slope)).apply(many),
              1e-11),
          name);
    });
  }

  @Test
  void statesStayInTheFrame() {
    var plan = new Plan(gradient(LoopBackwardTest::root));
    String text = plan.describe("");
    assertEquals(
        "backward through a while, each state of 32 bytes kept, carrying f64[4] in place, f64[4] in"
            + " place",
        Planned.line(text, "backward"),
        text);
    Frame frame = plan.take();
    frame.values[0] = X.toDoubles();
    plan.run(frame);
    int before = states(frame);
    assertTrue(before > 3, before + " states");
    plan.reset(frame);
    frame.values[0] = X.toDoubles();
    plan.run(frame);
    assertEquals(before, states(frame));
  }

  private static int states(Frame frame) {
    return frame.kept[0] instanceof Deque<?> states ? states.size() : -1;
  }
}
