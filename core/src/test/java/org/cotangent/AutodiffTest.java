package org.cotangent;

import static java.util.Objects.requireNonNull;
import static org.cotangent.Autodiff.MAPPED;
import static org.cotangent.Autodiff.SHARED;
import static org.cotangent.Autodiff.cacheInfo;
import static org.cotangent.Autodiff.compile;
import static org.cotangent.Autodiff.customJvp;
import static org.cotangent.Autodiff.customVjp;
import static org.cotangent.Autodiff.grad;
import static org.cotangent.Autodiff.gradBoth;
import static org.cotangent.Autodiff.hessian;
import static org.cotangent.Autodiff.hvp;
import static org.cotangent.Autodiff.implicitRoot;
import static org.cotangent.Autodiff.jacobian;
import static org.cotangent.Autodiff.jvp;
import static org.cotangent.Autodiff.linearize;
import static org.cotangent.Autodiff.mapped;
import static org.cotangent.Autodiff.stage;
import static org.cotangent.Autodiff.stopGradient;
import static org.cotangent.Autodiff.valueAndGrad;
import static org.cotangent.Autodiff.valueAndGradAux;
import static org.cotangent.Autodiff.vjp;
import static org.cotangent.Autodiff.vmap;
import static org.cotangent.Tensor.indices;
import static org.cotangent.Tensor.matrix;
import static org.cotangent.Tensor.ones;
import static org.cotangent.Tensor.scalar;
import static org.cotangent.Tensor.stack;
import static org.cotangent.Tensor.vector;
import static org.cotangent.Tensor.where;
import static org.cotangent.Tensor.zeros;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.Function;
import org.cotangent.Autodiff.Aux;
import org.cotangent.Autodiff.Saved;
import org.junit.jupiter.api.Test;

class AutodiffTest {
  private record Params(Tensor w, Tensor b) {}

  private record Config(Tensor w, @Static double rate) {}

  private static Tensor loss(Params p, Tensor x) {
    return x.matmul(p.w()).plus(p.b()).square().sum();
  }

  private static final Params PARAMS = new Params(vector(1, 2), scalar(3));
  private static final Tensor X = matrix(new double[] {1, 2}, new double[] {3, 4});

  @Test
  void gradientsOfStructures() {
    var result = valueAndGrad(AutodiffTest::loss).apply(PARAMS, X);
    assertEquals("260.0", result.value().toString());
    assertEquals("[100.0, 144.0]", result.grad().w().toString());
    assertEquals("44.0", result.grad().b().toString());
    var both = gradBoth(AutodiffTest::loss).apply(PARAMS, X);
    assertEquals("[100.0, 144.0]", both.first().w().toString());
    assertEquals("[[16.0, 32.0],\n [28.0, 56.0]]", both.second().toString());
  }

  @Test
  void auxiliaryOutputComesOutOfTheTrace() {
    var result =
        valueAndGradAux((Params p) -> new Aux<>(loss(p, X), List.of(p.w().times(2), indices(7))))
            .apply(PARAMS);
    assertEquals("[2.0, 4.0]", result.aux().getFirst().toString());
    assertTrue(result.aux().getFirst() instanceof Array);
    assertEquals("[100.0, 144.0]", result.grad().w().toString());
  }

  @Test
  void jacobiansInBothModes() {
    TensorFunction wide = x -> stack(x.sum(), x.prod());
    assertEquals(
        "[[1.0, 1.0, 1.0],\n [6.0, 3.0, 2.0]]", jacobian(wide).apply(vector(1, 2, 3)).toString());
    TensorFunction tall = x -> stack(x.get(0), x.get(1), x.get(0).times(x.get(1)), x.sum());
    assertEquals(
        "[[1.0, 0.0],\n [0.0, 1.0],\n [5.0, 4.0],\n [1.0, 1.0]]",
        jacobian(tall).apply(vector(4, 5)).toString());
    var ofRecord = jacobian((Params p) -> p.w().times(p.b())).apply(PARAMS);
    assertEquals("[[3.0, 0.0],\n [0.0, 3.0]]", ofRecord.w().toString());
    assertEquals("[1.0, 2.0]", ofRecord.b().toString());
  }

  @Test
  void hessiansAndTheirProducts() {
    TensorFunction f = x -> x.get(0).square().times(x.get(1));
    assertEquals("[[8.0, 6.0],\n [6.0, 0.0]]", hessian(f).apply(vector(3, 4)).toString());
    assertEquals("[8.0, 6.0]", hvp(f, vector(3, 4), vector(1, 0)).toString());
    assertEquals(
        "[8.0, 6.0]",
        linearize(grad(f), vector(3, 4)).pushforward().apply(vector(1, 0)).toString());
  }

  @Test
  void linearizeComputesThePrimalOnce() {
    int[] runs = new int[1];
    var map =
        linearize(
            x -> {
              runs[0]++;
              return x.sin();
            },
            scalar(0));
    assertEquals(2, map.pushforward().apply(scalar(2)).item());
    assertEquals(3, map.pushforward().apply(scalar(3)).item());
    assertEquals(1, runs[0]);
  }

