package org.cotangent.compiler;

import static org.cotangent.Autodiff.compile;
import static org.cotangent.Autodiff.forLoop;
import static org.cotangent.Autodiff.grad;
import static org.cotangent.Autodiff.stage;
import static org.cotangent.Autodiff.vmap;
import static org.cotangent.Tensor.indices;
import static org.cotangent.Tensor.linspace;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.cotangent.DType;
import org.cotangent.Shape;
import org.cotangent.ShapeException;
import org.cotangent.Tensor;
import org.cotangent.ops.Indexing;
import org.cotangent.pass.Passes;
import org.cotangent.primitive.Program;
import org.cotangent.testkit.Laws;
import org.cotangent.testkit.Numbers;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Elements at places that are read from other arrays: loops read them where they are needed, and do what is done at once, to the bit.
class GathersTest {
  private static final long SEED = Long.getLong("cotangent.test.seed", 20_261_201);
  private static final int COUNT = 120;

  record Read(Tensor x, Tensor at) {}

  private static String plan(Function<Read, ?> f, Tensor x, Tensor at) {
    return Planned.optimised(stage(f, new Read(x, at)), 0, x, at);
  }

  @TestFactory
  Stream<DynamicTest> drawn() {
    System.out.println("Gathers: -Dcotangent.test.seed=" + SEED + " draws them again");
    return IntStream.range(0, COUNT)
        .mapToObj(i -> dynamicTest("seed " + (SEED + i), () -> drawn(SEED + i)));
  }

  /// Programs that take from `x` along `axis`; `+ − · |·| √` round alike wherever they are done.
  private static Map<String, BiFunction<Tensor, Tensor, Tensor>> programs(int axis) {
    var programs = new LinkedHashMap<String, BiFunction<Tensor, Tensor, Tensor>>();
    programs.put("rows", (x, at) -> Indexing.take(x, at, axis));
    programs.put("a chain", (x, at) -> Indexing.take(x.abs().sqrt(), at, axis).times(3).minus(1));
    programs.put(
        "beside others",
        (x, at) -> {
          Tensor rows = Indexing.take(x, at, axis);
          return rows.times(rows).minus(Indexing.take(x.times(2), Tensor.full(DType.I64, -1).minus(at), axis));
        });
    programs.put("of a slice", (x, at) -> Indexing.take(flipped(x, axis), at, axis).plus(1));
    programs.put(
        "of a gather",
        (x, at) -> {
          Tensor backward = Tensor.full(DType.I64, -1).minus(Tensor.arange(x.shape().length(axis)));
          return Indexing.take(Indexing.take(x, backward, axis), at, axis).times(2);
        });
    programs.put("truths", (x, at) -> Indexing.take(x.greater(0), at, axis).to(x.dtype()));
    programs.put("joined", (x, at) -> {
      Tensor rows = Indexing.take(x, at, axis);
      return Tensor.concat(0, rows.reshape(-1), rows.abs().reshape(-1));
    });
    programs.put("largest", (x, at) -> Indexing.take(x, at, axis).reshape(-1).abs());
    return programs;
  }

  private static Tensor flipped(Tensor x, int axis) {
    return org.cotangent.ops.Arranging.flip(x, axis);
  }

  private static void drawn(long seed) {
    var numbers = new Numbers(seed);
    int[] lengths = new int[1 + numbers.whole(3)];
    for (int i = 0; i < lengths.length; i++) {
      lengths[i] = numbers.whole(3) == 0 ? 17 + numbers.whole(30) : 1 + numbers.whole(6);
    }
    int axis = numbers.whole(lengths.length);
    int[] many = new int[numbers.whole(4)];
    for (int i = 0; i < many.length; i++) {
      many[i] = numbers.whole(9) == 0 ? 0 : 1 + numbers.whole(numbers.whole(4) == 0 ? 30 : 5);
    }
    int n = lengths[axis];
    Shape shape = Shape.of(many);
    long[] at = new long[shape.size()];
    for (int i = 0; i < at.length; i++) {
      at[i] = numbers.whole(2 * n) - n;
    }
    DType dtype = numbers.whole(4) == 0 ? DType.F32 : DType.F64;
    Tensor x = numbers.normal(Shape.of(lengths)).to(dtype);
    Tensor indices =
        indices(at).reshape(shape).to(numbers.whole(3) == 0 ? DType.I32 : DType.I64);
    programs(axis)
        .forEach((name, f) -> {
          same(name, read -> f.apply(read.x, read.at), x, indices, 0);
          Program constant = stage((Tensor v) -> f.apply(v, indices), x);
          assertEquals(
              "",
              Laws.difference(
                  f.apply(x, indices),
                  new CompiledProgram(Passes.optimise(constant)).apply(List.of(x)).getFirst(),
                  0),
              () -> name + " at constants along " + axis + " of " + x.aval());
        });
    same(
        "a sum",
        read -> Indexing.take(read.x, read.at, axis).square().sum(),
        x,
        indices,
        dtype == DType.F32 ? 1e-5 : 1e-13);
  }

