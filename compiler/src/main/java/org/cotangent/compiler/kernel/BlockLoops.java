package org.cotangent.compiler.kernel;

import org.cotangent.primitive.Scalar;

/// Instructions over blocks: one loop for each, in a method of its own, so that the JIT compiles each by itself and vectorises those
/// it can. All arrays are read and written at the same index. It is long because every loop is written out for each lane.
final class BlockLoops {
  private BlockLoops() {}

  /// What an instruction does to the first `n` elements. Operands that it does not have are passed too, as any array.
  @FunctionalInterface
  interface Loop<A, B, C, Y> {
    /// `y[i] = …` for each element.
    void run(A a, B b, C c, Y y, int n);
  }

  /// The loop of an instruction of `body`; loads and constants have none that may be run.
  @SuppressWarnings("unchecked") // Operands and result are arrays of the instructions' lanes.
  static Loop<Object, Object, Object, Object> of(Body body, Body.Instruction in) {
    if (in.operands().isEmpty()) {
      return (_, _, _, _, _) -> {
        throw new AssertionError(in.code());
      };
    }
    Lane of = body.lane(in.operands().getLast());
    return (Loop<Object, Object, Object, Object>)
        switch (of) {
          case F64 -> wide(in);
          case F32 -> narrow(in);
          case I64 -> longs(in);
          case I32 -> ints(in);
          case BOOL -> truths(in);
        };
  }

  /// On doubles.
  private static Loop<?, ?, ?, ?> wide(Body.Instruction in) {
    return switch (in.code()) {
      case NEG ->
          (Loop<double[], Object, Object, double[]>)
              (a, _, _, y, n) -> {
                for (int i = 0; i < n; i++) {
                  y[i] = -a[i];
                }
              };
      case ABS ->
          (Loop<double[], Object, Object, double[]>)
              (a, _, _, y, n) -> {
                for (int i = 0; i < n; i++) {
                  y[i] = Math.abs(a[i]);
                }
              };
      case SQRT ->
          (Loop<double[], Object, Object, double[]>)
              (a, _, _, y, n) -> {
                for (int i = 0; i < n; i++) {
                  y[i] = Math.sqrt(a[i]);
                }
              };
      case ADD ->
          (Loop<double[], double[], Object, double[]>)
              (a, b, _, y, n) -> {
                for (int i = 0; i < n; i++) {
                  y[i] = a[i] + b[i];
                }
              };
      case SUB ->
          (Loop<double[], double[], Object, double[]>)
              (a, b, _, y, n) -> {
                for (int i = 0; i < n; i++) {
                  y[i] = a[i] - b[i];
                }
              };
      case MUL ->
          (Loop<double[], double[], Object, double[]>)
              (a, b, _, y, n) -> {
                for (int i = 0; i < n; i++) {
                  y[i] = a[i] * b[i];
                }
              };
      case DIV ->
          (Loop<double[], double[], Object, double[]>)
              (a, b, _, y, n) -> {
                for (int i = 0; i < n; i++) {
                  y[i] = a[i] / b[i];
                }
              };
      case MAX ->
          (Loop<double[], double[], Object, double[]>)
              (a, b, _, y, n) -> {
                for (int i = 0; i < n; i++) {
                  y[i] = Math.max(a[i], b[i]);
                }
              };
      case MIN ->
          (Loop<double[], double[], Object, double[]>)
              (a, b, _, y, n) -> {
                for (int i = 0; i < n; i++) {
                  y[i] = Math.min(a[i], b[i]);
                }
              };
      case FMA ->
          (Loop<double[], double[], double[], double[]>)
              (a, b, c, y, n) -> {
                for (int i = 0; i < n; i++) {
                  y[i] = Math.fma(a[i], b[i], c[i]);
                }
              };
      case LESS ->
          (Loop<double[], double[], Object, boolean[]>)
              (a, b, _, y, n) -> {
                for (int i = 0; i < n; i++) {
                  y[i] = a[i] < b[i];
                }
              };
      case LESS_EQUAL ->
          (Loop<double[], double[], Object, boolean[]>)
              (a, b, _, y, n) -> {
                for (int i = 0; i < n; i++) {
                  y[i] = a[i] <= b[i];
                }
              };
      case EQUAL ->
          (Loop<double[], double[], Object, boolean[]>)
              (a, b, _, y, n) -> {
                for (int i = 0; i < n; i++) {
                  y[i] = a[i] == b[i];
                }
              };
      case SELECT ->
          (Loop<boolean[], double[], double[], double[]>)
              (a, b, c, y, n) -> {
                for (int i = 0; i < n; i++) {
                  y[i] = a[i] ? b[i] : c[i];
                }
              };
      case BITS ->
          (Loop<double[], Object, Object, long[]>)
              (a, _, _, y, n) -> {
                for (int i = 0; i < n; i++) {
                  y[i] = Double.doubleToRawLongBits(a[i]);
                }
              };
      case REPAIR -> {
        double limit = in.constant();
        Scalar.Function.Body function = in.function();
        yield (Loop<double[], double[], Object, double[]>)
            (a, b, _, y, n) -> {
              for (int i = 0; i < n; i++) {
                y[i] = Math.abs(a[i]) <= limit ? b[i] : function.at(a[i], 0, 0);
              }
            };
      }
      case LOAD,
          CONSTANT,
          AND,
          OR,
          NOT,
          CONVERT,
          FROM_BITS,
          SHIFT_UP,
          SHIFT_DOWN,
          BIT_AND,
          BIT_OR,
          CALL ->
          throw new AssertionError(in.code());
    };
  }

