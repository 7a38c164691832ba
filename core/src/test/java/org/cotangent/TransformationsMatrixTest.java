package org.cotangent;

import static org.cotangent.Autodiff.argmin;
import static org.cotangent.Autodiff.associativeScan;
import static org.cotangent.Autodiff.checkpoint;
import static org.cotangent.Autodiff.cond;
import static org.cotangent.Autodiff.customJvp;
import static org.cotangent.Autodiff.customLinearSolve;
import static org.cotangent.Autodiff.customVjp;
import static org.cotangent.Autodiff.customVmap;
import static org.cotangent.Autodiff.fixedPoint;
import static org.cotangent.Autodiff.forLoop;
import static org.cotangent.Autodiff.grad;
import static org.cotangent.Autodiff.implicitRoot;
import static org.cotangent.Autodiff.jacobian;
import static org.cotangent.Autodiff.jet;
import static org.cotangent.Autodiff.jvp;
import static org.cotangent.Autodiff.linearOperator;
import static org.cotangent.Autodiff.linearTranspose;
import static org.cotangent.Autodiff.linearize;
import static org.cotangent.Autodiff.map;
import static org.cotangent.Autodiff.scan;
import static org.cotangent.Autodiff.sparseJacobian;
import static org.cotangent.Autodiff.stage;
import static org.cotangent.Autodiff.step;
import static org.cotangent.Autodiff.switchCase;
import static org.cotangent.Autodiff.vjp;
import static org.cotangent.Autodiff.vmap;
import static org.cotangent.Autodiff.whileLoop;
import static org.cotangent.Tensor.concat;
import static org.cotangent.Tensor.eye;
import static org.cotangent.Tensor.indices;
import static org.cotangent.Tensor.matrix;
import static org.cotangent.Tensor.stack;
import static org.cotangent.Tensor.vector;
import static org.cotangent.Tensor.where;
import static org.cotangent.Tensor.zeros;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.cotangent.Autodiff.Saved;
import org.cotangent.ops.LinearAlgebra;
import org.cotangent.ops.Sorting;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Each transformation of each transformation of each transformation, over a set of programs.
///
/// All programs take a vector of three to a vector of three, and each transformation makes such a function of such a function; so
/// they compose in every order. What the outermost one makes of a function is compared with differences of that function's values,
/// or with the values themselves where the transformation changes nothing but the way: the function it is applied to has been
/// checked in the same way one level below.
///
/// A normal run takes every chain of two for each plain program, and every second chain of three for one of them, in turn; of chains of
/// programs with control flow it draws some. `-Dcotangent.test.all=true` takes all chains for all programs.
class TransformationsMatrixTest {
  private static final boolean ALL = Boolean.getBoolean("cotangent.test.all");
  private static final AtomicIntegerArray CHECKED = new AtomicIntegerArray(4);
  private static final long SEED = Long.getLong("cotangent.test.seed", 20_261_128);

  private static final Tensor X = vector(0.4, 0.7, -0.5);
  private static final Tensor V = vector(0.3, -0.8, 0.6);
  private static final Tensor W = vector(-0.5, 0.2, 0.9);
  private static final Tensor A =
      matrix(
          new double[] {2, 0.3, -0.1}, new double[] {0.3, 1.5, 0.2}, new double[] {-0.1, 0.2, 1.8});

  private static final Map<String, Change> CHANGES = changes();

  /// What a transformation makes of a function, and a number that its result must give: `measure` of the result at X, and the same
  /// from values of the function.
  private record Change(
      Function<TensorFunction, TensorFunction> of,
      Tensor weights,
      Function<TensorFunction, Double> expected,
      double tolerance) {}

  private static Change same(Function<TensorFunction, TensorFunction> of) {
    return new Change(of, W, f -> dot(W, f.apply(X)), 1e-10);
  }

  private static Change derivative(Function<TensorFunction, TensorFunction> of, Tensor direction) {
    return new Change(of, W, f -> difference(f, W, direction), 1e-6);
  }

  private static Change pullback(Function<TensorFunction, TensorFunction> of) {
    return new Change(of, V, f -> difference(f, W, V), 1e-6);
  }

