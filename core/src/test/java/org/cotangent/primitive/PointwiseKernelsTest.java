package org.cotangent.primitive;

import static org.cotangent.Autodiff.grad;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.cotangent.DType;
import org.cotangent.Tensor;
import org.cotangent.ops.Families;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Pointwise primitives do with arrays, in blocks and in single loops, what they do with each number: values, and cotangents as
/// sweeps add them up.
class PointwiseKernelsTest {
  /// More than two blocks, and no multiple of one.
  private static final int MANY = 2 * Blocks.SIZE + 77;

  /// Every pointwise primitive of the library that has no parameters and makes numbers of numbers.
  static List<Op> ops() throws ReflectiveOperationException {
    var ops = new ArrayList<Op>();
    for (Class<? extends Primitive> type : Families.primitives()) {
      if (Pointwise.class.isAssignableFrom(type) && type.getRecordComponents().length == 0) {
        Op op = Op.of(type.getDeclaredConstructor().newInstance());
        if (op.real()) {
          ops.add(op);
        }
      }
    }
    assertTrue(ops.size() > 30, "only " + ops);
    return ops;
  }

  private static Tensor apply(Op op, List<Tensor> operands) {
    return op.bind(operands).getFirst();
  }

  private static List<double[]> draw(Op op, int size) {
    var random = new SplittableRandom(20_261_124);
    var operands = new ArrayList<double[]>();
    for (int i = 0; i < ((Pointwise) op.primitive()).arity(); i++) {
      operands.add(random.doubles(size, 0.05, 0.95).toArray());
    }
    return operands;
  }

  @ParameterizedTest
  @MethodSource("ops")
  void arraysAreNumbersOneByOne(Op op) {
    for (int size : new int[] {5, MANY}) {
      List<double[]> points = draw(op, size);
      List<Tensor> arrays = points.stream().map(Tensor::vector).toList();
      double[] values = apply(op, arrays).toDoubles();
      for (int wanted = 0; wanted < points.size(); wanted++) {
        int by = wanted;
        double[] gradient =
            grad(x -> apply(op, with(arrays, by, x)).times(x).sum(), arrays.get(by)).toDoubles();
        for (int i = 0; i < size; i++) {
          int at = i;
          List<Tensor> numbers = points.stream().map(p -> Tensor.scalar(p[at])).toList();
          String place = op + " at " + i;
          close(apply(op, numbers).item(), values[i], place);
          close(
              grad(x -> apply(op, with(numbers, by, x)).times(x), numbers.get(by)).item(),
              gradient[i],
              place + " by " + by);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("ops")
  void singlePrecisionIsRoundedOnce(Op op) {
    List<double[]> points = draw(op, MANY);
    List<Tensor> arrays = points.stream().map(p -> Tensor.vector(p).to(DType.F32)).toList();
    double[] wide = apply(op, arrays.stream().map(x -> x.to(DType.F64)).toList()).toDoubles();
    double[] values = apply(op, arrays).toDoubles();
    for (int i = 0; i < MANY; i++) {
      assertEquals((float) wide[i], (float) values[i], op + " at " + i);
    }
  }

  /// A filled operand is not stored; each side takes another loop.
  @ParameterizedTest
  @ValueSource(ints = {3, MANY})
  void numbersBesideArrays(int size) {
    double[] points = new SplittableRandom(1).doubles(size, 0.05, 0.95).toArray();
    Tensor x = Tensor.vector(points);
    double[] sums = x.plus(2).toDoubles();
    double[] quotients = Tensor.div(2, x).toDoubles();
    double[] powers = Tensor.pow(2, x).toDoubles();
    double[] gradient = grad(v -> Tensor.minus(3, v).times(v.minus(2)).div(4).sum(), x).toDoubles();
    for (int i = 0; i < size; i++) {
      assertEquals(points[i] + 2, sums[i]);
      assertEquals(2 / points[i], quotients[i]);
      assertEquals(Math.pow(2, points[i]), powers[i]);
      close((5 - 2 * points[i]) / 4, gradient[i], "at " + i);
    }
  }

  private static List<Tensor> with(List<Tensor> operands, int by, Tensor x) {
    var changed = new ArrayList<>(operands);
    changed.set(by, x);
    return changed;
  }

  private static void close(double expected, double actual, String message) {
    if (Double.compare(expected, actual) != 0) {
      assertEquals(expected, actual, 1e-13 * Math.abs(expected) + 1e-300, message);
    }
  }
}