  /// On floats.
  private static Loop<?, ?, ?, ?> narrow(Body.Instruction in) {
    return switch (in.code()) {
      case NEG ->
          (Loop<float[], Object, Object, float[]>)
              (a, _, _, y, n) -> {
                for (int i = 0; i < n; i++) {
                  y[i] = -a[i];
                }
              };
      case ABS ->
          (Loop<float[], Object, Object, float[]>)
              (a, _, _, y, n) -> {
                for (int i = 0; i < n; i++) {
                  y[i] = Math.abs(a[i]);
                }
              };
      case SQRT ->
          (Loop<float[], Object, Object, float[]>)
              (a, _, _, y, n) -> {
                for (int i = 0; i < n; i++) {
                  y[i] = (float) Math.sqrt(a[i]);
                }
              };
      case ADD ->
          (Loop<float[], float[], Object, float[]>)
              (a, b, _, y, n) -> {
                for (int i = 0; i < n; i++) {
                  y[i] = a[i] + b[i];
                }
              };
      case SUB ->
          (Loop<float[], float[], Object, float[]>)
              (a, b, _, y, n) -> {
                for (int i = 0; i < n; i++) {
                  y[i] = a[i] - b[i];
                }
              };
      case MUL ->
          (Loop<float[], float[], Object, float[]>)
              (a, b, _, y, n) -> {
                for (int i = 0; i < n; i++) {
                  y[i] = a[i] * b[i];
                }
              };
      case DIV ->
          (Loop<float[], float[], Object, float[]>)
              (a, b, _, y, n) -> {
                for (int i = 0; i < n; i++) {
                  y[i] = a[i] / b[i];
                }
              };
      case MAX ->
          (Loop<float[], float[], Object, float[]>)
              (a, b, _, y, n) -> {
                for (int i = 0; i < n; i++) {
                  y[i] = Math.max(a[i], b[i]);
                }
              };
      case MIN ->
          (Loop<float[], float[], Object, float[]>)
              (a, b, _, y, n) -> {
                for (int i = 0; i < n; i++) {
                  y[i] = Math.min(a[i], b[i]);
                }
              };
      case FMA ->
          (Loop<float[], float[], float[], float[]>)
              (a, b, c, y, n) -> {
                for (int i = 0; i < n; i++) {
                  y[i] = Math.fma(a[i], b[i], c[i]);
                }
              };
      case LESS ->
          (Loop<float[], float[], Object, boolean[]>)
              (a, b, _, y, n) -> {
                for (int i = 0; i < n; i++) {
                  y[i] = a[i] < b[i];
                }
              };
      case LESS_EQUAL ->
          (Loop<float[], float[], Object, boolean[]>)
              (a, b, _, y, n) -> {
                for (int i = 0; i < n; i++) {
                  y[i] = a[i] <= b[i];
                }
              };
      case EQUAL ->
          (Loop<float[], float[], Object, boolean[]>)
              (a, b, _, y, n) -> {
                for (int i = 0; i < n; i++) {
                  y[i] = a[i] == b[i];
                }
              };
      case SELECT ->
          (Loop<boolean[], float[], float[], float[]>)
              (a, b, c, y, n) -> {
                for (int i = 0; i < n; i++) {
                  y[i] = a[i] ? b[i] : c[i];
                }
              };
      case BITS ->
          (Loop<float[], Object, Object, int[]>)
              (a, _, _, y, n) -> {
                for (int i = 0; i < n; i++) {
                  y[i] = Float.floatToRawIntBits(a[i]);
                }
              };
      case REPAIR -> {
        float limit = (float) in.constant();
        Scalar.Function.Body function = in.function();
        yield (Loop<float[], float[], Object, float[]>)
            (a, b, _, y, n) -> {
              for (int i = 0; i < n; i++) {
                y[i] = Math.abs(a[i]) <= limit ? b[i] : (float) function.at(a[i], 0, 0);
              }
            };
      }
      case LOAD,
          CONSTANT,
          AND,
          OR,
          NOT,
          CONVERT,
          FROM_BITS,
          SHIFT_UP,
          SHIFT_DOWN,
          BIT_AND,
          BIT_OR,
          CALL ->
          throw new AssertionError(in.code());
    };
  }