  private static Map<String, Change> changes() {
    var all = new LinkedHashMap<String, Change>();
    all.put("jvp", derivative(f -> x -> jvp(f, x, V).tangent(), V));
    all.put("vjp", pullback(f -> x -> vjp(f, x).pullback().apply(W)));
    all.put("grad", pullback(f -> grad(x -> f.apply(x).dot(W))));
    all.put(
        "vmap",
        new Change(
            f -> x -> vmap(f).apply(stack(x, x.times(0.5))).sum(0),
            W,
            f -> dot(W, f.apply(X)) + dot(W, f.apply(X.times(0.5))),
            1e-10));
    all.put("stage", same(f -> x -> stage(f, x).apply(List.of(x)).getFirst()));
    all.put("compile", same(Autodiff::compile));
    all.put("linearize", derivative(f -> x -> linearize(f, x).pushforward().apply(V), V));
    all.put(
        "linear transpose",
        pullback(f -> x -> linearTranspose(linearize(f, x).pushforward(), X).apply(W)));
    all.put("jacobian", derivative(f -> x -> jacobian(f).apply(x).matmul(V), V));
    all.put("sparse jacobian", derivative(f -> x -> sparseJacobian(f, X).apply(x).times(V), V));
    all.put(
        "jet",
        new Change(
            f -> x -> jet(f, x, List.of(V, zeros(3))).derivatives().get(1),
            W,
            f -> secondDifference(f, W, V),
            1e-5));
    all.put("custom jvp", same(f -> customJvp(f, (x, dx, _) -> jvp(f, x, dx).tangent())));
    all.put(
        "custom vjp",
        same(f ->
            customVjp(x -> new Saved<>(f.apply(x), x), (x, ct) -> vjp(f, x).pullback().apply(ct))));
    all.put("custom vmap", same(f -> customVmap(f, vmap(f))));
    return all;
  }

  private static Map<String, TensorFunction> programs() {
    var all = new LinkedHashMap<String, TensorFunction>();
    all.put("elementwise", x -> x.sin().times(x.exp()).plus(x.square().plus(1).log()));
    all.put("contraction", x -> A.matmul(x.tanh()).times(x.softmax(0)));
    all.put("choice", x -> where(x.greater(0), x.sqrt().times(x), x.square().unaryMinus()));
    all.put(
        "moved",
        x ->
            x.get(indices(2, 0, 2))
                .times(x)
                .at(1)
                .add(x.get(0))
                .plus(concat(0, x.slice("1:"), x.slice(":1"))));
    all.put("running", x -> x.exp().cumsum(0).times(x.plus(2).prod()).log());
    all.put("order", x -> Sorting.sort(x, 0, false).times(x.max()).plus(x.logSumExp()));
    all.put("system", x -> LinearAlgebra.solve(A.plus(eye(3).times(x.square())), x.cos()));
    all.put(
        "operator", x -> linearOperator(y -> A.matmul(y).plus(y.times(x.square())), X).cg(x.cos()));
    all.put("factors", x -> LinearAlgebra.cholesky(A.plus(eye(3).times(x.exp()))).matmul(x));
    return all;
  }

  /// Programs with choices, loops, rules of their own and equations.
  private static Map<String, TensorFunction> control() {
    var all = new LinkedHashMap<String, TensorFunction>();
    // Examples of a batch, x and x/2, differ in the branch that they take and in how many steps
    // they take.
    all.put(
        "cond",
        x -> cond(x.sum().greater(0.4), () -> x.sin().times(x.get(0)), () -> x.exp().times(x)));
    all.put(
        "switchCase",
        x ->
            switchCase(
                x.get(0).times(6).to(DType.I64),
                () -> x.cos(),
                () -> x.square().times(x.sum()),
                () -> x.exp().plus(x.get(1))));
    all.put("whileLoop", x -> whileLoop(x, s -> s.square().sum().less(4), s -> grown(s, x)));
    all.put(
        "whileLoop, bounded",
        x -> whileLoop(3, x, s -> s.square().sum().less(4), s -> grown(s, x)));
    all.put("forLoop", x -> forLoop(3, x, (s, i) -> grown(s, x).plus(i.times(0.1)).sin()));
    all.put(
        "forLoop with snapshots",
        x -> Looping.of().snapshots(2).forLoop(4, x, (s, i) -> s.sin().plus(x.cos().times(0.1))));
    all.put(
        "scan",
        x -> {
          var r =
              scan(x.get(0), x, (c, y) -> step(c.times(y).plus(x.get(1)).sin(), c.exp().times(y)));
          return r.outputs().plus(r.carry());
        });
    all.put(
        "scan, reversed, with snapshots",
        x ->
            Looping.of()
                .reverse()
                .snapshots(1)
                .scan(x, x, (c, y) -> step(c.times(y).plus(x).sin(), c.sum().times(y)))
                .outputs());
    all.put("map", x -> map(y -> y.times(x.sum()).tanh(), x));
    all.put("associativeScan", x -> associativeScan((a, b) -> a.times(b), x.plus(1.3)).sin());
    all.put("checkpoint", x -> checkpoint(y -> y.sin().times(y.exp().sum())).apply(x).times(x));
    all.put(
        "customJvp",
        x -> customJvp(y -> y.sin(), (y, dy, _) -> dy.times(y.cos())).apply(x).times(x));
    all.put(
        "customVjp",
        x ->
            customVjp(y -> new Saved<>(y.exp(), y.exp()), (e, ct) -> ct.times(e))
                .apply(x.times(x.get(0))));
    all.put(
        "customLinearSolve",
        x ->
            customLinearSolve(
                (Tensor y) -> A.matmul(y).plus(y.times(x.square())),
                x.cos(),
                (operator, b) -> LinearAlgebra.solve(vmap(operator).apply(eye(3)).transpose(), b)));
    all.put(
        "fixedPoint",
        x ->
            fixedPoint(
                    (Tensor y, Tensor t) -> t.plus(y.sin().times(x.square()).times(0.4)), zeros(3))
                .apply(x.exp()));
    all.put(
        "implicitRoot",
        x ->
            implicitRoot(
                    (Tensor y, Tensor t) -> y.square().times(y).plus(y).minus(t).minus(x.sum()),
                    zeros(3),
                    TransformationsMatrixTest::newton)
                .apply(x));
    all.put(
        "argmin",
        x ->
            argmin(
                    (Tensor y, Tensor t) ->
                        A.matmul(y).dot(y).div(2).plus(y.cosh().sum()).minus(t.dot(y)),
                    zeros(3),
                    (objective, start) -> newton(y -> grad(objective, y), start))
                .apply(x.exp()));
    return all;
  }

