package org.cotangent.compiler.kernel;

/// What an instruction of a loop does. Floating codes have a form for both floating lanes; those on bits for [Lane#I64] and
/// [Lane#I32].
public enum Code {
  /// An element of an operand.
  LOAD(0, 1),
  /// A number.
  CONSTANT(0, 0),
  /// `-x`.
  NEG(1, 1),
  /// `|x|`.
  ABS(1, 1),
  /// `√x`.
  SQRT(1, 2),
  /// `x + y`.
  ADD(2, 1),
  /// `x − y`.
  SUB(2, 1),
  /// `x · y`.
  MUL(2, 1),
  /// `x / y`.
  DIV(2, 2),
  /// `x·y + z`, rounded once.
  FMA(3, 1),
  /// The larger; NaN passes.
  MAX(2, 1),
  /// The smaller; NaN passes.
  MIN(2, 1),
  /// `x < y`: a truth value.
  LESS(2, 1),
  /// `x ≤ y`: a truth value.
  LESS_EQUAL(2, 1),
  /// `x = y`: a truth value.
  EQUAL(2, 1),
  /// Both truth values.
  AND(2, 1),
  /// One of two truth values.
  OR(2, 1),
  /// The other truth value.
  NOT(1, 1),
  /// `mask ? x : y`.
  SELECT(3, 1),
  /// Converts to another lane.
  CONVERT(1, 1),
  /// The bits of a floating value.
  BITS(1, 0),
  /// The floating value of bits.
  FROM_BITS(1, 0),
  /// Bits moved up by a constant.
  SHIFT_UP(1, 1),
  /// Bits moved down by a constant; zeros come in.
  SHIFT_DOWN(1, 1),
  /// The bits that both have.
  BIT_AND(2, 1),
  /// The bits that one has.
  BIT_OR(2, 1),
  /// The bits that only one has.
  BIT_XOR(2, 1),
  /// `y`, but where `|x|` is not at most a constant, a function of `x`: for arguments that are rare.
  REPAIR(2, 2),
  /// A function of one to three numbers that has no vector form: each lane by itself.
  CALL(-1, 40);

  private final int arity;
  private final int weight;

  Code(int arity, int weight) {
    this.arity = arity;
    this.weight = weight;
  }

  int arity() {
    return arity;
  }

  /// Roughly what it costs, in additions.
  int weight() {
    return weight;
  }
}