  /// On the bits of doubles.
  private static Loop<?, ?, ?, ?> longs(Body.Instruction in) {
    int by = (int) in.number();
    return switch (in.code()) {
      case ADD ->
          (Loop<long[], long[], Object, long[]>)
              (a, b, _, y, n) -> {
                for (int i = 0; i < n; i++) {
                  y[i] = a[i] + b[i];
                }
              };
      case SUB ->
          (Loop<long[], long[], Object, long[]>)
              (a, b, _, y, n) -> {
                for (int i = 0; i < n; i++) {
                  y[i] = a[i] - b[i];
                }
              };
      case SELECT ->
          (Loop<boolean[], long[], long[], long[]>)
              (a, b, c, y, n) -> {
                for (int i = 0; i < n; i++) {
                  y[i] = a[i] ? b[i] : c[i];
                }
              };
      case SHIFT_UP ->
          (Loop<long[], Object, Object, long[]>)
              (a, _, _, y, n) -> {
                for (int i = 0; i < n; i++) {
                  y[i] = a[i] << by;
                }
              };
      case SHIFT_DOWN ->
          (Loop<long[], Object, Object, long[]>)
              (a, _, _, y, n) -> {
                for (int i = 0; i < n; i++) {
                  y[i] = a[i] >>> by;
                }
              };
      case BIT_AND ->
          (Loop<long[], long[], Object, long[]>)
              (a, b, _, y, n) -> {
                for (int i = 0; i < n; i++) {
                  y[i] = a[i] & b[i];
                }
              };
      case BIT_OR ->
          (Loop<long[], long[], Object, long[]>)
              (a, b, _, y, n) -> {
                for (int i = 0; i < n; i++) {
                  y[i] = a[i] | b[i];
                }
              };
      case FROM_BITS ->
          (Loop<long[], Object, Object, double[]>)
              (a, _, _, y, n) -> {
                for (int i = 0; i < n; i++) {
                  y[i] = Double.longBitsToDouble(a[i]);
                }
              };
      case LOAD,
          CONSTANT,
          NEG,
          ABS,
          SQRT,
          MUL,
          DIV,
          FMA,
          MAX,
          MIN,
          LESS,
          LESS_EQUAL,
          EQUAL,
          AND,
          OR,
          NOT,
          CONVERT,
          BITS,
          REPAIR,
          CALL ->
          throw new AssertionError(in.code());
    };
  }