  private static void same(
      String name, Function<Read, Tensor> f, Tensor x, Tensor at, double tolerance) {
    Tensor expected = f.apply(new Read(x, at));
    var compiled = new CompiledProgram(Passes.optimise(stage(f, new Read(x, at))));
    for (int call = 0; call < 2; call++) {
      Tensor actual = compiled.apply(List.of(x, at)).getFirst();
      assertEquals(
          "",
          Laws.difference(expected, actual, tolerance),
          () -> name + " of " + x.aval() + " at " + at + "\n" + compiled.explain());
    }
  }

  /// Gradients by rows: what meets at one index is added in the order of the indices.
  @TestFactory
  Stream<DynamicTest> scattered() {
    return IntStream.range(0, COUNT)
        .mapToObj(i -> dynamicTest("seed " + (SEED + i), () -> scattered(SEED + i)));
  }

  private static void scattered(long seed) {
    var numbers = new Numbers(seed);
    int n = 1 + numbers.whole(numbers.whole(3) == 0 ? 60 : 5);
    Shape many = Shape.of(drawn(numbers, numbers.whole(4)));
    Shape rest = Shape.of(drawn(numbers, numbers.whole(3)));
    DType dtype = numbers.whole(4) == 0 ? DType.F32 : DType.F64;
    long[] places = new long[many.size()];
    for (int i = 0; i < places.length; i++) {
      places[i] = numbers.whole(2 * n) - n;
    }
    Tensor at = indices(places).reshape(many);
    int[] lengths =
        IntStream.concat(IntStream.of(many.toArray()), IntStream.of(rest.toArray())).toArray();
    Tensor rows = numbers.normal(Shape.of(lengths)).to(dtype);
    same("rows", r -> new Indexing.ScatterAdd(n).bind(r.x, r.at), rows, at, 0);
    same(
        "a chain",
        r -> new Indexing.ScatterAdd(n).bind(r.x.times(3).minus(r.x.abs()), r.at).plus(1),
        rows,
        at,
        0);
    same(
        "of a gather",
        r -> {
          Tensor sum = new Indexing.ScatterAdd(n).bind(r.x, r.at);
          return new Indexing.ScatterAdd(n).bind(Indexing.take(sum, r.at, 0).times(r.x), r.at);
        },
        rows,
        at,
        0);
    same(
        "with a sum",
        r -> new Indexing.ScatterAdd(n).bind(r.x.times(r.x), r.at).times(r.x.times(r.x).sum()),
        rows,
        at,
        dtype == DType.F32 ? 1e-5 : 1e-12);
  }

  private static int[] drawn(Numbers numbers, int rank) {
    return IntStream.range(0, rank)
        .map(_ -> numbers.whole(9) == 0 ? 0 : 1 + numbers.whole(numbers.whole(4) == 0 ? 40 : 5))
        .toArray();
  }

  @Test
  void rowsAreReadWhereTheyAreUsed() {
    String plan =
        plan(
            read -> read.x.get(read.at).times(2).plus(linspace(0, 1, 40)).abs(),
            linspace(-1, 1, 400).reshape(10, 40),
            indices(3, 3, -1, 0, 9));
    assertEquals(
        """
        places: c:i32[5] of b:i64[5] in 10 rows
        loops [5, 40], 3 read, 1 written\
        """,
        plan.lines()
            .limit(2)
            .map(line -> line.replaceFirst("written.*", "written"))
            .reduce((a, b) -> a + "\n" + b)
            .orElseThrow());
  }
}
