package org.cotangent.pass;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import org.cotangent.Array;
import org.cotangent.DType;
import org.cotangent.Shape;
import org.cotangent.Tensor;
import org.cotangent.kernel.Buffers;
import org.cotangent.ops.Arithmetic;
import org.cotangent.ops.Comparison;
import org.cotangent.ops.Contraction.DotGeneral;
import org.cotangent.ops.Extrema;
import org.cotangent.ops.Powers;
import org.cotangent.ops.Reduction;
import org.cotangent.ops.Shaping;
import org.cotangent.ops.Slicing;
import org.cotangent.ops.StopGradient;
import org.cotangent.primitive.Atom;
import org.cotangent.primitive.Aval;
import org.cotangent.primitive.Equation;
import org.cotangent.primitive.Literal;
import org.cotangent.primitive.Op;
import org.cotangent.primitive.Primitive;
import org.cotangent.primitive.Program;
import org.cotangent.primitive.Var;
import org.cotangent.program.Programs;
import org.junit.jupiter.api.Test;

/// Programs of random equations, at inputs with NaN, infinities and zeros of both signs: the optimised program makes the same bits.
/// They are drawn so that identities have something to do: many literals, small shapes, few values that are used often.
class RandomPassesTest {
  private static final long SEED = Long.getLong("cotangent.test.seed", 20_261_128);
  private static final int COUNT = Boolean.getBoolean("cotangent.test.all") ? 20_000 : 2_000;
  private static final int EQUATIONS = 25;
  private static final double[] SPECIAL = {
    0.0,
    -0.0,
    1,
    -1,
    2,
    -2,
    0.5,
    4,
    3,
    -0.25,
    0x1p1000,
    0x1p-1060,
    1e300,
    1e-310,
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY,
    Double.NaN
  };
  private static final List<Shape> SHAPES =
      List.of(Shape.of(), Shape.of(3), Shape.of(1, 3), Shape.of(2, 3), Shape.of(3, 1), Shape.of(0));

  private final List<Atom> values = new ArrayList<>();
  private final List<Equation> equations = new ArrayList<>();
  private Random random = new Random(SEED);
  private int count;

  @Test
  void optimisedProgramsMakeTheSameBits() {
    System.out.println("Random passes: -Dcotangent.test.seed=" + SEED + " draws them again");
    int before = 0;
    int after = 0;
    for (int i = 0; i < COUNT; i++) {
      random = new Random(SEED + i);
      Program program = Programs.check(program());
      Program optimised = Passes.optimise(program);
      before += program.equations().size();
      after += optimised.equations().size();
      for (int run = 0; run < 3; run++) {
        List<Tensor> arguments =
            program.inputs().stream().map(input -> (Tensor) array(input.aval())).toList();
        List<Tensor> expected = program.apply(arguments);
        List<Tensor> found = optimised.apply(arguments);
        for (int k = 0; k < expected.size(); k++) {
          int at = k;
          assertEquals(
              new Literal((Array) expected.get(k)),
              new Literal((Array) found.get(k)),
              () ->
                  "seed "
                      + SEED
                      + ", output "
                      + at
                      + " of\n"
                      + program
                      + "\nbecame\n"
                      + optimised
                      + "\nat "
                      + arguments);
        }
      }
    }
    String sizes = before + " equations became " + after;
    assertTrue(after < 0.8 * before, sizes);
  }

  private Program program() {
    values.clear();
    equations.clear();
    count = 0;
    var inputs = new ArrayList<Var>();
    for (DType dtype : List.of(DType.F64, DType.F64, DType.F32, DType.I64, DType.I32, DType.BOOL)) {
      var input = new Var(count++, Aval.of(dtype, SHAPES.get(1 + random.nextInt(4))));
      inputs.add(input);
      values.add(input);
    }
    while (equations.size() < EQUATIONS) {
      draw();
    }
    return new Program(inputs, equations, values);
  }

  /// An array of what is hard for identities.
  private Array array(Aval aval) {
    double[] elements = new double[aval.shape().size()];
    for (int i = 0; i < elements.length; i++) {
      elements[i] = random.nextInt(3) > 0 ? special(aval.dtype()) : random.nextGaussian();
    }
    return switch (aval.dtype()) {
      case F64, F32 -> Buffers.ofDoubles(aval, elements);
      case I32, I64, BOOL -> {
        long[] whole = new long[elements.length];
        for (int i = 0; i < whole.length; i++) {
          whole[i] = aval.dtype() == DType.BOOL ? random.nextInt(2) : (long) special(aval.dtype());
        }
        yield Buffers.ofLongs(aval, whole);
      }
    };
  }

  private double special(DType dtype) {
    double value = SPECIAL[random.nextInt(SPECIAL.length)];
    return switch (dtype) {
      case F64 -> value;
      case F32 -> (float) value;
      case I64, I32 -> Math.abs(value) < 5 ? Math.rint(value) : random.nextInt();
      case BOOL -> random.nextInt(2);
    };
  }

  private Atom literal(Aval aval) {
    return new Literal(
        random.nextInt(4) == 0 ? array(aval) : Buffers.fill(aval, special(aval.dtype())));
  }

  private Atom any(Predicate<Aval> wanted) {
    List<Atom> fitting = values.stream().filter(value -> wanted.test(value.aval())).toList();
    return fitting.isEmpty()
        ? literal(values.getFirst().aval())
        : fitting.get(random.nextInt(fitting.size()));
  }

