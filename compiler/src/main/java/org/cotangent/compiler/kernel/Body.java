package org.cotangent.compiler.kernel;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.cotangent.primitive.Scalar;

/// What a loop does with the elements at one place: instructions, each of which uses earlier ones by number. Equal instructions
/// are one. Mutable while it is made.
public final class Body {
  /// One instruction.
  ///
  /// @param code what it does
  /// @param lane the type of its result
  /// @param operands the numbers of the instructions whose results it takes
  /// @param number the bits of a constant; the operand that is loaded; how far bits are shifted
  /// @param function what a call calls
  public record Instruction(
      Code code, Lane lane, List<Integer> operands, long number, Scalar.Function.Body function) {
    /// Copies the list.
    public Instruction {
      operands = List.copyOf(operands);
    }

    /// The constant.
    double constant() {
      return Double.longBitsToDouble(number);
    }

    int operand(int i) {
      return operands.get(i);
    }
  }

  private static final Scalar.Function.Body NOTHING = (a, _, _) -> a;

  private final List<Instruction> instructions = new ArrayList<>();
  private final Map<Instruction, Integer> numbers = new HashMap<>();

  /// The instructions so far.
  public List<Instruction> instructions() {
    return instructions;
  }

  /// Instruction number `i`.
  public Instruction get(int i) {
    return instructions.get(i);
  }

  /// The lane of instruction `i`.
  public Lane lane(int i) {
    return instructions.get(i).lane;
  }

  /// Roughly what all of it costs, in additions.
  public int weight() {
    int weight = 0;
    for (Instruction instruction : instructions) {
      weight += instruction.code.weight();
    }
    return weight;
  }

  private int add(Code code, Lane lane, List<Integer> operands, long number) {
    return add(new Instruction(code, lane, operands, number, NOTHING));
  }

  /// Adds an instruction as it is.
  int add(Instruction instruction) {
    Integer known = numbers.get(instruction);
    if (known != null) {
      return known;
    }
    int number = instructions.size();
    instructions.add(instruction);
    numbers.put(instruction, number);
    return number;
  }

  /// The element of operand `operand`, which holds elements of that lane.
  public int load(int operand, Lane lane) {
    return add(Code.LOAD, lane, List.of(), operand);
  }

  /// A number; of [Lane#BOOL], whether it is not 0.
  public int constant(double value, Lane lane) {
    double rounded =
        switch (lane) {
          case F64 -> value;
          case F32 -> (float) value;
          case I64, I32, BOOL ->
              throw new IllegalArgumentException("constant: " + lane + " is not floating");
        };
    return add(Code.CONSTANT, lane, List.of(), Double.doubleToRawLongBits(rounded));
  }

  /// A constant of bits.
  int bits(long value, Lane lane) {
    return add(Code.CONSTANT, lane, List.of(), value);
  }

  /// A truth value.
  int truth(boolean value) {
    return add(Code.CONSTANT, Lane.BOOL, List.of(), value ? 1 : 0);
  }

  private boolean isConstant(int i) {
    return get(i).code == Code.CONSTANT;
  }

  /// Whether instruction `i` is this floating constant, signs of zero included.
  boolean is(int i, double value) {
    Instruction instruction = get(i);
    return instruction.code == Code.CONSTANT
        && instruction.lane.floating()
        && instruction.number == Double.doubleToRawLongBits(value);
  }

  private int unary(Code code, int x) {
    if (isConstant(x) && lane(x).floating()) {
      double value = get(x).constant();
      switch (code) {
        case NEG -> {
          return constant(-value, lane(x));
        }
        case ABS -> {
          return constant(Math.abs(value), lane(x));
        }
        case SQRT -> {
          return constant(Math.sqrt(value), lane(x));
        }
        default -> {}
      }
    }
    return add(code, lane(x), List.of(x), 0);
  }

  private int binary(Code code, int x, int y) {
    if (lane(x) != lane(y)) {
      throw new IllegalArgumentException(code + " of " + lane(x) + " and " + lane(y));
    }
    return add(code, lane(x), List.of(x, y), 0);
  }

  /// `-x`.
  public int neg(int x) {
    return unary(Code.NEG, x);
  }

  /// `|x|`.
  public int abs(int x) {
    return unary(Code.ABS, x);
  }

  /// `√x`.
  public int sqrt(int x) {
    return unary(Code.SQRT, x);
  }

  /// `x + y`, of numbers or bits.
  public int add(int x, int y) {
    return binary(Code.ADD, x, y);
  }

  /// `x − y`.
  public int sub(int x, int y) {
    return binary(Code.SUB, x, y);
  }

  /// `x · y`.
  public int mul(int x, int y) {
    if (is(x, 1) || is(y, 2)) {
      return is(y, 2) ? add(x, x) : y;
    }
    return is(y, 1) ? x : is(x, 2) ? add(y, y) : binary(Code.MUL, x, y);
  }

  /// `x / y`.
  public int div(int x, int y) {
    return is(y, 1) ? x : binary(Code.DIV, x, y);
  }

