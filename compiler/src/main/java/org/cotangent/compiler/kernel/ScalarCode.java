package org.cotangent.compiler.kernel;

import static java.lang.constant.ConstantDescs.CD_boolean;
import static java.lang.constant.ConstantDescs.CD_double;
import static java.lang.constant.ConstantDescs.CD_float;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.DynamicConstantDesc;
import java.lang.constant.MethodHandleDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.List;
import org.cotangent.primitive.Scalar;

/// Instructions on single elements as bytecode. Truth values are the ints 0 and 1.
final class ScalarCode {
  static final ClassDesc MATH = Math.class.describeConstable().orElseThrow();
  static final ClassDesc FUNCTION = Scalar.Function.Body.class.describeConstable().orElseThrow();
  private static final ClassDesc DOUBLE = Double.class.describeConstable().orElseThrow();
  private static final ClassDesc FLOAT = Float.class.describeConstable().orElseThrow();

  private static final DirectMethodHandleDesc CLASS_DATA =
      MethodHandleDesc.ofMethod(
          DirectMethodHandleDesc.Kind.STATIC,
          java.lang.invoke.MethodHandles.class.describeConstable().orElseThrow(),
          "classDataAt",
          MethodTypeDesc.of(
              ConstantDescs.CD_Object,
              ConstantDescs.CD_MethodHandles_Lookup,
              ConstantDescs.CD_String,
              ConstantDescs.CD_Class,
              CD_int));

  private ScalarCode() {}

  static TypeKind kind(Lane lane) {
    return switch (lane) {
      case F64 -> TypeKind.DOUBLE;
      case F32 -> TypeKind.FLOAT;
      case I64 -> TypeKind.LONG;
      case I32, BOOL -> TypeKind.INT;
    };
  }

  static ClassDesc type(Lane lane) {
    return switch (lane) {
      case F64 -> CD_double;
      case F32 -> CD_float;
      case I64 -> CD_long;
      case I32 -> CD_int;
      case BOOL -> CD_boolean;
    };
  }

  /// How elements lie in arrays.
  static TypeKind element(Lane lane) {
    return lane == Lane.BOOL ? TypeKind.BOOLEAN : kind(lane);
  }

  static void number(CodeBuilder code, Body.Instruction constant) {
    switch (constant.lane()) {
      case F64 -> code.loadConstant(constant.constant());
      case F32 -> code.loadConstant((float) constant.constant());
      case I64 -> code.loadConstant(constant.number());
      case I32, BOOL -> code.loadConstant((int) constant.number());
    }
  }

  /// The called function as a constant of the class: number `index` of its data.
  static void function(CodeBuilder code, int index) {
    code.loadConstant(
        DynamicConstantDesc.ofNamed(CLASS_DATA, ConstantDescs.DEFAULT_NAME, FUNCTION, index));
  }

