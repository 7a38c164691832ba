package org.cotangent;

import static org.cotangent.Autodiff.compilePlain;
import static org.cotangent.Autodiff.valueAndGrad;
import static org.cotangent.Tensor.scalar;
import static org.cotangent.Tensor.vector;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.function.Function;
import org.junit.jupiter.api.Test;

class PlainFunctionTest {
  record Point(Tensor x, Tensor ys) {}

  record Counted(Tensor x, Tensor n) {}

  @Test
  void takesAndReturnsLeavesOneAfterTheOther() {
    PlainFunction f =
        compilePlain(
            valueAndGrad((Point p) -> p.ys().sum().times(p.x())),
            new Point(scalar(2), vector(3, 4)));
    assertEquals(3, f.inputs());
    assertEquals(4, f.outputs());
    assertArrayEquals(new double[] {14, 7, 2, 2}, f.apply(2, 3, 4));
    double[] out = new double[4];
    f.apply(new double[] {5, 1, 1}, out);
    assertArrayEquals(new double[] {10, 2, 5, 5}, out);
  }

  @Test
  void argumentsAndResultsMayBeOneArray() {
    PlainFunction f = compilePlain(x -> x.slice("::-1").times(2), vector(1, 2, 3));
    double[] both = {1, 2, 3};
    f.apply(both, both);
    assertArrayEquals(new double[] {6, 4, 2}, both);
  }

  @Test
  void lengthsAreChecked() {
    PlainFunction f = compilePlain(x -> x.sum(), vector(1, 2, 3));
    assertMessage(
        "plain function: takes 3 and returns 1 numbers, but the arrays have lengths 2 and 1",
        assertThrows(ShapeException.class, () -> f.apply(1, 2)));
    assertMessage(
        "plain function: takes 3 and returns 1 numbers, but the arrays have lengths 3 and 4",
        assertThrows(ShapeException.class, () -> f.apply(new double[3], new double[4])));
  }

  @Test
  void onlyDoublesGoInAndOut() {
    assertMessage(
        "compilePlain: the argument, Counted.n, is i64, but plain functions take and return f64"
            + " only: convert with to(F64), or make it a constant of f",
        assertThrows(
            DTypeException.class,
            () ->
                compilePlain(
                    (Counted c) -> c.x(), new Counted(scalar(1), Tensor.scalar(1).to(DType.I64)))));
    assertMessage(
        "compilePlain: the result is bool, but plain functions take and return f64 only: convert"
            + " with to(F64), or make it a constant of f",
        assertThrows(
            DTypeException.class, () -> compilePlain(x -> x.greater(0), Tensor.scalar(1))));
    assertMessage(
        "compilePlain: the argument is f32[2], but plain functions take and return f64 only:"
            + " convert with to(F64), or make it a constant of f",
        assertThrows(
            DTypeException.class, () -> compilePlain(x -> x.sum(), Tensor.ones(2).to(DType.F32))));
  }

  @Test
  void tracedValuesFromOutsideAreRefused() {
    Function<Tensor, Tensor> outer =
        y -> {
          compilePlain((Tensor x) -> x.times(y), scalar(1));
          return y;
        };
    assertMessage(
        "compilePlain: f uses 1 traced values from outside, which have no plain numbers: pass them"
            + " as arguments",
        assertThrows(TraceException.class, () -> Autodiff.stage(outer, scalar(2))));
  }

  private static void assertMessage(String expected, Exception e) {
    assertEquals(expected, e.getMessage());
  }
}
