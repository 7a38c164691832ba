package org.cotangent.ops;

import static org.cotangent.Autodiff.grad;
import static org.cotangent.Autodiff.gradBoth;
import static org.cotangent.Tensor.scalar;
import static org.cotangent.Tensor.vector;
import static org.cotangent.Tensor.where;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.function.BinaryOperator;
import org.cotangent.DType;
import org.cotangent.DTypeException;
import org.cotangent.Tensor;
import org.junit.jupiter.api.Test;

class ComparisonTest {
  private static final double INF = Double.POSITIVE_INFINITY;
  private static final double NAN = Double.NaN;
  private static final Tensor A = vector(1, 2, 3, NAN, NAN, -0.0, INF);
  private static final Tensor B = vector(2, 2, 1, 1, NAN, 0.0, INF);

  private static void truths(String expected, Tensor actual) {
    assertEquals(DType.BOOL, actual.dtype());
    var text = new StringBuilder();
    for (double truth : actual.to(DType.F64).toDoubles()) {
      text.append(truth != 0 ? 'T' : 'F');
    }
    assertEquals(expected, text.toString());
  }

  private static double[] gradients(BinaryOperator<Tensor> f, double a, double b) {
    var both = gradBoth(f::apply).apply(scalar(a), scalar(b));
    return new double[] {both.first().item(), both.second().item()};
  }

  @Test
  void comparisonsFollowIeee() {
    truths("TFFFFFF", Comparison.less(A, B));
    truths("TTFFFTT", Comparison.lessEqual(A, B));
    truths("FFTFFFF", Comparison.greater(A, B));
    truths("FTTFFTT", Comparison.greaterEqual(A, B));
    truths("FTFFFTT", Comparison.equal(A, B));
    truths("TFTTTFF", Comparison.notEqual(A, B));
    truths("FFTFFFT", Comparison.greater(A, 2));
    truths("FTTFFFT", Comparison.greaterEqual(A, 2));
    truths("TFTTTTT", Comparison.notEqual(A, 2));
  }

  @Test
  void wholeNumbersAreComparedExactly() {
    long big = (1L << 53) + 1;
    truths(
        "F", Comparison.equal(Tensor.of(new long[] {big}, 1), Tensor.of(new long[] {big - 1}, 1)));
    truths(
        "T",
        Comparison.greater(Tensor.of(new long[] {big}, 1), Tensor.of(new long[] {big - 1}, 1)));
  }

  @Test
  void logic() {
    Tensor a = Tensor.of(new boolean[] {true, true, false, false}, 4);
    Tensor b = Tensor.of(new boolean[] {true, false, true, false}, 4);
    truths("TFFF", Comparison.and(a, b));
    truths("TTTF", Comparison.or(a, b));
    truths("FTTF", Comparison.xor(a, b));
    truths("FFTT", Comparison.not(a));
    assertEquals(
        "xor: f64[2] is not bool: compare it, or use to(BOOL)",
        assertThrows(DTypeException.class, () -> Comparison.xor(a, vector(1, 2))).getMessage());
    assertEquals(
        "where: the test is f64[7], not bool: compare it, or use to(BOOL)",
        assertThrows(DTypeException.class, () -> where(A, A, B)).getMessage());
  }

  @Test
  void extremesPassNaNOn() {
    assertArrayEquals(new double[] {2, 2, 3, NAN, NAN, 0.0, INF}, A.maximum(B).toDoubles());
    assertArrayEquals(new double[] {1, 2, 1, NAN, NAN, -0.0, INF}, A.minimum(B).toDoubles());
    assertArrayEquals(new double[] {0.5, 0.5}, gradients(Tensor::maximum, 2, 2));
    assertArrayEquals(new double[] {0.5, 0.5}, gradients(Tensor::minimum, 2, 2));
    assertArrayEquals(new double[] {0, 1}, gradients(Tensor::maximum, 1, 2));
    assertArrayEquals(new double[] {1, 0}, gradients(Tensor::minimum, 1, 2));
  }

  @Test
  void fmaxAndFminIgnoreNaN() {
    assertArrayEquals(new double[] {2, 2, 3, 1, NAN, 0.0, INF}, Comparison.fmax(A, B).toDoubles());
    assertArrayEquals(new double[] {1, 2, 1, 1, NAN, -0.0, INF}, Comparison.fmin(A, B).toDoubles());
    assertArrayEquals(new double[] {0, 1}, gradients(Comparison::fmax, NAN, 2));
    assertArrayEquals(new double[] {1, 0}, gradients(Comparison::fmin, 2, NAN));
    assertArrayEquals(new double[] {0.5, 0.5}, gradients(Comparison::fmin, 2, 2));
    assertArrayEquals(new double[] {1, 0}, gradients(Comparison::fmax, 3, 2));
  }

  @Test
  void theSideThatIsNotChosenHasNoInfluence() {
    assertEquals(0, grad(x -> where(x.greater(0), x.log(), scalar(0))).at(0));
    assertEquals(0, grad(x -> where(x.less(700), x.times(x.exp()), scalar(0))).at(800));
    assertEquals(0, grad(grad(x -> where(x.greater(0), x.sqrt(), x))).at(0));
  }

  @Test
  void kindsOfNumbers() {
    Tensor x = vector(1, NAN, INF, -INF);
    truths("FTFF", Comparison.isNaN(x));
    truths("TFFF", Comparison.isFinite(x));
    truths("FFTT", Comparison.isInfinite(x));
    truths("T", Comparison.isFinite(Tensor.of(new long[] {Long.MAX_VALUE}, 1)));
    assertArrayEquals(
        new double[] {1, 0, Double.MAX_VALUE, -Double.MAX_VALUE},
        Comparison.nanToNum(x).toDoubles());
    assertArrayEquals(
        new double[] {1, 0, 0, 0}, grad(y -> Comparison.nanToNum(y).sum(), x).toDoubles());
    Tensor single = Tensor.of(new float[] {Float.NEGATIVE_INFINITY}, 1);
    assertEquals(-Float.MAX_VALUE, Comparison.nanToNum(single).toDoubles()[0]);
  }
}
