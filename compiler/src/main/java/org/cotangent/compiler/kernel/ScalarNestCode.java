package org.cotangent.compiler.kernel;

import java.lang.classfile.Label;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.List;

/// A nest whose innermost loop works on one element at a time.
final class ScalarNestCode extends NestCode {
  /// The local of how many lanes the elements of the last, incomplete vector lie further behind.
  private int shift = -1;

  /// `width` and `overlapping` as in [NestCode].
  ScalarNestCode(Nest nest, Binding binding, int width, boolean overlapping) {
    super(nest, binding, width, overlapping);
  }

  /// Sums as vectors make them: the last one ends where the loop does.
  @Override
  void prologue() {
    if (overlapping && nest.outputs().stream().anyMatch(output -> output.folded(nest.loops()))) {
      shift = code.allocateLocal(TypeKind.INT);
      code.loadConstant(width);
      count();
      code.loadConstant(width - 1).iand().isub().loadConstant(width - 1).iand().istore(shift);
    }
  }

  /// Pushes how many turns the innermost loop has.
  private void count() {
    limit(innermost);
    if (open(innermost)) {
      code.iload(FROM).isub();
    }
  }

  @Override
  void openAccumulator(int k, Nest.Output output) {
    if (accumulators[k] < 0) {
      accumulators[k] = code.allocateLocal(TypeKind.REFERENCE);
    }
    code.loadConstant(width).newarray(ScalarCode.kind(output.lane())).astore(accumulators[k]);
    if (output.reduction() != Nest.Reduction.SUM) {
      code.aload(accumulators[k]);
      identity(output);
      code.invokestatic(
          java.util.Arrays.class.describeConstable().orElseThrow(),
          "fill",
          java.lang.constant.MethodTypeDesc.of(
              java.lang.constant.ConstantDescs.CD_void,
              ScalarCode.type(output.lane()).arrayType(),
              ScalarCode.type(output.lane())));
    }
  }

  @Override
  void pushTogether(int k, Nest.Output output) {
    ClassDesc type = ScalarCode.type(output.lane());
    code.aload(accumulators[k]);
    code.invokestatic(
        HELPERS, method(output.reduction()), MethodTypeDesc.of(type, type.arrayType()));
  }

  @Override
  void innermost() {
    int counter = counter(innermost);
    Label test = code.newLabel();
    Label end = code.newLabel();
    code.labelBinding(test).iload(counter);
    limit(innermost);
    code.if_icmpge(end);
    for (int i = 0; i < levels.length; i++) {
      if (levels[i] != innermost) {
        continue;
      }
      Body.Instruction instruction = body.get(i);
      if (instruction.code() == Code.LOAD) {
        Nest.Operand operand = nest.operands().get((int) instruction.number());
        code.aload(arrays[(int) instruction.number()]);
        place(operand);
        code.arrayLoad(ScalarCode.element(operand.lane()));
      } else {
        compute(i);
      }
      store(i);
    }
    for (int k = 0; k < nest.outputs().size(); k++) {
      output(k, nest.outputs().get(k));
    }
    code.iinc(counter, 1).goto_(test).labelBinding(end);
  }

  /// Pushes the index of what is read.
  private void place(Nest.Operand operand) {
    place(index(innermost - 1, operand), operand.strides().get(innermost), operand.jumps());
  }

  /// Pushes the index of an access.
  private void place(int outer, int stride, List<Nest.Jump> all) {
    code.iload(outer);
    if (stride != 0) {
      code.iload(counters[innermost]);
      times(stride);
      code.iadd();
    }
    for (Nest.Jump jump : jumps(innermost, all)) {
      code.aload(arrays[jump.list()]);
      place(nest.operands().get(jump.list()));
      code.iaload();
      times(jump.scale());
      code.iadd();
    }
  }

  private void output(int k, Nest.Output output) {
    if (output.reduction() == Nest.Reduction.NONE && output.level() < innermost) {
      return;
    }
    int array = arrays[nest.operands().size() + k];
    TypeKind element = ScalarCode.element(output.lane());
    if (output.folded(nest.loops())) {
      code.aload(accumulators[k]);
      partial();
      code.aload(accumulators[k]);
      partial();
      code.arrayLoad(element);
      load(output.value());
      combine(output);
      code.arrayStore(element);
      return;
    }
    int outer = index(innermost - 1, output);
    int stride = output.strides().get(innermost);
    code.aload(array);
    place(outer, stride, output.jumps());
    if (output.reduction() != Nest.Reduction.NONE) {
      code.aload(array);
      place(outer, stride, output.jumps());
      code.arrayLoad(element);
    }
    load(output.value());
    if (output.reduction() != Nest.Reduction.NONE) {
      combine(output);
    }
    code.arrayStore(element);
  }

  /// Pushes which partial sum an element belongs to.
  private void partial() {
    turn();
    if (shift >= 0) {
      turn();
      count();
      code.loadConstant(-width).iand();
      code.ifThenElse(
          Opcode.IF_ICMPGE, then -> then.iload(shift), otherwise -> otherwise.loadConstant(0));
      code.iadd();
    }
    code.loadConstant(width - 1).iand();
  }

  /// Pushes which turn of the innermost loop it is.
  private void turn() {
    code.iload(counters[innermost]);
    if (open(innermost)) {
      code.iload(FROM).isub();
    }
  }
}
