package org.cotangent.compiler.scalar;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.cotangent.primitive.Intrinsic;
import org.cotangent.primitive.Scalar;

/// Scalar values in static single assignment, each made of earlier ones. Equal values are one value; constants are folded, and
/// identities that hold bit for bit are applied on the way in ([Identities]).
///
/// Floating numbers and truth values (0 and 1) are `double`s, whole numbers are `long`s. Not thread-safe.
final class Values {
  /// What a value is.
  enum Kind {
    /// Number `detail` of the region's inputs.
    INPUT(0),
    /// The same, a whole number.
    WHOLE_INPUT(0),
    /// Loop number `detail`: it makes values in memory.
    LOOP(0),
    /// Place `detail` of what loop `a` makes.
    RESULT(1),
    /// The same, a whole number.
    WHOLE_RESULT(1),
    /// The constant with these bits.
    NUMBER(0),
    /// The whole constant.
    WHOLE(0),
    /// Intrinsic number `detail` of one `double`.
    UNARY(1),
    /// Intrinsic number `detail` of two `double`s.
    BINARY(2),
    /// Intrinsic number `detail` of one `long`.
    WHOLE_UNARY(1),
    /// Intrinsic number `detail` of two `long`s.
    WHOLE_BINARY(2),
    /// `a != 0 ? b : c`.
    CHOICE(3),
    /// The same of whole numbers `b`, `c`.
    WHOLE_CHOICE(3),
    /// Function number `detail` of one to three `double`s.
    FUNCTION(3),
    /// A whole number as `double`.
    TO_DOUBLE(1),
    /// A `double` as whole number, toward zero.
    TO_LONG(1),
    /// A `double` as `int`, toward zero and within bounds.
    TO_INT(1),
    /// The lowest 32 bits of a whole number.
    WRAP_INT(1),
    /// A `double` rounded to `float`.
    TO_FLOAT(1);

    private static final Kind[] ALL = values();
    private final int arity;

    Kind(int arity) {
      this.arity = arity;
    }
  }

  /// No operand.
  static final int NONE = -1;

  private static final Intrinsic[] INTRINSICS = Intrinsic.values();

  private final int limit;
  private int count;
  private int operations;
  private byte[] kinds = new byte[64];
  private int[] details = new int[64];
  private int[] operands = new int[3 * 64];
  private long[] constants = new long[64];

  /// Whether it can be `-0.0`.
  private boolean[] negativeZero = new boolean[64];

  /// Open addressing: a value's number plus 1, or 0.
  private int[] table = new int[256];

  private final List<Loop> loops = new ArrayList<>();
  private final List<int[]> loopOperands = new ArrayList<>();
  private final List<Scalar.Function.Body> functions;
  private final Map<Scalar.Function.Body, Integer> functionNumbers;

  Values(int limit) {
    this.limit = limit;
    this.functions = new ArrayList<>();
    this.functionNumbers = new IdentityHashMap<>();
  }

  /// Those of a loop's body, in the same class as `outer`.
  private Values(Values outer) {
    this.limit = outer.limit;
    this.functions = outer.functions;
    this.functionNumbers = outer.functionNumbers;
  }

  /// Values of a loop's body.
  Values inner() {
    return new Values(this);
  }

  int count() {
    return count;
  }

  /// How many of them are computed, needed or not.
  int operations() {
    return operations;
  }

  Kind kind(int value) {
    return Kind.ALL[kinds[value]];
  }

  Intrinsic intrinsic(int value) {
    return INTRINSICS[details[value]];
  }

  int detail(int value) {
    return details[value];
  }

  /// Operand `i`, which may be [#NONE] of a function.
  int operand(int value, int i) {
    if (kinds[value] == Kind.LOOP.ordinal()) {
      return loopOperands.get(details[value])[i];
    }
    return operands[3 * value + i];
  }

  /// How many operands it has.
  int arity(int value) {
    if (kinds[value] == Kind.LOOP.ordinal()) {
      return loopOperands.get(details[value]).length;
    }
    int arity = kind(value).arity;
    while (arity > 0 && operands[3 * value + arity - 1] == NONE) {
      arity--;
    }
    return arity;
  }

  boolean whole(int value) {
    return switch (kind(value)) {
      case WHOLE,
          WHOLE_INPUT,
          WHOLE_RESULT,
          WHOLE_UNARY,
          WHOLE_BINARY,
          WHOLE_CHOICE,
          TO_LONG,
          TO_INT,
          WRAP_INT ->
          true;
      case INPUT, RESULT, LOOP, NUMBER, UNARY, BINARY, CHOICE, FUNCTION, TO_DOUBLE, TO_FLOAT ->
          false;
    };
  }

  boolean constant(int value) {
    return kind(value) == Kind.NUMBER || kind(value) == Kind.WHOLE;
  }

