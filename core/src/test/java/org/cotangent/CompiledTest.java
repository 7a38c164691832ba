package org.cotangent;

import static org.cotangent.Autodiff.cacheInfo;
import static org.cotangent.Autodiff.compile;
import static org.cotangent.Autodiff.customVjp;
import static org.cotangent.Autodiff.explain;
import static org.cotangent.Autodiff.grad;
import static org.cotangent.Autodiff.hessian;
import static org.cotangent.Autodiff.jvp;
import static org.cotangent.Autodiff.stage;
import static org.cotangent.Autodiff.stopGradient;
import static org.cotangent.Autodiff.vmap;
import static org.cotangent.Tensor.matrix;
import static org.cotangent.Tensor.ones;
import static org.cotangent.Tensor.scalar;
import static org.cotangent.Tensor.vector;
import static org.cotangent.Tensor.where;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.cotangent.Autodiff.Saved;
import org.junit.jupiter.api.Test;

/// Compiled functions: their cache, what they tell, and other transformations around them.
class CompiledTest {
  record Params(Tensor w, Tensor b, double rate) {}

  private static <T> T with(String property, int value, Supplier<T> action) {
    String before = System.getProperty(property);
    System.setProperty(property, Integer.toString(value));
    try {
      return action.get();
    } finally {
      if (before == null) {
        System.clearProperty(property);
      } else {
        System.setProperty(property, before);
      }
    }
  }

  @Test
  void explainsEachStage() {
    TensorFunction f = compile(grad(x -> x.sin().times(1).div(4).plus(x.sin()).sum()));
    assertEquals("Nothing is compiled yet: call the function first.\n", explain(f));
    f.apply(ones(3));
    assertEquals(
        """
        == for f64[3]
        -- as staged: 4 equations
        { lambda a:f64[3] . let
            b:f64[3] = cos a
            c:f64[3] = cos a
            d:f64[3] = mul 0.25:f64[3] c
            e:f64[3] = add b d
          in (e) }
        -- after simplification: 4 equations
        { lambda a:f64[3] . let
            b:f64[3] = cos a
            c:f64[3] = cos a
            d:f64[3] = mul c 0.25:f64[3]
            e:f64[3] = add b d
          in (e) }
        -- after common subexpressions: 3 equations
        { lambda a:f64[3] . let
            b:f64[3] = cos a
            c:f64[3] = mul b 0.25:f64[3]
            d:f64[3] = add b c
          in (d) }
        -- evaluated
        No compiler is present: the equations are evaluated one by one.
        """,
        explain(f));
    assertEquals(
        "explain: java.lang.String is not a function that compile returned",
        assertThrows(IllegalArgumentException.class, () -> explain("text")).getMessage());
  }

  @Test
  void theCacheTellsWhatIsInIt() {
    Function<Params, Tensor> f =
        compile((Params p) -> p.w().times(1).plus(p.b().times(p.rate())).sum());
    var _ = f.apply(new Params(ones(3), ones(3), 0.5));
    var _ = f.apply(new Params(ones(3), ones(3), 0.5));
    var _ = f.apply(new Params(ones(2), ones(2), 0.5));
    var _ = f.apply(new Params(ones(3), ones(3), 0.5));
    var info = cacheInfo(f);
    assertEquals(2, info.hits());
    assertEquals(2, info.misses());
    assertEquals(0, info.evictions());
    assertEquals(
        List.of(
            "Params(w=*, b=*, rate=0.5): f64[2], f64[2], 4 to 3, evaluated",
            "Params(w=*, b=*, rate=0.5): f64[3], f64[3], 4 to 3, evaluated"),
        info.entries().stream()
            .map(entry ->
                entry.arguments()
                    + ", "
                    + entry.staged()
                    + " to "
                    + entry.optimised()
                    + ", "
                    + entry.engine())
            .toList());
    assertTrue(info.entries().stream().allMatch(entry -> entry.time().isPositive()));
  }

  @Test
  void theLeastRecentlyUsedProgramGoes() {
    TensorFunction f = with(Autodiff.CACHE_LIMIT, 2, () -> compile(x -> x.sum()));
    f.apply(ones(1));
    f.apply(ones(2));
    f.apply(ones(1));
    f.apply(ones(3));
    var info = cacheInfo(f);
    assertEquals(
        List.of("f64[1]", "f64[3]"),
        info.entries().stream().map(entry -> entry.arguments()).toList());
    assertEquals(1, info.evictions());
    f.apply(ones(1));
    f.apply(ones(2));
    assertEquals(2, cacheInfo(f).hits());
    assertEquals(4, cacheInfo(f).misses());
    assertEquals(2, cacheInfo(f).evictions());
    assertEquals("argument 0 changed from f64[1] to f64[2]", cacheInfo(f).reasons().getLast());
  }

