package org.cotangent.compiler;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.cotangent.DType;
import org.cotangent.compiler.kernel.KernelsOf;
import org.cotangent.kernel.Buffers;
import org.cotangent.kernel.PointwiseCompiler.Form;
import org.cotangent.kernel.PointwiseCompiler.Operand;
import org.cotangent.kernel.PointwiseCompiler.Request;
import org.cotangent.primitive.Op;
import org.cotangent.primitive.Pointwise;

/// What large arrays may ask of a pointwise primitive, done in every way: without code of its own, on single elements, on vectors.
public final class RequestsOf {
  /// Some whole vectors and an incomplete one.
  private static final int SIZE = 37;

  private static final double[] SPECIALS = {
    0,
    -0.0,
    1,
    -1,
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY,
    Double.NaN,
    1e30,
    -1e-30,
    710,
    -745.5,
    1e6
  };

  private RequestsOf() {}

  /// Checks a primitive for operands of these dtypes, `F64` ones also as `F32`. Returns how many requests there were that are taken.
  public static int check(Op op, List<DType> dtypes, SplittableRandom random) {
    int taken = check(op, dtypes, false, random);
    return taken + (dtypes.contains(DType.F64) ? check(op, narrow(dtypes), true, random) : 0);
  }

  /// Whether a kernel makes the primitive's value.
  public static boolean taken(Op op, List<DType> dtypes) {
    DType result = ((Pointwise) op.primitive()).dtype(dtypes);
    return VectorPointwise.written(
            new Request(op.value(), Form.VALUE, false, operands(dtypes, -1), result))
        .isPresent();
  }

  private static List<DType> narrow(List<DType> dtypes) {
    return dtypes.stream().map(dtype -> dtype == DType.F64 ? DType.F32 : dtype).toList();
  }

  private static int check(Op op, List<DType> dtypes, boolean few, SplittableRandom random) {
    DType result = ((Pointwise) op.primitive()).dtype(dtypes);
    var requests = new ArrayList<Request>();
    requests.add(new Request(op.value(), Form.VALUE, false, operands(dtypes, -1), result));
    if (dtypes.size() > 1 && !few) {
      requests.add(new Request(op.value(), Form.VALUE, false, operands(dtypes, 1), result));
    }
    for (int i = 0; i < dtypes.size() && result.floating(); i++) {
      if (!dtypes.get(i).floating()) {
        continue;
      }
      var more = new ArrayList<>(dtypes);
      more.addAll(List.of(result, result));
      requests.add(
          new Request(op.partial(i), Form.PRODUCT, !few, operands(more, -1), dtypes.get(i)));
      if (!few) {
        more.add(dtypes.get(i));
        requests.add(
            new Request(
                op.partial(i), Form.SUM, false, operands(more, more.size() - 2), dtypes.get(i)));
      }
    }
    int taken = 0;
    for (Request request : requests) {
      Optional<VectorPointwise.Written> written = VectorPointwise.written(request);
      if (written.isPresent()) {
        taken++;
        check(op, request, written.get(), random);
      }
    }
    return taken;
  }

  private static List<Operand> operands(List<DType> dtypes, int filled) {
    var operands = new ArrayList<Operand>();
    for (DType dtype : dtypes) {
      operands.add(new Operand(dtype, operands.size() == filled));
    }
    return operands;
  }

  private static void check(
      Op op, Request request, VectorPointwise.Written written, SplittableRandom random) {
    var arrays = new ArrayList<Object>();
    for (int i : written.used()) {
      Operand operand = request.operands().get(i);
      arrays.add(numbers(operand.dtype(), operand.filled() ? 1 : SIZE, random));
    }
    var results = new ArrayList<Object>();
    for (int way = 0; way < 3; way++) {
      var all = new ArrayList<>(arrays);
      Object out = Buffers.allocate(request.result(), SIZE);
      all.add(out);
      results.add(out);
      switch (way) {
        case 0 -> KernelsOf.firstOnBlocks(written.nest(), SIZE, all.toArray());
        case 1 -> KernelsOf.firstOnSingles(written.nest(), SIZE, all.toArray());
        default -> KernelsOf.firstOnVectors(written.nest(), SIZE, all.toArray());
      }
    }
    for (int way = 1; way < 3; way++) {
      if (!same(results.get(0), results.get(way))) {
        throw new AssertionError(
            op
                + " "
                + request
                + ", way "
                + way
                + ":\n"
                + text(results.get(0))
                + "\n"
                + text(results.get(way))
                + "\nof "
                + arrays.stream().map(RequestsOf::text).toList());
      }
    }
  }

  /// Every second one a special number.
  private static Object numbers(DType dtype, int size, SplittableRandom random) {
    Object array = Buffers.allocate(dtype, size);
    for (int i = 0; i < size; i++) {
      double value =
          random.nextBoolean()
              ? SPECIALS[random.nextInt(SPECIALS.length)]
              : 4 * random.nextDouble() - 2;
      switch (array) {
        case double[] all -> all[i] = value;
        case float[] all -> all[i] = (float) value;
        case boolean[] all -> all[i] = value > 0;
        default -> throw new AssertionError(dtype);
      }
    }
    return array;
  }

  /// All NaNs are one.
  private static boolean same(Object a, Object b) {
    return switch (a) {
      case double[] all -> Arrays.equals(all, (double[]) b);
      case float[] all -> Arrays.equals(all, (float[]) b);
      case boolean[] all -> Arrays.equals(all, (boolean[]) b);
      default -> throw new AssertionError(a.getClass());
    };
  }

  private static String text(Object a) {
    return switch (a) {
      case double[] all -> Arrays.toString(all);
      case float[] all -> Arrays.toString(all);
      case boolean[] all -> Arrays.toString(all);
      default -> Collections.emptyList().toString();
    };
  }
}
