package org.cotangent.compiler.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.cotangent.testkit.Numbers;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Nests drawn at random, with every kind of stride, jump, reduction and length: code on vectors and on single elements does the same to
/// the bit, and what a walk over all places does up to the order of sums.
class NestTest {
  private static final long SEED = Long.getLong("cotangent.test.seed", 20_261_128);
  private static final int COUNT = 300;

  /// Places in a list are less than this.
  private static final int ROWS = 7;

  @TestFactory
  Stream<DynamicTest> drawn() {
    System.out.println("Nests: -Dcotangent.test.seed=" + SEED + " draws them again");
    return IntStream.range(0, COUNT)
        .mapToObj(i -> dynamicTest("seed " + (SEED + i), () -> check(SEED + i)));
  }

  private static void check(long seed) {
    Nest nest = draw(new Numbers(seed), seed % 3 == 0 ? Lane.F32 : Lane.F64);
    Object[] first = arrays(nest);
    Object[] second = arrays(nest);
    double[][] walked = walk(nest, first);
    KernelsOf.vectors(nest, first);
    KernelsOf.singles(nest, second);
    for (int k = 0; k < nest.outputs().size(); k++) {
      int at = nest.operands().size() + k;
      double[] vectors = wide(first[at]);
      assertArrayEquals(vectors, wide(second[at]), 0, () -> "vectors, singles\n" + nest);
      double tolerance = nest.outputs().get(k).lane() == Lane.F64 ? 1e-10 : 1e-3;
      assertArrayEquals(walked[k], vectors, tolerance, () -> "walked, vectors\n" + nest);
    }
    parts(nest, new Numbers(seed));
    Nest other = nest.collapsed().arranged();
    Object[] third = arrays(other);
    KernelsOf.vectors(other, third);
    for (int k = 0; k < nest.outputs().size(); k++) {
      double tolerance = nest.outputs().get(k).lane() == Lane.F64 ? 1e-10 : 1e-3;
      assertArrayEquals(
          walked[k],
          wide(third[nest.operands().size() + k]),
          tolerance,
          () -> "collapsed\n" + nest + "\n" + other);
    }
  }

  /// Two parts of whichever loop do what the whole does, to the bit, if each place of the results belongs to one of them; and so
  /// they do where an array holds nothing but a part.
  private static void parts(Nest nest, Numbers numbers) {
    int level = numbers.whole(nest.loops());
    Nest parted = nest.parted(level);
    int extent = nest.extents().get(level);
    // What meets where a list says is added in the order of the loops.
    if (extent == 1
        || nest.outputs().stream().anyMatch(parted::slotted)
        || nest.ordered() && level > 0) {
      return;
    }
    int middle = numbers.whole(extent + 1);
    Object[] whole = arrays(nest);
    KernelsOf.vectors(parted, whole);
    for (boolean vectors : new boolean[] {false, true}) {
      Object[] both = arrays(nest);
      KernelsOf.part(parted, vectors, 0, middle, 0, both);
      KernelsOf.part(parted, vectors, middle, extent, 0, both);
      Nest joined = parted.collapsed();
      Object[] other = arrays(nest);
      KernelsOf.part(joined, vectors, 0, middle * joined.turns(), 0, other);
      KernelsOf.part(joined, vectors, middle * joined.turns(), extent * joined.turns(), 0, other);
      for (int k = nest.operands().size(); k < whole.length; k++) {
        assertArrayEquals(wide(whole[k]), wide(both[k]), 0, () -> "parts\n" + parted);
        // Joined loops have longer rows, whose sums are made of more parts.
        assertArrayEquals(wide(whole[k]), wide(other[k]), 1e-3, () -> "joined\n" + joined);
      }
    }
  }

