package org.cotangent.pass;

import static org.cotangent.Autodiff.compile;
import static org.cotangent.Autodiff.explain;
import static org.cotangent.Autodiff.grad;
import static org.cotangent.Autodiff.scan;
import static org.cotangent.Autodiff.stage;
import static org.cotangent.Autodiff.step;
import static org.cotangent.Autodiff.whileLoop;
import static org.cotangent.Tensor.scalar;
import static org.cotangent.Tensor.vector;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.cotangent.Tensor;
import org.cotangent.TensorFunction;
import org.cotangent.primitive.Program;
import org.junit.jupiter.api.Test;

/// Loops before and after the passes make the same bits, with no step, with one and with several.
class LoopInvariantsTest {
  private static final List<TensorFunction> LOOPS =
      List.of(
          // The second carry is a constant, and so is its exponential.
          x ->
              scan(
                      List.of(x.sum(), x.times(2)),
                      x,
                      (List<Tensor> s, Tensor each) ->
                          step(
                              List.of(s.get(0).plus(s.get(1).exp().sum()).sin(), s.get(1)),
                              s.get(0).times(each)))
                  .outputs()
                  .sum(),
          x ->
              whileLoop(
                      10,
                      List.of(scalar(0), x.sum(), x),
                      (List<Tensor> s) -> s.get(0).less(s.get(2).sum().sin().plus(3)),
                      (List<Tensor> s) ->
                          List.of(
                              s.get(0).plus(1),
                              s.get(1).plus(s.get(2).cos().sum().tanh()),
                              s.get(2)))
                  .get(1),
          x ->
              scan(
                      x.sum(),
                      x,
                      (Tensor s, Tensor each) ->
                          step(
                              scan(
                                      s,
                                      x,
                                      (Tensor t, Tensor other) ->
                                          step(t.plus(other.times(x.exp().sum())).sin(), t))
                                  .carry()
                                  .plus(each),
                              s))
                  .carry());

  @Test
  void loopsMakeTheSameBits() {
    for (TensorFunction loop : LOOPS) {
      for (TensorFunction f : List.of(loop, grad(loop))) {
        for (Tensor x : List.of(vector(0.5, 1, -2), vector(0.25), vector())) {
          Program program = stage(f, x);
          Program optimised = Passes.optimise(program);
          assertEquals(
              program.apply(List.of(x)).toString(),
              optimised.apply(List.of(x)).toString(),
              () -> program + "\nbecame\n" + optimised);
          assertEquals(f.apply(x).rank(), optimised.apply(List.of(x)).getFirst().rank());
        }
      }
    }
  }

  @Test
  void theyAreFound() {
    TensorFunction f = compile(LOOPS.getFirst());
    f.apply(vector(1, 2));
    assertTrue(explain(f).contains("-- after loop invariants"), () -> explain(f));
  }
}