  /// Writes an instruction whose operands are on the stack, of `lanes`, except for loads, constants, choices and calls.
  static void write(CodeBuilder code, Body.Instruction instruction, List<Lane> lanes) {
    Lane lane = instruction.lane();
    switch (instruction.code()) {
      case NEG -> {
        if (lane == Lane.F64) {
          code.dneg();
        } else {
          code.fneg();
        }
      }
      case ABS -> math(code, "abs", lane, 1);
      case SQRT -> {
        if (lane == Lane.F32) {
          code.f2d();
        }
        math(code, "sqrt", Lane.F64, 1);
        if (lane == Lane.F32) {
          code.d2f();
        }
      }
      case ADD -> arithmetic(code, lane, code::dadd, code::fadd, code::ladd, code::iadd);
      case SUB -> arithmetic(code, lane, code::dsub, code::fsub, code::lsub, code::isub);
      case MUL -> arithmetic(code, lane, code::dmul, code::fmul, code::lmul, code::imul);
      case DIV -> arithmetic(code, lane, code::ddiv, code::fdiv, code::ldiv, code::idiv);
      case FMA -> math(code, "fma", lane, 3);
      case MAX -> math(code, "max", lane, 2);
      case MIN -> math(code, "min", lane, 2);
      case LESS, LESS_EQUAL, EQUAL -> compare(code, instruction.code(), lanes.get(0));
      case AND -> code.iand();
      case OR -> code.ior();
      case NOT -> code.loadConstant(1).ixor();
      case CONVERT -> convert(code, lanes.get(0), lane);
      case BITS -> {
        if (lane == Lane.I64) {
          code.invokestatic(DOUBLE, "doubleToRawLongBits", MethodTypeDesc.of(CD_long, CD_double));
        } else {
          code.invokestatic(FLOAT, "floatToRawIntBits", MethodTypeDesc.of(CD_int, CD_float));
        }
      }
      case FROM_BITS -> {
        if (lane == Lane.F64) {
          code.invokestatic(DOUBLE, "longBitsToDouble", MethodTypeDesc.of(CD_double, CD_long));
        } else {
          code.invokestatic(FLOAT, "intBitsToFloat", MethodTypeDesc.of(CD_float, CD_int));
        }
      }
      case SHIFT_UP -> {
        code.loadConstant((int) instruction.number());
        bits(lane, code::lshl, code::ishl);
      }
      case SHIFT_DOWN -> {
        code.loadConstant((int) instruction.number());
        bits(lane, code::lushr, code::iushr);
      }
      case BIT_AND -> bits(lane, code::land, code::iand);
      case BIT_OR -> bits(lane, code::lor, code::ior);
      case BIT_XOR -> bits(lane, code::lxor, code::ixor);
      case LOAD, CONSTANT, SELECT, REPAIR, CALL -> throw new AssertionError(instruction.code());
    }
  }

  private static void bits(Lane lane, Runnable wide, Runnable narrow) {
    if (lane == Lane.I64) {
      wide.run();
    } else {
      narrow.run();
    }
  }

  private static void arithmetic(
      CodeBuilder code, Lane lane, Runnable d, Runnable f, Runnable l, Runnable i) {
    switch (lane) {
      case F64 -> d.run();
      case F32 -> f.run();
      case I64 -> l.run();
      case I32 -> i.run();
      case BOOL -> throw new AssertionError(code);
    }
  }

  static void math(CodeBuilder code, String name, Lane lane, int arity) {
    ClassDesc type = type(lane);
    code.invokestatic(
        MATH, name, MethodTypeDesc.of(type, java.util.Collections.nCopies(arity, type)));
  }

  private static void compare(CodeBuilder code, Code comparison, Lane lane) {
    Label yes = code.newLabel();
    Label end = code.newLabel();
    switch (lane) {
      // With NaN the difference is positive, so that neither `<` nor `≤` holds.
      case F64 -> code.dcmpg();
      case F32 -> code.fcmpg();
      case I64 -> code.lcmp();
      case I32, BOOL -> {
        code.i2l();
        throw new AssertionError("comparison of " + lane);
      }
    }
    switch (comparison) {
      case LESS -> code.iflt(yes);
      case LESS_EQUAL -> code.ifle(yes);
      case EQUAL -> code.ifeq(yes);
      default -> throw new AssertionError(comparison);
    }
    code.loadConstant(0).goto_(end).labelBinding(yes).loadConstant(1).labelBinding(end);
  }

  private static void convert(CodeBuilder code, Lane from, Lane to) {
    switch (from) {
      case F64 -> {
        switch (to) {
          case F32 -> code.d2f();
          case I64 -> code.d2l();
          case I32 -> code.d2i();
          case F64, BOOL -> throw new AssertionError(to);
        }
      }
      case F32 -> {
        switch (to) {
          case F64 -> code.f2d();
          case I64 -> code.f2l();
          case I32 -> code.f2i();
          case F32, BOOL -> throw new AssertionError(to);
        }
      }
      case I64 -> {
        switch (to) {
          case F64 -> code.l2d();
          case F32 -> code.l2d().d2f();
          case I32 -> code.l2i();
          case I64, BOOL -> throw new AssertionError(to);
        }
      }
      case I32, BOOL -> {
        switch (to) {
          case F64 -> code.i2d();
          case F32 -> code.i2f();
          case I64 -> code.i2l();
          case I32 -> {}
          case BOOL -> throw new AssertionError(to);
        }
      }
    }
  }
}