  /// An array that holds one strip is counted from the strip's start.
  @Test
  void stripsOfArrays() {
    var body = new Body();
    int x = body.load(0, Lane.F64);
    // Rows of 3 columns, of which the strip has 2; the result is a whole array.
    for (boolean vectors : new boolean[] {false, true}) {
      var nest =
          new Nest(
                  List.of(2, 3),
                  List.of(new Nest.Operand(Lane.F64, 0, List.of(2, 1), true, List.of())),
                  body,
                  List.of(new Nest.Output(x, Lane.F64, Nest.Reduction.NONE, 0, List.of(3, 1))))
              .parted(1);
      double[] result = new double[6];
      KernelsOf.part(nest, vectors, 1, 3, 0, new double[] {1, 2, 3, 4}, result);
      assertArrayEquals(new double[] {0, 1, 2, 0, 3, 4}, result);
      var back =
          new Nest(
                  List.of(2, 3),
                  List.of(new Nest.Operand(Lane.F64, 0, List.of(3, 1))),
                  body,
                  List.of(
                      new Nest.Output(
                          x, Lane.F64, Nest.Reduction.NONE, 0, List.of(2, 1), true, List.of())))
              .parted(1);
      double[] strip = new double[4];
      KernelsOf.part(back, vectors, 1, 3, 0, new double[] {1, 2, 3, 4, 5, 6}, strip);
      assertArrayEquals(new double[] {2, 3, 5, 6}, strip);
    }
  }

  /// What is written over what is read, while sums are made of both: each element is used once, whatever the length, where the whole
  /// is done and where it is done in parts.
  @Test
  void writesOverAnOperand() {
    for (int length : new int[] {1, 3, 7, 9, 14, 18, 33, 67, 131, 262}) {
      for (int rows : new int[] {1, 3}) {
        for (boolean vectors : new boolean[] {false, true}) {
          writesOver(rows, length, vectors);
        }
      }
    }
  }

  private static void writesOver(int rows, int length, boolean vectors) {
    var body = new Body();
    int x = body.load(0, Lane.F64);
    int y = body.add(body.mul(x, body.constant(2, Lane.F64)), body.load(1, Lane.F64));
    List<Integer> both = List.of(length, 1);
    List<Integer> row = List.of(1, 0);
    var operands = List.of(new Nest.Operand(Lane.F64, 1, both), new Nest.Operand(Lane.F64, 0, row));
    var outputs =
        List.of(
            new Nest.Output(y, Lane.F64, Nest.Reduction.NONE, 1, both),
            new Nest.Output(x, Lane.F64, Nest.Reduction.SUM, 0, row));
    var nest = new Nest(List.of(rows, length), operands, body, outputs);
    for (int middle : new int[] {0, length / 2}) {
      double[] values = IntStream.rangeClosed(0, rows * length).asDoubleStream().toArray();
      double[] added = {10, 20, 30};
      double[] sums = new double[2 * rows];
      KernelsOf.part(nest.parted(1), vectors, 0, middle, 0, values, added, values, sums);
      KernelsOf.part(nest.parted(1), vectors, middle, length, 1, values, added, values, sums);
      for (int i = 0; i < rows; i++) {
        double sum = 0;
        for (int k = 0; k < length; k++) {
          double before = 1 + i * length + k;
          sum += before;
          assertEquals(2 * before + added[i], values[1 + i * length + k], "length " + length);
        }
        assertEquals(sum, sums[i] + sums[rows + i], "sum of " + length);
      }
      assertEquals(0, values[0]);
    }
  }

  /// Equal nests over equal arrangements of arrays are one kernel.
  @Test
  void sharesCode() {
    var nests = new ArrayList<Kernel>();
    for (double factor : new double[] {2, 2, 3}) {
      var body = new Body();
      int x = body.load(0, Lane.F64);
      int y = body.mul(x, body.constant(factor, Lane.F64));
      List<Integer> side = List.of(1);
      var nest =
          new Nest(
              List.of(14),
              List.of(new Nest.Operand(Lane.F64, 0, side)),
              body,
              List.of(new Nest.Output(y, Lane.F64, Nest.Reduction.NONE, 0, side)));
      nests.add(Kernel.of(nest, new Binding(List.of(0, 1), List.of(false), true)));
      Object[] values = {"", new double[14], "", new double[14]};
      ((double[]) values[1])[13] = 5;
      nests.getLast().run(values, new int[] {1, 3}, 0, 14, 0);
      assertEquals(5 * factor, ((double[]) values[3])[13]);
    }
    assertSame(nests.get(0), nests.get(1));
    assertNotSame(nests.get(0), nests.get(2));
  }

