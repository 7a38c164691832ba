package org.cotangent.compiler;

import static org.cotangent.Autodiff.MAPPED;
import static org.cotangent.Autodiff.SHARED;
import static org.cotangent.Autodiff.forLoop;
import static org.cotangent.Autodiff.grad;
import static org.cotangent.Autodiff.jvp;
import static org.cotangent.Autodiff.stage;
import static org.cotangent.Autodiff.valueAndGrad;
import static org.cotangent.Autodiff.vmap;
import static org.cotangent.Autodiff.whileLoop;
import static org.cotangent.Tensor.indices;
import static org.cotangent.Tensor.linspace;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.cotangent.DType;
import org.cotangent.Shape;
import org.cotangent.ShapeException;
import org.cotangent.Tensor;
import org.cotangent.ops.Arranging;
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
          return rows.times(rows)
              .minus(Indexing.take(x.times(2), Tensor.full(DType.I64, -1).minus(at), axis));
        });
    programs.put("of a slice", (x, at) -> Indexing.take(Arranging.flip(x, axis), at, axis).plus(1));
    programs.put(
        "of a gather",
        (x, at) -> {
          Tensor backward = Tensor.full(DType.I64, -1).minus(Tensor.arange(x.shape().length(axis)));
          return Indexing.take(Indexing.take(x, backward, axis), at, axis).times(2);
        });
    programs.put("truths", (x, at) -> Indexing.take(x.greater(0), at, axis).to(x.dtype()));
    programs.put(
        "joined",
        (x, at) -> {
          Tensor rows = Indexing.take(x, at, axis);
          return Tensor.concat(0, rows.reshape(-1), rows.abs().reshape(-1));
        });
    return programs;
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
      at[i] = (long) numbers.whole(2 * n) - n;
    }
    DType dtype = numbers.whole(4) == 0 ? DType.F32 : DType.F64;
    Tensor x = numbers.normal(Shape.of(lengths)).to(dtype);
    Tensor indices = indices(at).reshape(shape).to(numbers.whole(3) == 0 ? DType.I32 : DType.I64);
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
      places[i] = (long) numbers.whole(2 * n) - n;
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

  private static final Tensor TABLE = linspace(-1, 1, 400).reshape(10, 40);
  private static final Tensor ROWS = indices(3, 3, -1, 0, 9);

  /// How a program runs, but for the memory it takes.
  private static String plan(Function<Read, ?> f) {
    return Planned.optimised(stage(f, new Read(TABLE, ROWS)), 1e-14, TABLE, ROWS)
        .lines()
        .filter(line -> !line.endsWith("bytes"))
        .map(line -> line.replaceFirst(" \\d+ instructions(, vectors of F64)?:", ""))
        .collect(Collectors.joining("\n"));
  }

  @Test
  void rowsAreReadWhereTheyAreUsed() {
    assertEquals(
        """
        places: c:i32[5] of b:i64[5] in 10 rows
        loops [5, 40], 2 read, 1 written, f:f64[5,40] from c:i32[5] a:f64[10,40]\
        """,
        plan(read -> read.x.get(read.at).times(2).abs()));
  }

  @Test
  void sumsOfRowsNeedNoArray() {
    assertEquals(
        """
        places: c:i32[5] of b:i64[5] in 10 rows
        loops [5, 40], 2 read, 1 written, f:f64 from c:i32[5] a:f64[10,40]\
        """,
        plan(read -> read.x.get(read.at).square().sum()));
  }

  /// Value and gradient: rows are read, used, and their cotangents added to the table's in one loop.
  @Test
  void valueAndGradientShareALoop() {
    assertEquals(
        """
        places: c:i32[5] of b:i64[5] in 10 rows
        loops [5, 40], 2 read, 2 written, f:f64 h:f64[10,40] from c:i32[5] a:f64[10,40]\
        """,
        plan(read -> valueAndGrad((Tensor x) -> x.get(read.at).square().sum()).apply(read.x)));
  }

  @Test
  void elementsOfAnAxisWithinNeedNoTransposition() {
    assertEquals(
        """
        places: d:i32[5] of b:i64[5] in 40 rows
        loops [10, 5], 2 read, 1 written, g:f64[10,5] from d:i32[5] a:f64[10,40]\
        """,
        plan(read -> Indexing.take(read.x, read.at, 1).times(2)));
  }

  /// What is dear is not calculated for each of the places where it is read, if these are more than there are elements.
  @Test
  void dearRowsAreCalculatedOnce() {
    Tensor many = cyclic(50, 1, 10);
    Function<Read, Tensor> f = read -> read.x.tanh().get(read.at).times(2);
    String plan = Planned.optimised(stage(f, new Read(TABLE, many)), 1e-14, TABLE, many);
    assertEquals(2, plan.lines().filter(line -> line.startsWith("loops")).count(), plan);
    String few = Planned.optimised(stage(f, new Read(TABLE, ROWS)), 1e-14, TABLE, ROWS);
    assertEquals(1, few.lines().filter(line -> line.startsWith("loops")).count(), few);
  }

  /// Many rows of dear updates are calculated strip by strip by all threads, and added in order: the same bits every time.
  @Test
  void threadsAddInOrder() {
    Tensor table = linspace(-1, 1, 3_200).reshape(100, 32);
    Tensor at = cyclic(5_000, 37, 100);
    Function<Read, ?> f =
        read -> valueAndGrad((Tensor x) -> x.get(read.at).tanh().sum()).apply(read.x);
    Program program = Passes.optimise(stage(f, new Read(table, at)));
    var compiled = new CompiledProgram(program);
    String plan = compiled.explain();
    assertTrue(plan.contains("\nstrips of "), plan);
    List<Tensor> first = compiled.apply(List.of(table, at));
    List<Tensor> expected = program.apply(List.of(table, at));
    for (int i = 0; i < expected.size(); i++) {
      assertEquals("", Laws.difference(expected.get(i), first.get(i), 1e-11));
    }
    IntStream.range(0, 24)
        .parallel()
        .forEach(_ -> {
          List<Tensor> again = compiled.apply(List.of(table, at));
          for (int i = 0; i < first.size(); i++) {
            assertEquals("", Laws.difference(first.get(i), again.get(i), 0));
          }
        });
  }

  @Test
  void anIndexOutOfRangeIsTheSameErrorEverywhere() {
    Function<Read, Tensor> f = read -> read.x.get(read.at).times(2).sum();
    Function<Read, ?> gradient =
        read -> grad((Tensor x) -> f.apply(new Read(x, read.at))).apply(read.x);
    for (long wrong : new long[] {10, -11, Integer.MAX_VALUE, Long.MIN_VALUE, 1L << 32}) {
      Tensor at = indices(1, -10, wrong, 12);
      String message = "index " + wrong + " is out of range for an axis of length 10";
      for (var each : List.of(f, gradient)) {
        assertEquals(
            message,
            assertThrows(ShapeException.class, () -> each.apply(new Read(TABLE, at))).getMessage());
        var compiled =
            new CompiledProgram(Passes.optimise(stage(each, new Read(TABLE, indices(0, 0, 0, 0)))));
        assertEquals(
            message,
            assertThrows(ShapeException.class, () -> compiled.apply(List.of(TABLE, at)))
                .getMessage());
        // And the next call is none the worse for it.
        compiled.apply(List.of(TABLE, indices(1, 2, 3, 4)));
      }
    }
  }

  /// An index that is wrong and constant is an error of each call, not of the compiler.
  @Test
  void aConstantIndexOutOfRange() {
    Function<Tensor, Tensor> f = x -> new Indexing.Gather().bind(x, indices(0, 10)).times(2);
    Program program = stage((Tensor x) -> f.apply(x), TABLE);
    var compiled = new CompiledProgram(program);
    for (int call = 0; call < 2; call++) {
      assertEquals(
          "index 10 is out of range for an axis of length 10",
          assertThrows(ShapeException.class, () -> compiled.apply(List.of(TABLE))).getMessage());
    }
  }

  /// Of two that are wrong the first in the program is named, as it is when operations are done one by one.
  @Test
  void theFirstErrorIsTheFirst() {
    Function<Read, Tensor> f =
        read ->
            read.x
                .get(read.at)
                .sum()
                .plus(read.x.get(read.at.times(Tensor.full(DType.I64, 2))).sum());
    var compiled = new CompiledProgram(Passes.optimise(stage(f, new Read(TABLE, ROWS))));
    Tensor at = indices(1, 2, 11, 12, 13);
    String message =
        assertThrows(ShapeException.class, () -> f.apply(new Read(TABLE, at))).getMessage();
    assertEquals(
        message,
        assertThrows(ShapeException.class, () -> compiled.apply(List.of(TABLE, at))).getMessage());
  }

  record Batch(Tensor x, Tensor at) {}

  /// Mapped rows, mapped indices, and both; with their gradients.
  @Test
  void examples() {
    Tensor x = linspace(-1, 1, 6 * 5 * 7).reshape(6, 5, 7);
    Tensor at = cyclic(18, 2, 5).reshape(6, 3);
    Tensor w = linspace(1, 2, 21).reshape(3, 7);
    BiFunction<Tensor, Tensor, ?> one =
        (a, i) -> valueAndGrad((Tensor v) -> v.get(i).times(w).square().sum()).apply(a);
    agree(b -> vmap(one, MAPPED, MAPPED).apply(b.x, b.at), x, at);
    agree(b -> vmap(one, SHARED, MAPPED).apply(b.x.get(0), b.at), x, at);
    agree(b -> vmap(one, MAPPED, SHARED).apply(b.x, b.at.get(0)), x, at);
    BiFunction<Tensor, Tensor, ?> picked =
        (a, i) ->
            valueAndGrad((Tensor v) -> Indexing.takeAlongAxis(v, i.expandDims(1), 0).square().sum())
                .apply(a);
    agree(b -> vmap(picked, MAPPED, MAPPED).apply(b.x, b.at), x, at);
  }

  /// A row for each step of a loop, and its gradient; a while loop whose index is what it carries.
  @Test
  void inLoops() {
    Function<Batch, Tensor> scanned =
        read ->
            forLoop(
                5,
                linspace(0, 1, 40),
                (Tensor sum, Tensor i) -> sum.times(0.5).plus(read.x.get(read.at.get(i))));
    agree(scanned, TABLE, ROWS);
    agree(
        b ->
            valueAndGrad((Tensor x) -> scanned.apply(new Batch(x, b.at)).square().sum()).apply(b.x),
        TABLE,
        ROWS);
    Function<Batch, Tensor> followed =
        b ->
            whileLoop(
                    List.of(b.at.get(0), b.x.get(0)),
                    s -> s.get(1).sum().less(100),
                    s ->
                        List.of(
                            Tensor.full(DType.I64, 3).minus(s.get(0)),
                            s.get(1).plus(b.x.get(s.get(0))).plus(1.5)))
                .get(1);
    agree(followed, TABLE, ROWS);
    agree(
        b -> jvp((Tensor x) -> followed.apply(new Batch(x, b.at)), b.x, b.x).tangent(),
        TABLE,
        ROWS);
  }

  /// What a loop carries is not changed in place while it is read elsewhere.
  @Test
  void aCarryIsReadAtOtherPlaces() {
    Function<Batch, Tensor> mixed =
        b ->
            forLoop(
                4,
                b.x,
                (Tensor x, Tensor i) ->
                    x.times(0.5).plus(Indexing.take(x, b.at.get(i), 0).get(indices(1, 0))));
    Tensor rows = indices(1, 0, 1, 1, 0, 0, 1, 1).reshape(4, 2);
    agree(mixed, linspace(-1, 1, 600).reshape(2, 300), rows);
    agree(
        b -> grad((Tensor x) -> mixed.apply(new Batch(x, b.at)).square().sum()).apply(b.x),
        linspace(-1, 1, 600).reshape(2, 300),
        rows);
  }

  /// A program does the same when it is evaluated and when it is compiled, the second time too.
  private static void agree(Function<Batch, ?> f, Tensor x, Tensor at) {
    Program program = Passes.optimise(stage(f, new Batch(x, at)));
    var compiled = new CompiledProgram(program);
    List<Tensor> expected = program.apply(List.of(x, at));
    for (int call = 0; call < 2; call++) {
      List<Tensor> actual = compiled.apply(List.of(x, at));
      for (int i = 0; i < expected.size(); i++) {
        String difference = Laws.difference(expected.get(i), actual.get(i), 1e-13);
        assertEquals("", difference, compiled::explain);
      }
    }
  }

  /// Multiples of `step`, into n rows.
  private static Tensor cyclic(int count, int step, int n) {
    return indices(IntStream.range(0, count).mapToLong(i -> (long) i * step % n).toArray());
  }
}