  private Atom like(Aval aval) {
    return random.nextInt(3) == 0 ? literal(aval) : any(aval::equals);
  }

  private void add(Primitive primitive, Atom... inputs) {
    List<Atom> all = List.of(inputs);
    List<Aval> avals;
    try {
      avals = Op.of(primitive).shapes(all.stream().map(Atom::aval).toList());
    } catch (RuntimeException _) {
      return;
    }
    var outputs = new ArrayList<Var>();
    avals.forEach(aval -> outputs.add(new Var(count++, aval)));
    equations.add(new Equation(primitive, all, outputs));
    values.addAll(outputs);
  }

  private <T> T one(List<? extends T> of) {
    return of.get(random.nextInt(of.size()));
  }

  private void draw() {
    Atom x = any(_ -> true);
    Shape shape = x.aval().shape();
    int rank = shape.rank();
    boolean number = x.aval().dtype() != DType.BOOL;
    boolean floating = x.aval().dtype().floating();
    switch (random.nextInt(17)) {
      case 0, 1, 2, 3 -> {
        if (number) {
          Atom y = like(x.aval());
          Primitive primitive =
              one(
                  List.of(
                      new Arithmetic.Add(),
                      new Arithmetic.Sub(),
                      new Arithmetic.Mul(),
                      new Arithmetic.Mul(),
                      new Arithmetic.MaskedMul(),
                      new Extrema.Maximum(),
                      new Extrema.Minimum()));
          add(primitive, random.nextBoolean() ? new Atom[] {x, y} : new Atom[] {y, x});
        }
      }
      case 4 -> {
        if (floating) {
          Atom y = like(x.aval());
          Primitive primitive =
              one(List.of(new Arithmetic.Div(), new Powers.Pow(), new Powers.PowLess(1)));
          add(primitive, random.nextBoolean() ? new Atom[] {x, y} : new Atom[] {y, x});
        }
      }
      case 5, 6 -> {
        if (number) {
          add(
              one(
                  List.of(
                      new Arithmetic.Neg(),
                      new Arithmetic.Neg(),
                      new Powers.Square(),
                      new Arithmetic.Abs(),
                      new StopGradient())),
              x);
        }
      }
      case 7 -> {
        Atom test = like(Aval.of(DType.BOOL, shape));
        if (test.aval().equals(Aval.of(DType.BOOL, shape))) {
          add(new Comparison.Select(), test, x, like(x.aval()));
          add(new Comparison.Not(), test);
          add(
              random.nextBoolean() ? new Comparison.And() : new Comparison.Or(),
              test,
              like(test.aval()));
        }
      }
      case 8 -> add(new Comparison.Less(), x, like(x.aval()));
      case 9 -> add(new Shaping.Convert(one(List.of(DType.values()))), x);
      case 10 -> {
        Shape to = one(SHAPES);
        if (to.size() == shape.size()) {
          add(new Shaping.Reshape(to), x);
        } else if (shape.broadcastsTo(to)) {
          add(
              new Shaping.Broadcast(
                  to,
                  java.util.stream.IntStream.range(to.rank() - rank, to.rank()).boxed().toList()),
              x);
        }
      }
      case 11 -> {
        if (rank == 2) {
          add(new Shaping.Permute(List.of(1, 0)), x);
          add(new Slicing.Reverse(one(List.of(List.of(0), List.of(0, 1), List.of()))), x);
        }
      }
      case 12 -> {
        if (number && rank > 0) {
          List<Integer> axes =
              rank == 1
                  ? List.of(0)
                  : one(List.of(List.of(0), List.of(1), List.of(0, 1), List.of()));
          add(new Reduction.ReduceSum(axes), x);
          if (shape.size() > 0) {
            add(new Reduction.ReduceMax(axes), x);
          }
        }
      }
      case 13 -> {
        if (rank == 1 && shape.size() > 0) {
          int start = random.nextInt(shape.size());
          int step = 1 + random.nextInt(2);
          int length = random.nextInt((shape.size() - 1 - start) / step + 1) + 1;
          add(new Slicing.StridedSlice(List.of(start), List.of(length), List.of(step)), x);
          add(new Slicing.Pick(List.of(start)), x);
          int before = random.nextInt(3);
          add(
              new Slicing.Pad(
                  Shape.of(before + (shape.size() - 1) * step + 1 + random.nextInt(2)),
                  List.of(before),
                  List.of(step)),
              x);
        }
      }
      case 14 -> {
        if (rank == 1) {
          add(new Slicing.Concat(0), x, like(x.aval()));
        } else if (rank == 2) {
          add(new Slicing.Concat(random.nextInt(2)), x, like(x.aval()));
          add(new Slicing.Pick(List.of(random.nextInt(shape.length(0)))), x);
        }
      }
      case 15 -> {
        Atom y = any(aval -> aval.dtype() == DType.I64 && aval.shape().rank() == 2);
        Atom z = any(aval -> aval.dtype() == DType.I64 && aval.shape().rank() == 2);
        if (y.aval().shape().rank() == 2 && z.aval().shape().rank() == 2) {
          for (int i = 0; i < 2; i++) {
            int p = random.nextInt(2);
            int q = random.nextInt(2);
            add(new DotGeneral(List.of(), List.of(), List.of(p), List.of(q)), y, z);
          }
        }
      }
      default -> {
        if (floating) {
          add(new org.cotangent.ops.Trigonometric.Sin(), x);
        }
      }
    }
  }
}
