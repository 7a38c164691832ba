package org.cotangent;

import static org.cotangent.Autodiff.checkNumbers;
import static org.cotangent.Autodiff.compile;
import static org.cotangent.Autodiff.grad;
import static org.cotangent.Autodiff.hessian;
import static org.cotangent.Autodiff.jet;
import static org.cotangent.Autodiff.jvp;
import static org.cotangent.Autodiff.linearize;
import static org.cotangent.Autodiff.stage;
import static org.cotangent.Autodiff.vmap;
import static org.cotangent.CustomRulesTest.assertClose;
import static org.cotangent.Tensor.ones;
import static org.cotangent.Tensor.scalar;
import static org.cotangent.Tensor.stack;
import static org.cotangent.Tensor.vector;
import static org.cotangent.Tensor.where;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.cotangent.program.Programs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/// Checks of numbers and printing, in every transformation; all messages whole, but for the numbers of lines.
@ResourceLock(Resources.SYSTEM_OUT)
class DebuggingTest {
  private static final TensorFunction LOG = checkNumbers(x -> x.minus(1).log().sum());
  private static final TensorFunction ROOT = checkNumbers(x -> x.sqrt().sum());

  private static void refused(String message, Runnable action) {
    var error = assertThrows(ArithmeticException.class, action::run);
    assertEquals(
        message,
        String.valueOf(error.getMessage())
            .replaceAll("lambda\\$[a-zA-Z]+\\$\\d+|[a-zA-Z]+(?=\\(DebuggingTest)", "f")
            .replaceAll("DebuggingTest.java:\\d+", "DebuggingTest.java"));
  }

  private static void ignored(Object result) {
    throw new AssertionError("not refused: " + result);
  }

  @Test
  void valuesAreCheckedInEveryTransformation() {
    String nan = "checkNumbers: log at f(DebuggingTest.java) made NaN, element [1] of f64[2]";
    Tensor x = vector(3, 0.5);
    refused(nan, () -> ignored(LOG.apply(x)));
    refused(nan, () -> ignored(grad(LOG, x)));
    refused(nan, () -> ignored(jvp(LOG, x, x)));
    refused(nan, () -> ignored(linearize(LOG, x)));
    refused(nan, () -> ignored(compile(LOG).apply(x)));
    refused(nan, () -> ignored(compile(grad(LOG)).apply(x)));
    refused(nan, () -> ignored(grad(compile(LOG), x)));
    refused(nan, () -> ignored(stage(LOG, x).apply(List.of(x))));
    refused(nan, () -> ignored(hessian(LOG).apply(x)));
    refused(nan, () -> ignored(jet(LOG, x, List.of(x, x))));
    refused(nan, () -> ignored(checkNumbers(LOG).apply(x)));
    String mapped =
        "checkNumbers: log at f(DebuggingTest.java) made NaN, element [1, 1] of f64[2,2]";
    Tensor many = stack(ones(2).times(2), x);
    refused(mapped, () -> ignored(vmap(LOG).apply(many)));
    refused(mapped, () -> ignored(vmap(grad(LOG)).apply(many)));
    refused(mapped, () -> ignored(compile(vmap(LOG)).apply(many)));
    refused(
        "checkNumbers: div at f(DebuggingTest.java) made -Infinity",
        () -> ignored(checkNumbers(y -> scalar(-1).div(y)).at(0)));
    refused(
        "checkNumbers: exp at f(DebuggingTest.java) made Infinity",
        () -> ignored(checkNumbers(y -> y.exp()).at(1000)));
  }

  @Test
  void derivativesAreChecked() {
    String back =
        "checkNumbers: the gradient of sqrt at f(DebuggingTest.java) made Infinity, element [0] of"
            + " f64[2]";
    Tensor x = vector(0, 4);
    assertEquals(2, ROOT.apply(x).item());
    refused(back, () -> ignored(grad(ROOT, x)));
    refused(back, () -> ignored(compile(grad(ROOT)).apply(x)));
    refused(back, () -> ignored(grad(compile(ROOT), x)));
    refused(
        back.replace("[0] of f64[2]", "[1, 0] of f64[2,2]"),
        () -> ignored(vmap(grad(ROOT)).apply(stack(ones(2), x))));
    String forward =
        "checkNumbers: the tangent of sqrt at f(DebuggingTest.java) made Infinity, element [0] of"
            + " f64[2]";
    refused(forward, () -> ignored(jvp(ROOT, x, ones(2))));
    refused(forward, () -> ignored(linearize(ROOT, x).pushforward().apply(ones(2))));
    // A check around the gradient sees its operations, too.
    refused(
        "checkNumbers: div at f(DebuggingTest.java) made Infinity, element [0] of f64[2]",
        () -> ignored(checkNumbers(grad(y -> y.log().exp().sum())).apply(x.plus(1e-320))));
  }