  private static Nest draw(Numbers numbers, Lane lane) {
    int loops = 1 + numbers.whole(3);
    var extents = new ArrayList<Integer>();
    for (int i = 0; i < loops; i++) {
      extents.add(1 + numbers.whole(i == loops - 1 ? 40 : 5));
    }
    var body = new Body();
    var operands = new ArrayList<Nest.Operand>();
    var values = new ArrayList<Integer>();
    boolean listed = numbers.whole(2) == 0;
    for (int k = 0; k < 2 && listed; k++) {
      operands.add(operand(numbers, extents, Lane.I32, jumps(numbers, k)));
    }
    int lists = operands.size();
    for (int k = 0; k < 3; k++) {
      Lane read = k == 2 ? Lane.BOOL : lane;
      operands.add(operand(numbers, extents, read, jumps(numbers, lists)));
      if (k < 2) {
        values.add(body.load(lists + k, lane));
      }
    }
    values.add(
        body.select(body.load(lists + 2, Lane.BOOL), values.get(0), body.constant(0.25, lane)));
    var functions = new Functions(body, lane);
    for (int i = 0; i < 5; i++) {
      int x = values.get(numbers.whole(values.size()));
      int y = values.get(numbers.whole(values.size()));
      values.add(
          switch (numbers.whole(8)) {
            case 0 -> body.add(x, y);
            case 1 -> body.mul(x, y);
            case 2 -> body.sub(x, body.constant(0.5, lane));
            case 3 -> body.max(x, y);
            case 4 -> functions.tanh(x);
            case 5 -> body.select(body.less(x, y), x, body.neg(y));
            case 6 -> body.call((a, b, _) -> Math.atan2(a, b), lane, List.of(x, y));
            default -> body.min(body.abs(x), body.constant(2, lane));
          });
    }
    var outputs = new ArrayList<Nest.Output>();
    List<Nest.Jump> scattered = jumps(numbers, lists);
    outputs.add(output(numbers, extents, functions.tanh(values.getLast()), lane, scattered));
    outputs.add(
        output(numbers, extents, functions.tanh(values.get(values.size() - 2)), lane, List.of()));
    outputs.add(
        new Nest.Output(
            body.lessEqual(values.getLast(), values.get(0)),
            Lane.BOOL,
            Nest.Reduction.NONE,
            0,
            dense(extents, List.of())));
    return new Nest(extents, operands, body, outputs);
  }

  /// None, or one or two by lists of which there are so many.
  private static List<Nest.Jump> jumps(Numbers numbers, int lists) {
    return IntStream.range(0, lists == 0 ? 0 : numbers.whole(3))
        .mapToObj(_ -> new Nest.Jump(numbers.whole(lists), 1 + numbers.whole(3)))
        .toList();
  }

  private static Nest.Operand operand(
      Numbers numbers, List<Integer> extents, Lane lane, List<Nest.Jump> jumps) {
    var strides = new ArrayList<Integer>();
    int offset = 0;
    for (int level = 0; level < extents.size(); level++) {
      int stride =
          switch (numbers.whole(5)) {
            case 0 -> 0;
            case 1 -> -1;
            case 2 -> 3;
            default -> 1;
          };
      strides.add(stride);
      offset += stride < 0 ? extents.get(level) - 1 : 0;
    }
    return new Nest.Operand(lane, offset + numbers.whole(3), strides, false, jumps);
  }

  private static Nest.Output output(
      Numbers numbers, List<Integer> extents, int value, Lane lane, List<Nest.Jump> jumps) {
    var reduced = new ArrayList<Integer>();
    for (int level = 0; level < extents.size(); level++) {
      if (numbers.whole(2) == 0) {
        reduced.add(level);
      }
    }
    Nest.Reduction reduction =
        reduced.isEmpty() ? Nest.Reduction.NONE : Nest.Reduction.values()[1 + numbers.whole(3)];
    return new Nest.Output(
        value,
        lane,
        jumps.isEmpty() ? reduction : Nest.Reduction.SUM,
        0,
        dense(extents, reduced),
        false,
        jumps);
  }