  boolean isNumber(int value, double number) {
    return kind(value) == Kind.NUMBER && constants[value] == Double.doubleToRawLongBits(number);
  }

  double number(int value) {
    return Double.longBitsToDouble(constants[value]);
  }

  long wholeNumber(int value) {
    return constants[value];
  }

  boolean mayBeNegativeZero(int value) {
    return negativeZero[value];
  }

  /// Whether it is known to be 0 or 1.
  boolean isTruth(int value) {
    return switch (kind(value)) {
      case NUMBER -> number(value) == 0 || number(value) == 1;
      case WHOLE -> wholeNumber(value) == 0 || wholeNumber(value) == 1;
      case UNARY, WHOLE_UNARY, BINARY, WHOLE_BINARY ->
          switch (intrinsic(value)) {
            case NOT, IS_NAN, LESS, LESS_EQUAL, EQUAL, AND, OR -> true;
            default -> false;
          };
      case CHOICE, WHOLE_CHOICE -> isTruth(operand(value, 1)) && isTruth(operand(value, 2));
      case TO_DOUBLE, TO_LONG -> isTruth(operand(value, 0));
      case INPUT, WHOLE_INPUT, LOOP, RESULT, WHOLE_RESULT, FUNCTION, TO_INT, WRAP_INT, TO_FLOAT ->
          false;
    };
  }

  List<Scalar.Function.Body> functions() {
    return functions;
  }

  List<Loop> loops() {
    return loops;
  }

  boolean is(int value, Intrinsic f) {
    return (kind(value) == Kind.UNARY || kind(value) == Kind.BINARY) && intrinsic(value) == f;
  }

  // Making values

  int input(int index) {
    return make(Kind.INPUT, index, NONE, NONE, NONE, 0, true);
  }

  int wholeInput(int index) {
    return make(Kind.WHOLE_INPUT, index, NONE, NONE, NONE, 0, false);
  }

  /// A loop; [#result] tells what it makes.
  int loop(Loop loop) {
    loops.add(loop);
    loopOperands.add(loop.operands());
    return make(Kind.LOOP, loops.size() - 1, NONE, NONE, NONE, 0, false);
  }

  int result(int loop, int place, boolean whole) {
    Kind kind = whole ? Kind.WHOLE_RESULT : Kind.RESULT;
    return make(kind, place, loop, NONE, NONE, 0, !whole);
  }

  /// The loop that a value is.
  Loop loop(int value) {
    return loops.get(details[value]);
  }

  /// Whether it is computed by code of its own: not so constants, inputs, and what lies in memory.
  boolean computed(int value) {
    return operation(kind(value));
  }

  private static boolean operation(Kind kind) {
    return switch (kind) {
      case INPUT, WHOLE_INPUT, NUMBER, WHOLE, RESULT, WHOLE_RESULT -> false;
      default -> true;
    };
  }

  /// Whether it lies where a loop left it.
  boolean inMemory(int value) {
    return kind(value) == Kind.RESULT || kind(value) == Kind.WHOLE_RESULT;
  }

  int constant(double number) {
    long bits = Double.doubleToRawLongBits(number);
    return make(Kind.NUMBER, 0, NONE, NONE, NONE, bits, bits == Long.MIN_VALUE);
  }

  int constant(long number) {
    return make(Kind.WHOLE, 0, NONE, NONE, NONE, number, false);
  }

  /// An intrinsic of one operand, of its type.
  int unary(Intrinsic f, int x) {
    if (whole(x)) {
      if (constant(x)) {
        return constant(ofOne(f).at(wholeNumber(x), 0, 0, 0L));
      }
      return make(Kind.WHOLE_UNARY, f.ordinal(), x, NONE, NONE, 0, false);
    }
    if (constant(x)) {
      return constant(ofOne(f).at(number(x), 0, 0, 0));
    }
    return Identities.unary(this, f, x);
  }

  /// An intrinsic of two operands, of their type.
  int binary(Intrinsic f, int x, int y) {
    boolean folds = constant(x) && constant(y);
    if (whole(x)) {
      if (folds) {
        return constant(ofTwo(f).at(wholeNumber(x), wholeNumber(y), 0, 0L));
      }
      return make(Kind.WHOLE_BINARY, f.ordinal(), x, y, NONE, 0, false);
    }
    if (folds) {
      return constant(ofTwo(f).at(number(x), number(y), 0, 0));
    }
    return Identities.binary(this, f, x, y);
  }

  /// `test ? x : y`.
  int choice(int test, int x, int y) {
    if (x == y) {
      return x;
    }
    if (constant(test)) {
      return (whole(test) ? wholeNumber(test) != 0 : number(test) != 0) ? x : y;
    }
    if (is(test, Intrinsic.NOT)) {
      return choice(operand(test, 0), y, x);
    }
    return make(
        whole(x) ? Kind.WHOLE_CHOICE : Kind.CHOICE,
        0,
        test,
        x,
        y,
        0,
        mayBeNegativeZero(x) || mayBeNegativeZero(y));
  }