  private static Tensor grown(Tensor s, Tensor x) {
    return s.times(1.7).plus(x.sin().times(0.1));
  }

  /// Newton's method on values.
  private static Tensor newton(Function<Tensor, Tensor> equation, Tensor start) {
    Tensor x = start;
    for (int i = 0; i < 50; i++) {
      Tensor y = equation.apply(x);
      if (y.abs().max().item() < 1e-15) {
        return x;
      }
      x = x.minus(LinearAlgebra.solve(jacobian(equation::apply).apply(x), y));
    }
    return x;
  }

  @TestFactory
  Stream<DynamicTest> chains() {
    var programs = List.copyOf(programs().entrySet());
    return IntStream.range(0, programs.size())
        .mapToObj(index ->
            dynamicTest(
                programs.get(index).getKey(),
                () -> {
                  int[] chain = new int[1];
                  all(
                      programs.get(index),
                      () -> true,
                      () -> chain[0]++ % (2 * programs.size()) == index);
                }));
  }

  @TestFactory
  Stream<DynamicTest> chainsOfControlFlow() {
    System.out.println("Chains: -Dcotangent.test.seed=" + SEED + " draws them again");
    return control().entrySet().stream()
        .map(program ->
            dynamicTest(
                program.getKey(),
                () -> {
                  var random = new Random(SEED + program.getKey().hashCode());
                  all(program, () -> random.nextInt(2) == 0, () -> random.nextInt(100) == 0);
                }));
  }

  /// All chains of one transformation, and of two and three those that are chosen.
  private static void all(
      Map.Entry<String, TensorFunction> program, BooleanSupplier two, BooleanSupplier three) {
    for (var first : CHANGES.entrySet()) {
      check(program.getKey(), program.getValue(), first, 1);
      TensorFunction one = first.getValue().of().apply(program.getValue());
      for (var second : CHANGES.entrySet()) {
        String path = first.getKey() + " of " + program.getKey();
        if (ALL || two.getAsBoolean()) {
          check(path, one, second, 2);
        }
        TensorFunction both = second.getValue().of().apply(one);
        for (var third : CHANGES.entrySet()) {
          if (ALL || three.getAsBoolean()) {
            check(second.getKey() + " of " + path, both, third, 3);
          }
        }
      }
    }
  }

  private static void check(
      String path, TensorFunction f, Map.Entry<String, Change> entry, int depth) {
    String name = entry.getKey() + " of " + path;
    Change change = entry.getValue();
    double actual;
    double expected;
    try {
      Tensor result = change.of().apply(f).apply(X);
      assertEquals(X.aval(), result.aval(), name);
      actual = dot(change.weights(), result);
      expected = change.expected().apply(f);
    } catch (RuntimeException error) {
      fail(name + ": " + error, error);
      return;
    }
    assertTrue(
        Math.abs(actual - expected) <= change.tolerance() * (1 + Math.abs(expected)),
        () -> name + ": " + actual + ", but by values " + expected);
    CHECKED.incrementAndGet(depth);
  }

  @AfterAll
  static void tell() {
    int total = CHECKED.get(1) + CHECKED.get(2) + CHECKED.get(3);
    System.out.println(
        "TransformationsMatrixTest: "
            + total
            + " chains of transformations of programs: "
            + CHECKED.get(1)
            + " of one, "
            + CHECKED.get(2)
            + " of two, "
            + CHECKED.get(3)
            + " of three");
  }

  private static double dot(Tensor a, Tensor b) {
    return a.dot(b).item();
  }

  /// `d/dt w·f(X + t v)` by central differences.
  private static double difference(TensorFunction f, Tensor w, Tensor v) {
    double h = 5e-5;
    return (along(f, w, v, h) - along(f, w, v, -h)) / (2 * h);
  }

  private static double secondDifference(TensorFunction f, Tensor w, Tensor v) {
    double h = 1e-2;
    return (16 * (along(f, w, v, h) + along(f, w, v, -h))
            - (along(f, w, v, 2 * h) + along(f, w, v, -2 * h))
            - 30 * along(f, w, v, 0))
        / (12 * h * h);
  }

  private static double along(TensorFunction f, Tensor w, Tensor v, double t) {
    return dot(w, f.apply(X.plus(v.times(t))));
  }
}
