package org.cotangent;

import static org.cotangent.Autodiff.compile;
import static org.cotangent.Autodiff.customJvp;
import static org.cotangent.Autodiff.customVjp;
import static org.cotangent.Autodiff.customVmap;
import static org.cotangent.Autodiff.grad;
import static org.cotangent.Autodiff.hessian;
import static org.cotangent.Autodiff.jvp;
import static org.cotangent.Autodiff.stage;
import static org.cotangent.Autodiff.vjp;
import static org.cotangent.Autodiff.vmap;
import static org.cotangent.Tensor.ones;
import static org.cotangent.Tensor.scalar;
import static org.cotangent.Tensor.stack;
import static org.cotangent.Tensor.vector;
import static org.cotangent.testkit.CheckGrads.checkGrads;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.cotangent.Autodiff.Saved;
import org.junit.jupiter.api.Test;

/// Rules of one's own: in every mode, nested, and what they must not close over.
class CustomRulesTest {
  /// `sin`, whose rules are stated by other custom functions, three deep.
  private static final TensorFunction COSINE =
      customJvp(Tensor::cos, (x, dx, _) -> x.sin().times(dx).unaryMinus());

  private static final TensorFunction MIDDLE =
      customVjp(x -> new Saved<>(x.sin(), x), (x, ct) -> COSINE.apply(x).times(ct));

  private static final TensorFunction SINE =
      customJvp(
          x -> MIDDLE.apply(x), (x, dx, _) -> jvp((TensorFunction) MIDDLE::apply, x, dx).tangent());

  @Test
  void rulesInsideOfRulesToThirdOrder() {
    assertEquals(Math.cos(0.7), grad(SINE).at(0.7), 1e-15);
    assertEquals(-Math.sin(0.7), grad(grad(SINE)).at(0.7), 1e-15);
    assertEquals(-Math.cos(0.7), grad(grad(grad(SINE))).at(0.7), 1e-15);
    TensorFunction forward = x -> jvp(SINE, x, scalar(1)).tangent();
    TensorFunction second = x -> jvp(forward, x, scalar(1)).tangent();
    TensorFunction third = x -> jvp(second, x, scalar(1)).tangent();
    assertEquals(-Math.cos(0.7), third.at(0.7), 1e-15);
    assertEquals(-Math.cos(0.7), compile(grad(compile(grad(compile(grad(SINE)))))).at(0.7), 1e-15);
    assertEquals(
        -Math.cos(0.7), vmap(grad(grad(grad(SINE)))).apply(vector(0.2, 0.7)).get(1).item(), 1e-15);
    checkGrads(x -> SINE.apply(x).sum(), 3, vector(0.3, 1.1));
  }

  @Test
  void aReverseRuleOfATensorFunctionNeedsNoTypes() {
    var doubled = customVjp(x -> new Saved<>(x.square(), x), (x, ct) -> x.times(ct).times(2));
    assertEquals(6, grad(doubled).at(3));
    assertEquals(6, jvp(doubled, scalar(3), scalar(1)).tangent().item());
    assertEquals(2, grad(grad(doubled)).at(3));
    assertEquals(6, vjp(doubled, scalar(3)).pullback().apply(scalar(1)).item());
  }

  @Test
  void batchRulesAreUsedUnderVmapOnly() {
    var calls = new AtomicInteger();
    TensorFunction f =
        customVmap(
            x -> x.square().sum(),
            x -> {
              calls.incrementAndGet();
              return x.square().sum(1);
            });
    assertEquals(5, f.apply(vector(1, 2)).item());
    assertEquals(0, calls.get());
    assertEquals("[5.0, 25.0]", vmap(f).apply(stack(vector(1, 2), vector(3, 4))).toString());
    assertEquals(1, calls.get());
    Tensor points = stack(vector(1, 2), vector(3, 4));
    assertEquals("[[2.0, 4.0],\n [6.0, 8.0]]", vmap(grad(f)).apply(points).toString());
    assertTrue(calls.get() > 1, "the gradient of a batch is the gradient of the batch rule");
    assertEquals(
        "[[2.0, 4.0],\n [6.0, 8.0]]", grad(x -> vmap(f).apply(x).sum(), points).toString());
    assertEquals("[2.0, 4.0]", grad(f, vector(1, 2)).toString());
    assertEquals("[[2.0, 0.0],\n [0.0, 2.0]]", hessian(f).apply(vector(1, 2)).toString());
    assertEquals(
        "[2.0, 6.0]", jvp(vmap(f), points, stack(vector(1, 0), vector(1, 0))).tangent().toString());
    assertEquals("[5.0, 25.0]", compile(vmap(f)).apply(points).toString());
    assertEquals(
        "[[5.0, 25.0],\n [5.0, 25.0]]", vmap(vmap(f)).apply(stack(points, points)).toString());
    checkGrads(x -> vmap(f).apply(x).square().sum(), 2, points);
  }