  @Test
  void aLoopThatIsWrittenOutIsRefusedBeforeItExplodes() {
    TensorFunction unrolled =
        x -> {
          Tensor y = x;
          for (int i = 0; i < 1_000_000; i++) {
            y = y.sin();
          }
          return y;
        };
    var error =
        assertThrows(
            TraceException.class,
            () -> with("cotangent.equations.limit", 100, () -> compile(unrolled).at(1)));
    assertEquals(
        "compile: the program has more than 100 equations: a loop of Java is written out round by"
            + " round, so use scan or forLoop, which is one equation; or raise the limit, with"
            + " -Dcotangent.equations.limit=200",
        error.getMessage());
  }

  @Test
  void otherTransformationsGoAroundAndInside() {
    TensorFunction f = x -> where(x.greater(0), x.log(), x.times(3)).square().sum();
    TensorFunction compiled = compile(f);
    var points = List.of(vector(0.5, 2, -1), vector(0, 1, 3));
    for (Tensor x : points) {
      same(f.apply(x), compiled.apply(x));
      same(grad(f).apply(x), grad(compiled).apply(x));
      same(grad(f).apply(x), compile(grad(compiled)).apply(x));
      same(hessian(f).apply(x), hessian(compiled).apply(x));
      same(hessian(f).apply(x), compile(hessian(compiled)).apply(x));
      same(jvp(f, x, ones(3)).tangent(), jvp(compiled, x, ones(3)).tangent());
    }
    Tensor stacked = Tensor.stack(points);
    same(vmap(f).apply(stacked), vmap(compiled).apply(stacked));
    same(vmap(grad(f)).apply(stacked), vmap(grad(compiled)).apply(stacked));
    same(vmap(grad(f)).apply(stacked), compile(vmap(grad(compiled))).apply(stacked));
    assertEquals(stage(f, ones(3)).toString(), stage(compiled, ones(3)).toString());
    assertEquals(1, cacheInfo(compiled).misses());
  }

  /// Passes write rules of one's own in place and drop `stopGradient`: a derivative must not see that.
  @Test
  void derivativesAreThoseOfTheProgramBeforeThePasses() {
    var twice =
        customVjp((Tensor x) -> new Saved<>(x.times(2), List.of()), (_, ct) -> ct.times(100));
    TensorFunction f = compile(x -> twice.apply(x).plus(stopGradient(x).times(x)));
    assertEquals(15, f.at(3));
    assertEquals(103, grad(f).at(3));
    assertEquals(15, f.at(3));
    assertEquals(1, cacheInfo(f).misses());
  }

  @Test
  void whatIsOnlyTracedIsNotCompiled() {
    TensorFunction f = compile(x -> x.square());
    assertEquals(6, grad(f).at(3));
    assertEquals("traced", cacheInfo(f).entries().getFirst().engine());
    assertEquals(9, f.at(3));
    assertEquals("evaluated", cacheInfo(f).entries().getFirst().engine());
  }

  @Test
  void structuresGoInAndOut() {
    Function<List<Tensor>, Params> f =
        compile((List<Tensor> x) -> new Params(x.get(0).plus(x.get(1)), x.get(0), 2.5));
    for (int i = 0; i < 3; i++) {
      Params result = f.apply(List.of(scalar(i), scalar(1)));
      assertEquals(i + 1, result.w().item());
      assertEquals(2.5, result.rate());
    }
    assertEquals(2, cacheInfo(f).hits());
  }

  @Test
  void manyThreadsShareAFunction() {
    TensorFunction f = compile(x -> x.sin().sum());
    double[] sums =
        IntStream.range(0, 400)
            .parallel()
            .mapToDouble(i -> f.apply(ones(1 + i % 4)).item())
            .toArray();
    for (int i = 0; i < sums.length; i++) {
      assertEquals(Math.sin(1) * (1 + i % 4), sums[i], 1e-15);
    }
    var info = cacheInfo(f);
    assertEquals(400, info.hits() + info.misses());
    assertEquals(4, info.entries().size());
  }

  @Test
  void programsWithMatricesAreRight() {
    Tensor a = matrix(new double[] {1, 2}, new double[] {3, 4});
    TensorFunction f = x -> a.transpose().matmul(x.transpose()).transpose().matmul(a).sum();
    same(grad(f).apply(a), compile(grad(f)).apply(a));
  }

  private static void same(Tensor expected, Tensor found) {
    assertEquals(expected.toString(), found.toString());
  }
}