  @Test
  void pullbacksMayBeUsedAgain() {
    var result = vjp((Params p) -> p.w().times(p.b()), PARAMS);
    assertEquals("[3.0, 6.0]", result.value().toString());
    for (int i = 0; i < 2; i++) {
      assertEquals("3.0", result.pullback().apply(ones(2)).b().toString());
    }
    assertMessage(
        ShapeException.class,
        "vjp: the cotangent is f64[3], but the result is f64[2]",
        () -> requireNonNull(result.pullback().apply(ones(3))));
  }

  @Test
  void vmapMapsWhatItIsTold() {
    Function3<Params, Tensor, Tensor, Tensor> f =
        (p, x, y) -> x.dot(p.w()).plus(p.b()).minus(y).square();
    var each = vmap(grad(f), SHARED, MAPPED, MAPPED).apply(PARAMS, X, vector(0, 0));
    assertEquals("[16.0, 28.0]", each.b().toString());
    var columns = vmap(grad(f), SHARED, mapped(1), MAPPED).apply(PARAMS, X.t(), vector(0, 0));
    assertEquals(each.w().toString(), columns.w().toString());
    assertMessage(
        ShapeException.class,
        "vmap: argument 2 has 3 examples in (3), another one has 2",
        () -> vmap(f, SHARED, MAPPED, MAPPED).apply(PARAMS, X, zeros(3)));
    assertMessage(
        ShapeException.class,
        "vmap: no argument is mapped: one of them must be MAPPED and hold a tensor",
        () -> vmap((TensorFunction) x -> x, SHARED).apply(scalar(1)));
    assertMessage(
        ShapeException.class,
        "vmap: () has no axis 0: it has no axes",
        () -> vmap(Tensor::sin).apply(scalar(1)));
  }

  @Test
  void resultsThatDoNotDependOnTheExampleAreRepeated() {
    assertEquals("[7.0, 7.0]", vmap(x -> scalar(7)).apply(vector(1, 2)).toString());
  }

  @Test
  void compiledFunctionsTellWhatTheyDid() {
    var f = compile((Config c) -> c.w().times(c.rate()).sum());
    assertEquals(0.5, f.apply(new Config(ones(1), 0.5)).item());
    assertEquals(1, f.apply(new Config(ones(2), 0.5)).item());
    assertEquals(3, f.apply(new Config(ones(2), 1.5)).item());
    assertEquals(3, f.apply(new Config(ones(2), 1.5)).item());
    var info = cacheInfo(f);
    assertEquals(1, info.hits());
    assertEquals(3, info.misses());
    assertEquals(
        List.of(
            "first call",
            "argument 0, Config.w, changed from f64[1] to f64[2]",
            "argument 0: Config.rate changed from 0.5 to 1.5: make it a Tensor"),
        info.reasons());
    assertEquals(6, grad(compile(x -> x.square())).at(3));
    assertEquals(6, compile(grad(x -> x.square())).at(3));
    assertThrows(IllegalArgumentException.class, () -> cacheInfo("text"));
  }

  @Test
  void compiledFunctionsMayUseTracedValuesFromOutside() {
    assertEquals(12, grad(x -> compile(y -> x.times(y)).apply(scalar(3)).times(x)).at(2));
  }

  @Test
  void customRulesInAllModes() {
    TensorFunction f = customJvp(x -> x.exp().log1p(), (x, dx, y) -> dx.times(x.sigmoid()));
    assertEquals(1, grad(f).at(1000));
    assertEquals(1, jvp(f, scalar(1000), scalar(1)).tangent().item());
    assertEquals(0.25, grad(grad(f)).at(0));
    assertEquals("[0.5, 1.0]", vmap(grad(f)).apply(vector(0, 1000)).toString());
    assertEquals(1, grad(compile(f)).at(1000));
    var clipped =
        customVjp(
            (Tensor x) -> new Saved<>(x, List.of()),
            (List<Tensor> saved, Tensor ct) -> ct.maximum(-1).minimum(1));
    assertEquals(6, grad(x -> clipped.apply(x.square()).times(5)).at(3));
    var doubled =
        customVjp((Tensor x) -> new Saved<>(x.square(), x), (x, ct) -> x.times(ct).times(2));
    assertEquals(6, jvp(doubled, scalar(3), scalar(1)).tangent().item());
    assertEquals(2, grad(grad(doubled)).apply(scalar(3)).item());
    assertEquals("[2.0, 4.0]", vmap(grad(doubled)).apply(vector(1, 2)).toString());
  }

  @Test
  void aCustomFunctionMustNotCloseOverWhatIsTraced() {
    assertMessage(
        TraceException.class,
        "custom_jvp: the function uses a value from outside that grad traces: pass it as an"
            + " argument, so that the rule can say how the result depends on it",
        () -> grad(x -> customJvp(y -> y.times(x), (y, dy, z) -> dy).apply(x)).at(2));
  }