  @Test
  void whatIsRightPasses() {
    TensorFunction f = x -> x.sin().times(x).plus(x.get(0)).sum();
    TensorFunction checked = checkNumbers(f);
    Tensor x = vector(0.5, -1);
    assertEquals(f.apply(x).item(), checked.apply(x).item());
    assertClose(grad(f, x), grad(checked, x), 0);
    assertClose(hessian(f).apply(x), hessian(checked).apply(x), 1e-15);
    assertClose(jvp(f, x, x).tangent(), jvp(checked, x, x).tangent(), 0);
    assertClose(
        vmap(grad(f)).apply(stack(x, x)), compile(vmap(grad(checked))).apply(stack(x, x)), 1e-15);
    assertClose(
        jet(f, x, List.of(x, x)).derivatives().get(1),
        jet(checked, x, List.of(x, x)).derivatives().get(1),
        1e-14);
    // Infinities that come from outside are not what an operation made.
    double inf = Double.POSITIVE_INFINITY;
    assertEquals(-inf, checkNumbers(y -> where(y.greater(5), y, scalar(-inf))).at(1));
    assertEquals(inf, checkNumbers(y -> y.plus(1)).at(inf));
    record Two(Tensor a, Tensor b) {}
    var pair =
        checkNumbers((Two t) -> new Two(t.b(), t.a().exp())).apply(new Two(scalar(0), scalar(3)));
    assertEquals("3.0 1.0", pair.a() + " " + pair.b());
    var program = stage(checked, x);
    assertEquals(program, Programs.parse(program.toString()));
  }

  private static String output(Runnable action) {
    var bytes = new ByteArrayOutputStream();
    var before = System.out;
    System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    try {
      action.run();
    } finally {
      System.setOut(before);
    }
    return bytes.toString(StandardCharsets.UTF_8).replace("\r\n", "\n");
  }

  private static Runnable twice(Runnable action) {
    return () -> {
      action.run();
      action.run();
    };
  }

  @Test
  void printingInEveryTransformation() {
    TensorFunction f =
        x -> {
          // Nobody uses the result.
          Tensor unused = x.times(2).printed("twice");
          assertEquals(x.aval(), unused.aval());
          return x.square().printed("square").sum();
        };
    Tensor x = vector(1, 2);
    String once = "twice: f64[2] [2.0, 4.0]\nsquare: f64[2] [1.0, 4.0]\n";
    assertEquals(once, output(() -> assertEquals(5, f.apply(x).item())));
    assertEquals(once, output(() -> assertClose(vector(2, 4), grad(f, x), 0)));
    assertEquals(once, output(() -> assertEquals(10, jvp(f, x, x).tangent().item())));
    assertEquals(
        once, output(() -> assertEquals(10, linearize(f, x).pushforward().apply(x).item())));
    assertEquals(
        once, output(() -> assertEquals(10, jet(f, x, List.of(x, x)).derivatives().get(0).item())));
    var compiled = compile(f);
    assertEquals(once + once, output(twice(() -> assertEquals(5, compiled.apply(x).item()))));
    var gradient = compile(grad(f));
    assertEquals(once + once, output(twice(() -> assertClose(vector(2, 4), gradient.apply(x), 0))));
    String all =
        "twice of 2 examples: f64[2,2] [[2.0, 4.0],\n [4.0, 8.0]]\n"
            + "square of 2 examples: f64[2,2] [[1.0, 4.0],\n [4.0, 16.0]]\n";
    Tensor many = stack(x, x.times(2));
    assertEquals(all, output(() -> assertClose(vector(5, 20), vmap(f).apply(many), 0)));
    assertEquals(all, output(() -> assertClose(many.times(2), vmap(grad(f)).apply(many), 0)));
    assertEquals("", output(() -> assertEquals(5, stage(f, x).equations().size())));
    assertEquals(once, output(() -> assertEquals(5, checkNumbers(f).apply(x).item())));
  }

  @Test
  void printingInsideOfLoopsAndChoices() {
    TensorFunction loop =
        x -> {
          Autodiff.forLoop(2, x, (y, _) -> y.times(2).printed("y"));
          return x;
        };
    String lines = "y: f64 2.0\ny: f64 4.0\n";
    assertEquals(lines, output(() -> assertEquals(1, loop.at(1))));
    assertEquals(lines, output(() -> assertEquals(1, compile(loop).at(1))));
    TensorFunction choice =
        x -> Autodiff.cond(x.greater(0), () -> x.printed("taken"), () -> x.printed("not taken"));
    assertEquals("taken: f64 1.0\n", output(() -> assertEquals(1, compile(choice).at(1))));
  }

  @Test
  void printingIsWrittenAndReadInPrograms() {
    var program = stage(x -> x.printed("a \"name\"").sum(), ones(2));
    assertEquals(
        """
        { lambda a:f64[2] . let
            b:f64[2] = print[label="a \\"name\\""] a
            c:f64 = reduce_sum[axes=[0]] b
          in (c) }\
        """,
        program.toString());
    assertEquals(program, Programs.parse(program.toString()));
  }
}