  private static List<Integer> dense(List<Integer> extents, List<Integer> reduced) {
    Integer[] strides = new Integer[extents.size()];
    int stride = 1;
    for (int level = extents.size() - 1; level >= 0; level--) {
      strides[level] = reduced.contains(level) ? 0 : stride;
      stride *= reduced.contains(level) ? 1 : extents.get(level);
    }
    return Arrays.asList(strides);
  }

  private static Object[] arrays(Nest nest) {
    var numbers = new Numbers(SEED);
    var arrays = new ArrayList<Object>();
    for (Nest.Operand operand : nest.operands()) {
      int size = 400;
      double[] values = numbers.normal(org.cotangent.Shape.of(size)).toDoubles();
      arrays.add(made(operand.lane(), values));
    }
    for (Nest.Output output : nest.outputs()) {
      int size = 1;
      for (int level = 0; level < nest.loops(); level++) {
        size += output.strides().get(level) * (nest.extents().get(level) - 1);
      }
      for (Nest.Jump jump : output.jumps()) {
        size += jump.scale() * (ROWS - 1);
      }
      double[] values = new double[size];
      Arrays.fill(values, output.scattered() ? output.reduction().identity() : 0);
      arrays.add(made(output.lane(), values));
    }
    return arrays.toArray();
  }

  private static Object made(Lane lane, double[] values) {
    return switch (lane) {
      case F64 -> values;
      case F32 -> {
        float[] narrow = new float[values.length];
        for (int i = 0; i < narrow.length; i++) {
          narrow[i] = (float) values[i];
        }
        yield narrow;
      }
      case BOOL -> {
        boolean[] truths = new boolean[values.length];
        for (int i = 0; i < truths.length; i++) {
          truths[i] = values[i] > 0;
        }
        yield truths;
      }
      case I32 -> Arrays.stream(values).mapToInt(x -> (int) Math.abs(100 * x) % ROWS).toArray();
      case I64 -> throw new AssertionError(lane);
    };
  }

  private static double[] wide(Object array) {
    return switch (array) {
      case double[] values -> values;
      case float[] values ->
          IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray();
      case boolean[] values ->
          IntStream.range(0, values.length).mapToDouble(i -> values[i] ? 1 : 0).toArray();
      default -> throw new AssertionError(array);
    };
  }

  /// The slow way: each place by itself.
  private static double[][] walk(Nest nest, Object[] arrays) {
    double[][] results = new double[nest.outputs().size()][];
    for (int k = 0; k < results.length; k++) {
      results[k] = wide(arrays[nest.operands().size() + k]).clone();
      Nest.Reduction reduction = nest.outputs().get(k).reduction();
      if (reduction != Nest.Reduction.NONE) {
        Arrays.fill(results[k], reduction.identity());
      }
    }
    int[] place = new int[nest.loops()];
    for (long n = 0; n < nest.size(); n++) {
      long rest = n;
      for (int level = place.length - 1; level >= 0; level--) {
        place[level] = (int) (rest % nest.extents().get(level));
        rest /= nest.extents().get(level);
      }
      double[] values = Interpreter.run(nest, arrays, place);
      for (int k = 0; k < results.length; k++) {
        Nest.Output output = nest.outputs().get(k);
        int at =
            Interpreter.index(
                nest, arrays, output.offset(), output.strides(), output.jumps(), place);
        double value = values[output.value()];
        results[k][at] =
            switch (output.reduction()) {
              case NONE -> value;
              case SUM -> results[k][at] + value;
              case MAX -> Math.max(results[k][at], value);
              case MIN -> Math.min(results[k][at], value);
            };
      }
    }
    return results;
  }

  @Test
  void collapsesWhatIsContiguous() {
    var body = new Body();
    int x = body.load(0, Lane.F64);
    var nest =
        new Nest(
            List.of(2, 3, 4),
            List.of(new Nest.Operand(Lane.F64, 0, List.of(12, 4, 1))),
            body,
            List.of(new Nest.Output(x, Lane.F64, Nest.Reduction.SUM, 0, List.of(1, 0, 0))));
    assertEquals(List.of(2, 12), nest.collapsed().extents());
  }
}