  @Test
  void aBatchRuleTakesSharedArgumentsRepeated() {
    record Two(Tensor a, Tensor b) {}
    Function<Two, Tensor> f =
        customVmap((Two t) -> t.a().times(t.b()).sum(), (Two t) -> t.a().times(t.b()).sum(1));
    Tensor rows = stack(vector(1, 2), vector(3, 4));
    TensorFunction shared =
        w -> vmap((Tensor x) -> f.apply(new Two(x, w))).apply(rows).square().sum();
    checkGrads(shared, 2, vector(0.5, -1));
    assertEquals(
        "[5.0, 11.0]", vmap(x -> f.apply(new Two(x, vector(1, 2)))).apply(rows).toString());
  }

  @Test
  void whatIsAbsentStaysOutOfTheDerivativesOfBatchRules() {
    record Two(Tensor a, Tensor b) {}
    // √b has no derivative at 0, but nobody asks for it.
    Function<Two, Two> f =
        customVmap(
            (Two t) -> new Two(t.a().times(2), t.a().plus(t.b().sqrt())),
            (Two t) -> new Two(t.a().times(2), t.a().plus(t.b().sqrt())));
    TensorFunction byFirst = a -> f.apply(new Two(a, scalar(0))).b();
    assertEquals(1, grad(byFirst).at(3));
    assertEquals(1, jvp(byFirst, scalar(3), scalar(1)).tangent().item());
    TensorFunction ofFirst = b -> f.apply(new Two(b, b)).a();
    assertEquals(2, grad(ofFirst).at(0));
    assertEquals("[2.0, 2.0]", vmap(grad(ofFirst)).apply(vector(0, 1)).toString());
    TensorFunction root = customVmap(Tensor::sqrt, Tensor::sqrt);
    TensorFunction masked = x -> root.apply(Tensor.where(x.greater(0), x, scalar(0)));
    assertEquals("[0.0, 0.25]", vmap(grad(masked)).apply(vector(-1, 4)).toString());
    assertEquals(0, grad(masked).at(-1));
    assertEquals(0, jvp(masked, scalar(-1), scalar(1)).tangent().item());
  }

  @Test
  void aBatchRuleMustReturnAllExamples() {
    TensorFunction wrong = customVmap(x -> x.sum(), x -> x.sum());
    assertMessage(
        ShapeException.class,
        "custom_vmap: the batch rule returned f64 for 2 examples: all results have them along the"
            + " leading axis",
        () -> vmap(wrong).apply(ones(2, 3)));
  }

  @Test
  void whatARuleClosesOverIsRefusedInEveryMode() {
    String rest =
        " traces: pass it as an argument, so that the rule can say how the result depends on it";
    TensorFunction closing = x -> customJvp(y -> y.times(x), (_, dy, _) -> dy).apply(x);
    TensorFunction saving = x -> customVjp(y -> new Saved<>(y.times(x), y), (_, ct) -> ct).apply(x);
    for (TensorFunction f : List.of(closing, saving)) {
      String name = f == closing ? "custom_jvp" : "custom_vjp";
      String start = name + ": the function uses a value from outside that ";
      assertMessage(TraceException.class, start + "grad" + rest, () -> grad(f).at(2));
      assertMessage(TraceException.class, start + "jvp" + rest, () -> jvp(f, scalar(2), scalar(1)));
      assertMessage(TraceException.class, start + "stage" + rest, () -> stage(f, scalar(2)));
      assertMessage(TraceException.class, start + "compile" + rest, () -> compile(f).at(2));
      assertMessage(
          TraceException.class,
          "the function of a custom rule uses a value from outside that vmap" + rest,
          () -> vmap(f).apply(ones(3)));
    }
  }

  @Test
  void valuesOfOuterTransformationsMayBeClosedOver() {
    // y belongs to the outer vmap, the rule to the inner grad.
    TensorFunction f =
        y -> {
          TensorFunction times = customJvp(z -> z.times(y), (_, dz, _) -> dz.times(y));
          return grad(times).apply(scalar(3));
        };
    assertEquals("[2.0, 5.0]", vmap(f).apply(vector(2, 5)).toString());
    assertEquals(1, grad(f).at(3));
  }

  @Test
  void programsKeepReverseRules() {
    TensorFunction clip = customVjp(x -> new Saved<>(x, List.of()), (_, ct) -> ct.minimum(1));
    assertEquals(1, grad(x -> compile(clip).apply(x).times(5)).at(3));
    assertFalse(stage(clip, scalar(1)).equations().isEmpty());
  }

  @Test
  void aReverseRuleOfTheWrongShapeIsRefused() {
    TensorFunction f = customVjp(x -> new Saved<>(x.sum(), x), (_, ct) -> ct);
    assertMessage(
        ShapeException.class,
        "custom_vjp: the backward rule returned f64 for an input of f64[2]: a cotangent has its"
            + " input's shape and dtype",
        () -> grad(f, ones(2)));
  }

  static void assertMessage(Class<? extends Exception> type, String message, Runnable action) {
    assertEquals(message, assertThrows(type, action::run).getMessage());
  }

  static void assertClose(Tensor expected, Tensor actual, double tolerance) {
    assertEquals(expected.shape(), actual.shape());
    assertArrayEquals(expected.toDoubles(), actual.toDoubles(), tolerance);
  }
}