  /// A function that is no intrinsic, of one to three operands.
  int function(Scalar.Function.Body body, int x, int y, int z) {
    if (constant(x) && (y == NONE || constant(y)) && (z == NONE || constant(z))) {
      return constant(body.at(number(x), y == NONE ? 0 : number(y), z == NONE ? 0 : number(z)));
    }
    int index =
        functionNumbers.computeIfAbsent(
            body,
            b -> {
              functions.add(b);
              return functions.size() - 1;
            });
    return make(Kind.FUNCTION, index, x, y, z, 0, true);
  }

  int toDouble(int x) {
    if (!whole(x)) {
      return x;
    }
    return constant(x)
        ? constant((double) wholeNumber(x))
        : make(Kind.TO_DOUBLE, 0, x, NONE, NONE, 0, false);
  }

  int toLong(int x) {
    if (whole(x)) {
      return x;
    }
    return constant(x)
        ? constant((long) number(x))
        : make(Kind.TO_LONG, 0, x, NONE, NONE, 0, false);
  }

  int toInt(int x) {
    int from = toDouble(x);
    return constant(from)
        ? constant((long) (int) number(from))
        : make(Kind.TO_INT, 0, from, NONE, NONE, 0, false);
  }

  int wrapInt(int x) {
    return constant(x)
        ? constant((long) (int) wholeNumber(x))
        : make(Kind.WRAP_INT, 0, x, NONE, NONE, 0, false);
  }

  int toFloat(int x) {
    if (kind(x) == Kind.TO_FLOAT) {
      return x;
    }
    return constant(x)
        ? constant((double) (float) number(x))
        : make(Kind.TO_FLOAT, 0, x, NONE, NONE, 0, true);
  }

  /// An intrinsic of `double`s as it is, without further identities.
  int plain(Intrinsic f, int x, int y, boolean negativeZero) {
    return y == NONE
        ? make(Kind.UNARY, f.ordinal(), x, NONE, NONE, 0, negativeZero)
        : make(Kind.BINARY, f.ordinal(), x, y, NONE, 0, negativeZero);
  }

  private static Scalar ofOne(Intrinsic f) {
    return new Scalar.Unary(f, new Scalar.Input(0));
  }

  private static Scalar ofTwo(Intrinsic f) {
    return new Scalar.Binary(f, new Scalar.Input(0), new Scalar.Input(1));
  }

  private int make(
      Kind kind, int detail, int x, int y, int z, long constant, boolean negativeZero) {
    int mask = table.length - 1;
    int at = hash(kind, detail, x, y, z, constant) & mask;
    while (table[at] != 0) {
      int found = table[at] - 1;
      if (kinds[found] == kind.ordinal()
          && details[found] == detail
          && operands[3 * found] == x
          && operands[3 * found + 1] == y
          && operands[3 * found + 2] == z
          && constants[found] == constant) {
        return found;
      }
      at = at + 1 & mask;
    }
    if (operation(kind) && operations++ == limit) {
      throw new Refusal("more than " + limit + " scalar operations");
    }
    if (count == kinds.length) {
      grow();
    }
    int made = count++;
    kinds[made] = (byte) kind.ordinal();
    details[made] = detail;
    operands[3 * made] = x;
    operands[3 * made + 1] = y;
    operands[3 * made + 2] = z;
    constants[made] = constant;
    this.negativeZero[made] = negativeZero;
    table[at] = made + 1;
    if (2 * count > table.length) {
      rehash();
    }
    return made;
  }

  private static int hash(Kind kind, int detail, int x, int y, int z, long constant) {
    long h = kind.ordinal() + 31L * detail;
    h = (h ^ x) * 0x9E3779B97F4A7C15L;
    h = (h ^ h >>> 29 ^ y) * 0xBF58476D1CE4E5B9L;
    h = (h ^ h >>> 32 ^ z) * 0x94D049BB133111EBL;
    h = (h ^ h >>> 29 ^ constant) * 0x9E3779B97F4A7C15L;
    return (int) (h >>> 32);
  }

  private void grow() {
    int size = 2 * count;
    kinds = Arrays.copyOf(kinds, size);
    details = Arrays.copyOf(details, size);
    operands = Arrays.copyOf(operands, 3 * size);
    constants = Arrays.copyOf(constants, size);
    negativeZero = Arrays.copyOf(negativeZero, size);
  }

  private void rehash() {
    table = new int[2 * table.length];
    int mask = table.length - 1;
    for (int value = 0; value < count; value++) {
      int at =
          hash(
                  kind(value),
                  details[value],
                  operands[3 * value],
                  operands[3 * value + 1],
                  operands[3 * value + 2],
                  constants[value])
              & mask;
      while (table[at] != 0) {
        at = at + 1 & mask;
      }
      table[at] = value + 1;
    }
  }
}