  /// On the bits of floats.
  private static Loop<?, ?, ?, ?> ints(Body.Instruction in) {
    int by = (int) in.number();
    return switch (in.code()) {
      case ADD ->
          (Loop<int[], int[], Object, int[]>)
              (a, b, _, y, n) -> {
                for (int i = 0; i < n; i++) {
                  y[i] = a[i] + b[i];
                }
              };
      case SUB ->
          (Loop<int[], int[], Object, int[]>)
              (a, b, _, y, n) -> {
                for (int i = 0; i < n; i++) {
                  y[i] = a[i] - b[i];
                }
              };
      case SELECT ->
          (Loop<boolean[], int[], int[], int[]>)
              (a, b, c, y, n) -> {
                for (int i = 0; i < n; i++) {
                  y[i] = a[i] ? b[i] : c[i];
                }
              };
      case SHIFT_UP ->
          (Loop<int[], Object, Object, int[]>)
              (a, _, _, y, n) -> {
                for (int i = 0; i < n; i++) {
                  y[i] = a[i] << by;
                }
              };
      case SHIFT_DOWN ->
          (Loop<int[], Object, Object, int[]>)
              (a, _, _, y, n) -> {
                for (int i = 0; i < n; i++) {
                  y[i] = a[i] >>> by;
                }
              };
      case BIT_AND ->
          (Loop<int[], int[], Object, int[]>)
              (a, b, _, y, n) -> {
                for (int i = 0; i < n; i++) {
                  y[i] = a[i] & b[i];
                }
              };
      case BIT_OR ->
          (Loop<int[], int[], Object, int[]>)
              (a, b, _, y, n) -> {
                for (int i = 0; i < n; i++) {
                  y[i] = a[i] | b[i];
                }
              };
      case FROM_BITS ->
          (Loop<int[], Object, Object, float[]>)
              (a, _, _, y, n) -> {
                for (int i = 0; i < n; i++) {
                  y[i] = Float.intBitsToFloat(a[i]);
                }
              };
      case LOAD,
          CONSTANT,
          NEG,
          ABS,
          SQRT,
          MUL,
          DIV,
          FMA,
          MAX,
          MIN,
          LESS,
          LESS_EQUAL,
          EQUAL,
          AND,
          OR,
          NOT,
          CONVERT,
          BITS,
          REPAIR,
          CALL ->
          throw new AssertionError(in.code());
    };
  }

  /// On truth values, which are numbers too.
  private static Loop<?, ?, ?, ?> truths(Body.Instruction in) {
    return switch (in.code()) {
      case AND ->
          (Loop<boolean[], boolean[], Object, boolean[]>)
              (a, b, _, y, n) -> {
                for (int i = 0; i < n; i++) {
                  y[i] = a[i] & b[i];
                }
              };
      case OR ->
          (Loop<boolean[], boolean[], Object, boolean[]>)
              (a, b, _, y, n) -> {
                for (int i = 0; i < n; i++) {
                  y[i] = a[i] | b[i];
                }
              };
      case NOT ->
          (Loop<boolean[], Object, Object, boolean[]>)
              (a, _, _, y, n) -> {
                for (int i = 0; i < n; i++) {
                  y[i] = !a[i];
                }
              };
      case CONVERT ->
          in.lane() == Lane.F64
              ? (Loop<boolean[], Object, Object, double[]>)
                  (a, _, _, y, n) -> {
                    for (int i = 0; i < n; i++) {
                      y[i] = a[i] ? 1 : 0;
                    }
                  }
              : (Loop<boolean[], Object, Object, float[]>)
                  (a, _, _, y, n) -> {
                    for (int i = 0; i < n; i++) {
                      y[i] = a[i] ? 1 : 0;
                    }
                  };
      case LOAD,
          CONSTANT,
          NEG,
          ABS,
          SQRT,
          ADD,
          SUB,
          MUL,
          DIV,
          FMA,
          MAX,
          MIN,
          LESS,
          LESS_EQUAL,
          EQUAL,
          SELECT,
          BITS,
          FROM_BITS,
          SHIFT_UP,
          SHIFT_DOWN,
          BIT_AND,
          BIT_OR,
          REPAIR,
          CALL ->
          throw new AssertionError(in.code());
    };
  }
}
