package org.cotangent.compiler.kernel;

import java.util.List;

/// Evaluates a body at one place, without any code of the generator.
final class Interpreter {
  private Interpreter() {}

  static int index(int offset, List<Integer> strides, int[] place) {
    int index = offset;
    for (int level = 0; level < place.length; level++) {
      index += strides.get(level) * place[level];
    }
    return index;
  }

  /// The same with jumps by what operands say.
  static int index(
      Nest nest,
      Object[] arrays,
      int offset,
      List<Integer> strides,
      List<Nest.Jump> jumps,
      int[] place) {
    int index = index(offset, strides, place);
    for (Nest.Jump jump : jumps) {
      int at = index(nest, arrays, nest.operands().get(jump.list()), place);
      index += jump.scale() * ((int[]) arrays[jump.list()])[at];
    }
    return index;
  }

  private static int index(Nest nest, Object[] arrays, Nest.Operand operand, int[] place) {
    return index(nest, arrays, operand.offset(), operand.strides(), operand.jumps(), place);
  }

  static double[] run(Nest nest, Object[] arrays, int[] place) {
    var instructions = nest.body().instructions();
    double[] values = new double[instructions.size()];
    long[] bits = new long[values.length];
    for (int i = 0; i < values.length; i++) {
      Body.Instruction in = instructions.get(i);
      boolean wide = in.lane() == Lane.F64 || in.lane() == Lane.I64;
      double a = in.operands().isEmpty() ? 0 : values[in.operand(0)];
      double b = in.operands().size() < 2 ? 0 : values[in.operand(1)];
      double c = in.operands().size() < 3 ? 0 : values[in.operand(2)];
      long p = in.operands().isEmpty() ? 0 : bits[in.operand(0)];
      long q = in.operands().size() < 2 ? 0 : bits[in.operand(1)];
      switch (in.code()) {
        case LOAD -> {
          Nest.Operand operand = nest.operands().get((int) in.number());
          int at = index(nest, arrays, operand, place);
          values[i] =
              switch (arrays[(int) in.number()]) {
                case double[] d -> d[at];
                case float[] f -> f[at];
                case boolean[] t -> t[at] ? 1 : 0;
                default -> throw new AssertionError();
              };
        }
        case CONSTANT -> {
          bits[i] = in.number();
          values[i] = in.lane() == Lane.BOOL ? in.number() : in.constant();
        }
        case NEG -> values[i] = -a;
        case ABS -> values[i] = Math.abs(a);
        case SQRT -> values[i] = Math.sqrt(a);
        case ADD -> {
          values[i] = a + b;
          bits[i] = p + q;
        }
        case SUB -> {
          values[i] = a - b;
          bits[i] = p - q;
        }
        case MUL -> values[i] = a * b;
        case DIV -> values[i] = a / b;
        case FMA ->
            values[i] = wide ? Math.fma(a, b, c) : Math.fma((float) a, (float) b, (float) c);
        case MAX -> values[i] = Math.max(a, b);
        case MIN -> values[i] = Math.min(a, b);
        case LESS -> values[i] = a < b ? 1 : 0;
        case LESS_EQUAL -> values[i] = a <= b ? 1 : 0;
        case EQUAL -> values[i] = a == b ? 1 : 0;
        case AND -> values[i] = a != 0 && b != 0 ? 1 : 0;
        case OR -> values[i] = a != 0 || b != 0 ? 1 : 0;
        case NOT -> values[i] = a != 0 ? 0 : 1;
        case SELECT -> values[i] = a != 0 ? b : c;
        case CONVERT -> values[i] = a;
        case BITS ->
            bits[i] = wide ? Double.doubleToRawLongBits(a) : Float.floatToRawIntBits((float) a);
        case FROM_BITS ->
            values[i] = wide ? Double.longBitsToDouble(p) : Float.intBitsToFloat((int) p);
        case SHIFT_UP -> bits[i] = wide ? p << in.number() : (int) p << in.number();
        case SHIFT_DOWN -> bits[i] = wide ? p >>> in.number() : (int) p >>> in.number();
        case BIT_AND -> bits[i] = p & q;
        case BIT_OR -> bits[i] = p | q;
        case BIT_XOR -> bits[i] = p ^ q;
        case REPAIR -> values[i] = Math.abs(a) <= in.constant() ? b : in.function().at(a, 0, 0);
        case CALL -> values[i] = in.function().at(a, b, c);
      }
      if (in.lane() == Lane.F32) {
        values[i] = (float) values[i];
      }
    }
    return values;
  }
}