  /// `x·y + z`, rounded once.
  public int fma(int x, int y, int z) {
    return add(Code.FMA, lane(x), List.of(x, y, z), 0);
  }

  /// The larger; NaN passes.
  public int max(int x, int y) {
    return binary(Code.MAX, x, y);
  }

  /// The smaller; NaN passes.
  public int min(int x, int y) {
    return binary(Code.MIN, x, y);
  }

  private int compare(Code code, int x, int y) {
    if (lane(x) != lane(y)) {
      throw new IllegalArgumentException(code + " of " + lane(x) + " and " + lane(y));
    }
    return add(code, Lane.BOOL, List.of(x, y), 0);
  }

  /// `x < y`.
  public int less(int x, int y) {
    return compare(Code.LESS, x, y);
  }

  /// `x ≤ y`.
  public int lessEqual(int x, int y) {
    return compare(Code.LESS_EQUAL, x, y);
  }

  /// `x = y`.
  public int equal(int x, int y) {
    return compare(Code.EQUAL, x, y);
  }

  /// Both.
  public int and(int x, int y) {
    return add(Code.AND, Lane.BOOL, List.of(x, y), 0);
  }

  /// One of them.
  public int or(int x, int y) {
    return add(Code.OR, Lane.BOOL, List.of(x, y), 0);
  }

  /// The other truth value.
  public int not(int x) {
    return get(x).code == Code.NOT ? get(x).operand(0) : add(Code.NOT, Lane.BOOL, List.of(x), 0);
  }

  /// `mask ? x : y`.
  public int select(int mask, int x, int y) {
    if (x == y) {
      return x;
    }
    if (lane(x) == Lane.BOOL) {
      return or(and(mask, x), and(not(mask), y));
    }
    return add(Code.SELECT, lane(x), List.of(mask, x, y), 0);
  }

  /// The truth value of a number: whether it is not 0; NaN is true.
  public int truth(int x) {
    Instruction instruction = get(x);
    if (instruction.lane == Lane.BOOL) {
      return x;
    }
    if (instruction.code == Code.CONVERT && lane(instruction.operand(0)) == Lane.BOOL) {
      return instruction.operand(0);
    }
    return not(equal(x, zero(instruction.lane)));
  }

  private int zero(Lane lane) {
    return lane.floating() ? constant(0, lane) : bits(0, lane);
  }

  /// `x` in another lane: numbers as Java casts them, truth values as 1 and 0.
  public int convert(int x, Lane lane) {
    Instruction instruction = get(x);
    if (instruction.lane == lane) {
      return x;
    }
    if (lane == Lane.BOOL) {
      return truth(x);
    }
    if (instruction.code == Code.CONSTANT && instruction.lane.floating() && lane.floating()) {
      return constant(instruction.constant(), lane);
    }
    return add(Code.CONVERT, lane, List.of(x), 0);
  }

  int bitsOf(int x) {
    return add(Code.BITS, lane(x).bits(), List.of(x), 0);
  }

  int fromBits(int x) {
    return add(Code.FROM_BITS, lane(x) == Lane.I64 ? Lane.F64 : Lane.F32, List.of(x), 0);
  }

  int shiftUp(int x, int by) {
    return add(Code.SHIFT_UP, lane(x), List.of(x), by);
  }

  int shiftDown(int x, int by) {
    return add(Code.SHIFT_DOWN, lane(x), List.of(x), by);
  }

  int bitAnd(int x, int y) {
    return binary(Code.BIT_AND, x, y);
  }

  int bitOr(int x, int y) {
    return binary(Code.BIT_OR, x, y);
  }

  int bitXor(int x, int y) {
    return binary(Code.BIT_XOR, x, y);
  }

  /// A function that has no other form; it takes and returns doubles.
  public int call(Scalar.Function.Body function, Lane lane, List<Integer> operands) {
    return add(new Instruction(Code.CALL, lane, operands, 0, function));
  }

  /// The lane of the floating values; of several the first's, [Lane#F64] if there are none.
  public Lane floating() {
    for (Instruction instruction : instructions) {
      if (instruction.lane.floating()) {
        return instruction.lane;
      }
    }
    return Lane.F64;
  }

  /// `y`, except where `|x| ≤ limit` does not hold: there `function` of x.
  int repair(Scalar.Function.Body function, int x, int y, double limit) {
    return add(
        new Instruction(
            Code.REPAIR, lane(x), List.of(x, y), Double.doubleToRawLongBits(limit), function));
  }

  /// Whether all of it can be done on vectors: floating values of one width, their bits, and truth values.
  public boolean uniform() {
    boolean wide = false;
    boolean narrow = false;
    for (Instruction instruction : instructions) {
      switch (instruction.lane) {
        case F64 -> wide = true;
        case F32 -> narrow = true;
        case I64, I32 -> {
          if (instruction.code == Code.LOAD || instruction.code == Code.CONVERT) {
            return false;
          }
        }
        case BOOL -> {}
      }
      if (instruction.code == Code.CONVERT && lane(instruction.operand(0)) != Lane.BOOL) {
        return false;
      }
    }
    return wide != narrow;
  }
}