  @Test
  void implicitRootsHaveAllDerivatives() {
    // x² = a, so x' = 1/(2x), x'' = −1/(4x³); the solver looks at values.
    Function<Tensor, Tensor> root =
        implicitRoot((x, a) -> x.square().minus(a), a -> scalar(Math.sqrt(a.item())));
    assertEquals(0.25, grad(root).apply(scalar(4)).item(), 1e-15);
    assertEquals(-1.0 / 32, grad(grad(root)).apply(scalar(4)).item(), 1e-15);
    assertEquals(0.25, jvp(root, scalar(4), scalar(1)).tangent().item(), 1e-15);
  }

  @Test
  void stoppedGradients() {
    assertEquals(3, grad(x -> x.times(stopGradient(x))).at(3));
    assertEquals(0, grad(x -> stopGradient(x.square())).at(3));
    assertEquals(
        "[1.0, 2.0]", vmap(grad(x -> x.times(stopGradient(x)))).apply(vector(1, 2)).toString());
  }

  @Test
  void whatHasNoInfluenceHasGradientZero() {
    assertEquals("[0.0, 0.0]", grad(x -> scalar(1), ones(2)).toString());
    assertEquals(DType.F32, grad(x -> x.sum().to(DType.F64), ones(DType.F32, 2)).dtype());
    assertEquals("0.0", grad(p -> p.w().sum(), PARAMS).b().toString());
  }

  @Test
  void branchesFollowTheValue() {
    TensorFunction f = x -> x.item() > 0 ? x.square() : x.unaryMinus();
    assertEquals(6, grad(f).at(3));
    assertEquals(-1, grad(f).at(-3));
  }

  // What is refused, with the whole text

  @Test
  void refusesWhatHasNoGradient() {
    assertMessage(
        NotDifferentiableException.class,
        "grad: f returned (2), not a scalar: reduce it (sum, mean), or use jacobian or vjp",
        () -> grad(x -> x, ones(2)));
    assertMessage(
        NotDifferentiableException.class,
        "grad: f returned bool, which has no derivative: return a floating number",
        () -> grad(x -> x.greater(0), scalar(1)));
    assertMessage(
        NotDifferentiableException.class,
        "grad: can't differentiate w.r.t. i64[2]: convert it with to(F64), or mark it @Static",
        () -> grad(Tensor::square, indices(1, 2)));
  }

  @Test
  void refusesValuesThatAreNotKnown() {
    var compiled =
        assertThrows(TraceException.class, () -> compile(x -> x.item() > 0 ? x : x.times(2)).at(1));
    assertTrue(
        String.valueOf(compiled.getMessage())
            .matches(
                "item: under compile this f64, made at .*\\(AutodiffTest.java:\\d+\\), is not known"
                    + " while the program is written: use where\\(…\\) or cond\\(…\\) instead of a"
                    + " branch on it, or leave the branch outside"),
        compiled::getMessage);
    var batched =
        assertThrows(
            TraceException.class, () -> vmap(x -> x.item() > 0 ? x : x.times(2)).apply(ones(3)));
    assertTrue(
        String.valueOf(batched.getMessage())
            .matches(
                "item: under vmap this f64, made at .*\\(AutodiffTest.java:\\d+\\), stands for 3"
                    + " examples at once, so it is no single value: use where\\(…\\) or cond\\(…\\)"
                    + " instead of a branch on it"),
        batched::getMessage);
    assertMessage(
        TraceException.class,
        "stage: f uses 1 traced values from outside, which are no part of a program: pass them as"
            + " arguments",
        () ->
            grad(
                x -> {
                  stage(y -> y.times(x), scalar(1));
                  return x;
                },
                scalar(1)));
  }

  /// Lines are noted for the first operations of a process only, but for all once a box has leaked: so the second leak, at the
  /// latest, names its line.
  @Test
  void leakedBoxesNameTheirLine() {
    assertThrows(TraceException.class, () -> leaked().plus(1));
    var error = assertThrows(TraceException.class, () -> leaked().plus(1));
    assertTrue(
        String.valueOf(error.getMessage())
            .matches(
                "Autograd Box with value 0.8414709848078965 leaked: it was made at"
                    + " .*\\(AutodiffTest.java:\\d+\\) inside grad, which has ended. Return it from"
                    + " the transformed function \\(valueAndGradAux returns more than the value\\)"
                    + " instead of storing it"),
        error::getMessage);
  }

  private static Tensor leaked() {
    Tensor[] leaked = new Tensor[1];
    grad(
        x -> {
          leaked[0] = x.sin();
          return x;
        },
        scalar(1));
    return leaked[0];
  }

  @Test
  void anExceptionInsideLeavesNothingBehind() {
    assertThrows(
        IllegalStateException.class,
        () ->
            grad(
                x -> {
                  throw new IllegalStateException("inside");
                },
                scalar(1)));
    assertEquals(6, grad(x -> x.square()).at(3));
    assertEquals(0, grad(x -> where(x.greater(0), x.log(), scalar(0))).at(0));
  }

  private static void assertMessage(
      Class<? extends Exception> type, String message, Runnable action) {
    assertEquals(message, assertThrows(type, action::run).getMessage());
  }
}
