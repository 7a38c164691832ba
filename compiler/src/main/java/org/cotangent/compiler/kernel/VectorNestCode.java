package org.cotangent.compiler.kernel;

import static java.lang.constant.ConstantDescs.CD_boolean;
import static java.lang.constant.ConstantDescs.CD_double;
import static java.lang.constant.ConstantDescs.CD_float;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;

import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.List;

/// A nest whose innermost loop works on whole vectors of the machine's length. The last one ends where the loop does and does some
/// elements again, without masks: the JIT takes a multiple of the time for masked loads. Short loops have one text for all vectors.
/// What may be written over is read before. Loops that are unrolled, or shorter than a vector, end under a mask.
///
/// It names the vector module's types in what it writes only.
final class VectorNestCode extends NestCode {
  private static final String PACKAGE = "jdk.incubator.vector";
  private static final ClassDesc VECTOR = ClassDesc.of(PACKAGE, "Vector");
  private static final ClassDesc MASK = ClassDesc.of(PACKAGE, "VectorMask");
  private static final ClassDesc SPECIES = ClassDesc.of(PACKAGE, "VectorSpecies");
  private static final ClassDesc OPERATORS = ClassDesc.of(PACKAGE, "VectorOperators");
  private static final ClassDesc COMPARISON = OPERATORS.nested("Comparison");
  private static final ClassDesc BINARY = OPERATORS.nested("Binary");
  private static final ClassDesc ASSOCIATIVE = OPERATORS.nested("Associative");

  /// Loops of fewer vectors are small.
  private static final int SMALL = 16;

  /// The lane of the floating values, and their vectors.
  private final Lane lane;

  private final ClassDesc vector;
  private final ClassDesc bitVector;
  private final ClassDesc type;
  private final ClassDesc bitType;

  /// Elements in a vector, and vectors for each of which there are partial sums of their own.
  private final int length;

  private final int unrolled;
  private int species = -1;

  /// The local of an array in which a vector is taken apart.
  private int singles = -1;

  /// Locals of vectors that do not change in the innermost loop.
  private final int[] fixed;

  /// Locals of vectors of the current place.
  private int[] vectors = new int[0];

  /// Locals of the accumulators, `unrolled` for each output.
  private final int[][] partial;

  /// The local of the mask of the last vector; −1 for whole ones.
  private int mask = -1;

  /// How many elements are left where the mask is made.
  private int left = -1;

  /// The local of the place of the vector; the counter's, but for the last vector of a loop whose vectors overlap.
  private int at = -1;

  /// The local of the mask of what the vector before has not done; −1 if nobody asks.
  private int fresh = -1;

  /// The local of the numbers from 0.
  private int lanes = -1;

  /// Locals of the next vectors of operands that may be written over; −1 of others.
  private final int[] ahead;

  VectorNestCode(Nest nest, Binding binding, Lane lane, int length, int unrolled) {
    super(nest, binding, length * unrolled, overlaps(nest, length, unrolled));
    this.lane = lane;
    this.length = length;
    this.unrolled = unrolled;
    boolean wide = lane == Lane.F64;
    this.vector = ClassDesc.of(PACKAGE, wide ? "DoubleVector" : "FloatVector");
    this.bitVector = ClassDesc.of(PACKAGE, wide ? "LongVector" : "IntVector");
    this.type = wide ? CD_double : CD_float;
    this.bitType = wide ? CD_long : CD_int;
    this.fixed = filled(levels.length);
    this.partial = new int[nest.outputs().size()][];
    this.ahead = filled(nest.operands().size());
  }

  /// Whether the last vector ends where the loop does. Not where a list says to which elements something is added, each once.
  static boolean overlaps(Nest nest, int length, int unrolled) {
    return unrolled == 1 && !nest.ordered() && nest.extents().getLast() >= length;
  }

  /// Whether there may be a last vector that does elements again.
  private boolean ragged() {
    return open(innermost) || nest.extents().getLast() % length != 0;
  }

  private boolean reduces() {
    return nest.outputs().stream().anyMatch(output -> output.reduction() != Nest.Reduction.NONE);
  }

  /// Whether an output may lie in the array of an operand: then each element in the place of one.
  private boolean mayBeWritten(int k) {
    Nest.Operand operand = nest.operands().get(k);
    return binding.shared().get(k)
        && nest.outputs().stream()
            .anyMatch(output ->
                output.reduction() == Nest.Reduction.NONE
                    && output.lane() == operand.lane()
                    && output.offset() == operand.offset()
                    && output.strides().equals(operand.strides()));
  }

  /// Whether each element of a vector is found by one jump at most, and no whole vector is added to one place that a list says.
  static boolean reaches(Nest nest) {
    int innermost = nest.loops() - 1;
    return nest.operands().stream().allMatch(operand -> reaches(nest, operand.jumps()))
        && nest.outputs().stream()
            .allMatch(output ->
                output.jumps().isEmpty()
                    || reaches(nest, output.jumps())
                        && (output.strides().getLast() != 0
                            || output.jumps().stream()
                                .anyMatch(jump -> nest.level(jump.list()) == innermost)));
  }

  private static boolean reaches(Nest nest, List<Nest.Jump> jumps) {
    int innermost = nest.loops() - 1;
    List<Nest.Jump> changing =
        jumps.stream().filter(jump -> nest.level(jump.list()) == innermost).toList();
    return changing.size() <= 1
        && changing.stream()
            .flatMap(jump -> nest.operands().get(jump.list()).jumps().stream())
            .noneMatch(inner -> nest.level(inner.list()) == innermost);
  }

  @Override
  void prologue() {
    species = code.allocateLocal(TypeKind.REFERENCE);
    code.getstatic(vector, "SPECIES_PREFERRED", SPECIES).astore(species);
    if (nest.outputs().stream()
            .anyMatch(o -> o.folded(nest.loops()) || !jumps(innermost, o.jumps()).isEmpty())
        || nest.operands().stream().anyMatch(o -> !jumps(innermost, o.jumps()).isEmpty())) {
      singles = code.allocateLocal(TypeKind.REFERENCE);
      code.loadConstant(length).newarray(ScalarCode.kind(lane)).astore(singles);
    }
    if (overlapping && ragged() && reduces()) {
      lanes = code.allocateLocal(TypeKind.REFERENCE);
      code.aload(species);
      code.getstatic(HELPERS, lane == Lane.F64 ? "NUMBERS" : "NUMBERS_F32", type.arrayType());
      code.loadConstant(0);
      code.invokestatic(
          vector, "fromArray", MethodTypeDesc.of(vector, SPECIES, type.arrayType(), CD_int));
      code.astore(lanes);
    }
    // Constants are made vectors once.
    boolean[] used = new boolean[levels.length];
    for (int i = 0; i < levels.length; i++) {
      if (levels[i] == innermost) {
        for (int operand : body.get(i).operands()) {
          used[operand] = true;
        }
      }
    }
    for (Nest.Output output : nest.outputs()) {
      used[output.value()] |= output.level() == innermost || output.folded(nest.loops());
    }
    for (int i = 0; i < levels.length; i++) {
      if (used[i] && body.get(i).code() == Code.CONSTANT) {
        pushBroadcast(i);
        fixed[i] = code.allocateLocal(TypeKind.REFERENCE);
        code.astore(fixed[i]);
      }
    }
    this.needed = used;
  }

  private boolean[] needed = new boolean[0];

  /// Pushes a vector, or mask, of copies of a single element.
  private void pushBroadcast(int i) {
    switch (body.lane(i)) {
      case F64, F32 -> {
        code.aload(species);
        load(i);
        code.invokestatic(vector, "broadcast", MethodTypeDesc.of(vector, SPECIES, type));
      }
      case I64, I32 -> {
        code.getstatic(bitVector, "SPECIES_PREFERRED", SPECIES);
        load(i);
        code.invokestatic(bitVector, "broadcast", MethodTypeDesc.of(bitVector, SPECIES, bitType));
      }
      case BOOL -> {
        code.aload(species);
        load(i);
        code.invokeinterface(SPECIES, "maskAll", MethodTypeDesc.of(MASK, CD_boolean));
      }
    }
  }

  @Override
  void beforeInnermost() {
    for (int i = 0; i < levels.length; i++) {
      if (needed[i] && levels[i] < innermost && body.get(i).code() != Code.CONSTANT) {
        pushBroadcast(i);
        if (fixed[i] < 0) {
          fixed[i] = code.allocateLocal(TypeKind.REFERENCE);
        }
        code.astore(fixed[i]);
      }
    }
  }

  @Override
  void openAccumulator(int k, Nest.Output output) {
    if (partial[k] == null) {
      partial[k] = new int[unrolled];
      for (int u = 0; u < unrolled; u++) {
        partial[k][u] = code.allocateLocal(TypeKind.REFERENCE);
      }
    }
    for (int u = 0; u < unrolled; u++) {
      code.aload(species);
      identity(output);
      code.invokestatic(vector, "broadcast", MethodTypeDesc.of(vector, SPECIES, type))
          .astore(partial[k][u]);
    }
  }

  @Override
  void pushTogether(int k, Nest.Output output) {
    // The halves of all partial results are vectors, down to one vector; then its own halves.
    for (int half = unrolled / 2; half > 0; half /= 2) {
      for (int u = 0; u < half; u++) {
        code.aload(partial[k][u]).aload(partial[k][u + half]);
        reduce(output);
        code.astore(partial[k][u]);
      }
    }
    code.aload(partial[k][0]).aload(singles).loadConstant(0);
    code.invokevirtual(vector, "intoArray", MethodTypeDesc.of(CD_void, type.arrayType(), CD_int));
    pushHalves(output, 0, 1);
  }

  /// Pushes what every `step`-th of the single elements makes, from the one at `at` on.
  private void pushHalves(Nest.Output output, int at, int step) {
    if (step == length) {
      code.aload(singles).loadConstant(at).arrayLoad(ScalarCode.kind(lane));
      return;
    }
    pushHalves(output, at, 2 * step);
    pushHalves(output, at + step, 2 * step);
    combine(output);
  }

  @Override
  void innermost() {
    if (overlapping && small()) {
      shortLoop();
    } else if (overlapping) {
      longLoop();
    } else {
      maskedLoop();
    }
  }

  /// Whether a loop is so short that all vectors are done by one text, for which each access is checked. In a longer one the last vector
  /// has a text of its own; and where masks of short vectors would be objects, which are then few.
  private boolean small() {
    boolean masks = ragged() && reduces() && length <= 2;
    return !masks && (binding.whole() || nest.extents().get(innermost) < SMALL * length);
  }

  /// A short loop whose last vector ends where it does.
  private void shortLoop() {
    int counter = counter(innermost);
    at = code.allocateLocal(TypeKind.INT);
    if (ragged()) {
      code.iload(counter).istore(at);
      readAhead();
    }
    Label test = code.newLabel();
    Label end = code.newLabel();
    code.labelBinding(test).iload(counter);
    limit(innermost);
    code.if_icmpge(end);
    place(0);
    if (lanes >= 0) {
      refresh();
    }
    vectors(0);
    code.iinc(counter, length).goto_(test).labelBinding(end);
  }

  /// A long one.
  private void longLoop() {
    int counter = counter(innermost);
    int last = code.allocateLocal(TypeKind.INT);
    limit(innermost);
    code.loadConstant(length).isub().istore(last);
    int[] operands = ahead.clone();
    if (ragged()) {
      at = last;
      readAhead();
      System.arraycopy(ahead, 0, operands, 0, ahead.length);
      java.util.Arrays.fill(ahead, -1);
    }
    Label test = code.newLabel();
    Label rest = code.newLabel();
    Label end = code.newLabel();
    at = counter;
    code.labelBinding(test).iload(counter);
    limit(innermost);
    code.loadConstant(length - 1).isub().if_icmpge(rest);
    vectors(0);
    code.iinc(counter, length).goto_(test).labelBinding(rest);
    if (ragged()) {
      code.iload(counter);
      limit(innermost);
      code.if_icmpge(end);
      at = last;
      System.arraycopy(operands, 0, ahead, 0, ahead.length);
      if (lanes >= 0) {
        refresh();
      }
      vectors(0);
      fresh = -1;
      java.util.Arrays.fill(ahead, -1);
      code.labelBinding(end);
    }
  }

  /// Reads the vectors at the place of those operands that may be written over before it is their turn.
  private void readAhead() {
    for (int k = 0; k < ahead.length; k++) {
      if (nest.operands().get(k).strides().get(innermost) != 0 && mayBeWritten(k)) {
        pushLoad(k, 0);
        ahead[k] = code.allocateLocal(TypeKind.REFERENCE);
        code.astore(ahead[k]);
      }
    }
  }

  /// Makes the mask of what the vector before has not done.
  private void refresh() {
    fresh = code.allocateLocal(TypeKind.REFERENCE);
    code.aload(lanes).getstatic(OPERATORS, "GE", COMPARISON);
    code.iload(counters[innermost]).iload(at).isub();
    if (lane == Lane.F64) {
      code.i2d();
    } else {
      code.i2f();
    }
    code.invokevirtual(vector, "compare", MethodTypeDesc.of(MASK, COMPARISON, type));
    code.astore(fresh);
  }

  /// Places the vector that lies so many vectors after the counter.
  private void place(int u) {
    code.iload(counters[innermost]);
    if (u > 0) {
      code.loadConstant(u * length).iadd();
    }
    if (ragged()) {
      limit(innermost);
      code.loadConstant(length).isub();
      code.invokestatic(ScalarCode.MATH, "min", MethodTypeDesc.of(CD_int, CD_int, CD_int));
    }
    code.istore(at);
  }

  /// A loop whose last vectors are masked.
  private void maskedLoop() {
    int counter = counter(innermost);
    at = counter;
    Label test = code.newLabel();
    Label rest = code.newLabel();
    code.labelBinding(test).iload(counter);
    limit(innermost);
    code.loadConstant(width - 1).isub().if_icmpge(rest);
    for (int u = 0; u < unrolled; u++) {
      vectors(u);
    }
    code.iinc(counter, width).goto_(test).labelBinding(rest);
    Label end = code.newLabel();
    mask = code.allocateLocal(TypeKind.REFERENCE);
    left = code.allocateLocal(TypeKind.INT);
    for (int u = 0; u < unrolled; u++) {
      limit(innermost);
      code.iload(counter).isub();
      if (u > 0) {
        code.loadConstant(u * length).isub();
      }
      code.istore(left).iload(left).ifle(end);
      code.aload(species).loadConstant(0).iload(left);
      code.invokeinterface(SPECIES, "indexInRange", MethodTypeDesc.of(MASK, CD_int, CD_int));
      code.astore(mask);
      vectors(u);
    }
    code.labelBinding(end);
    mask = -1;
  }

  /// Computes and stores the vectors of the place that lies `u` vectors after the counter.
  private void vectors(int u) {
    vectors = filled(levels.length);
    for (int i = 0; i < levels.length; i++) {
      if (levels[i] == innermost) {
        pushVector(i, u);
        vectors[i] = code.allocateLocal(TypeKind.REFERENCE);
        code.astore(vectors[i]);
      }
    }
    if (overlapping && small()) {
      next();
    }
    for (int k = 0; k < nest.outputs().size(); k++) {
      output(k, nest.outputs().get(k), u);
    }
  }

  /// Reads ahead what is about to be written over.
  private void next() {
    if (java.util.Arrays.stream(ahead).allMatch(local -> local < 0)) {
      return;
    }
    int here = at;
    at = code.allocateLocal(TypeKind.INT);
    place(1);
    for (int k = 0; k < ahead.length; k++) {
      if (ahead[k] >= 0) {
        pushLoad(k, 0);
        code.astore(ahead[k]);
      }
    }
    at = here;
  }

  private void loadVector(int i) {
    code.aload(vectors[i] >= 0 ? vectors[i] : fixed[i]);
  }

  /// Pushes the index of an access.
  private void place(int outer, int stride, int u) {
    code.iload(outer);
    if (stride != 0) {
      code.iload(at);
      if (u > 0) {
        code.loadConstant(u * length).iadd();
      }
      times(stride);
      code.iadd();
    }
  }

  /// Pushes how many elements the vector has.
  private void pushCount() {
    if (mask < 0) {
      code.loadConstant(length);
    } else {
      code.iload(left).loadConstant(length);
      code.invokestatic(ScalarCode.MATH, "min", MethodTypeDesc.of(CD_int, CD_int, CD_int));
    }
  }

  private void pushLoad(int number, int u) {
    Nest.Operand operand = nest.operands().get(number);
    int outer = index(innermost - 1, operand);
    int stride = operand.strides().get(innermost);
    boolean truth = operand.lane() == Lane.BOOL;
    ClassDesc array = ScalarCode.type(operand.lane()).arrayType();
    List<Nest.Jump> jumps = jumps(innermost, operand.jumps());
    if (!jumps.isEmpty() && !truth && mask < 0 && stride == 0 && side(jumps.getFirst())) {
      code.aload(species).aload(arrays[number]);
      place(outer, 0, u);
      list(jumps.getFirst(), u);
      code.invokestatic(
          vector,
          "fromArray",
          MethodTypeDesc.of(vector, SPECIES, array, CD_int, CD_int.arrayType(), CD_int));
      return;
    }
    if (stride != 1 || !jumps.isEmpty() || truth && mask >= 0) {
      int scratch = jumps.isEmpty() || truth ? code.allocateLocal(TypeKind.REFERENCE) : singles;
      if (scratch != singles) {
        code.loadConstant(length).newarray(ScalarCode.element(operand.lane())).astore(scratch);
      }
      code.aload(arrays[number]);
      place(outer, stride, u);
      code.loadConstant(stride);
      var types = new ArrayList<ClassDesc>(List.of(array, CD_int, CD_int));
      if (!jumps.isEmpty()) {
        types.addAll(jump(jumps.getFirst(), u));
      }
      pushCount();
      code.aload(scratch);
      types.addAll(List.of(CD_int, array));
      code.invokestatic(HELPERS, "gather", MethodTypeDesc.of(CD_void, types));
      code.aload(species).aload(scratch).loadConstant(0);
      if (truth) {
        code.invokestatic(MASK, "fromArray", MethodTypeDesc.of(MASK, SPECIES, array, CD_int));
      } else {
        code.invokestatic(vector, "fromArray", MethodTypeDesc.of(vector, SPECIES, array, CD_int));
      }
      return;
    }
    code.aload(species).aload(arrays[number]);
    place(outer, stride, u);
    if (truth) {
      code.invokestatic(MASK, "fromArray", MethodTypeDesc.of(MASK, SPECIES, array, CD_int));
    } else if (mask >= 0) {
      code.aload(mask);
      code.invokestatic(
          vector, "fromArray", MethodTypeDesc.of(vector, SPECIES, array, CD_int, MASK));
    } else {
      code.invokestatic(vector, "fromArray", MethodTypeDesc.of(vector, SPECIES, array, CD_int));
    }
  }

  private int stride(Nest.Jump jump) {
    return nest.operands().get(jump.list()).strides().get(innermost);
  }

  /// Whether a vector of places is what a vector of the list says.
  private boolean side(Nest.Jump jump) {
    return jump.scale() == 1 && stride(jump) == 1;
  }

  /// Pushes the list of a jump and where in it the vector's places start.
  private void list(Nest.Jump jump, int u) {
    code.aload(arrays[jump.list()]);
    place(index(innermost - 1, nest.operands().get(jump.list())), stride(jump), u);
  }

  /// Pushes a jump that changes in the innermost loop: the list, where it starts, its stride and the scale. Returns their types.
  private List<ClassDesc> jump(Nest.Jump jump, int u) {
    list(jump, u);
    code.loadConstant(stride(jump)).loadConstant(jump.scale());
    return List.of(CD_int.arrayType(), CD_int, CD_int, CD_int);
  }

  /// Pushes the result of instruction `i` for a vector of places.
  private void pushVector(int i, int u) {
    Body.Instruction instruction = body.get(i);
    boolean bits = !instruction.lane().floating();
    switch (instruction.code()) {
      case LOAD -> {
        int number = (int) instruction.number();
        if (ahead[number] >= 0) {
          code.aload(ahead[number]);
        } else {
          pushLoad(number, u);
        }
      }
      case CONSTANT -> throw new AssertionError("constants do not change");
      case NEG -> unary(instruction, "neg");
      case ABS -> unary(instruction, "abs");
      case SQRT -> unary(instruction, "sqrt");
      case ADD -> binary(instruction, bits ? bitVector : vector, "add");
      case SUB -> binary(instruction, bits ? bitVector : vector, "sub");
      case MUL -> binary(instruction, vector, "mul");
      case DIV -> binary(instruction, vector, "div");
      case MAX -> binary(instruction, vector, "max");
      case MIN -> binary(instruction, vector, "min");
      case BIT_AND -> binary(instruction, bitVector, "and");
      case BIT_OR -> binary(instruction, bitVector, "or");
      case BIT_XOR -> bitwise(instruction, "XOR");
      case FMA -> {
        operands(instruction);
        code.invokevirtual(vector, "fma", MethodTypeDesc.of(vector, VECTOR, VECTOR));
      }
      case LESS -> compare(instruction, "LT");
      case LESS_EQUAL -> compare(instruction, "LE");
      case EQUAL -> compare(instruction, "EQ");
      case AND -> {
        operands(instruction);
        code.invokevirtual(MASK, "and", MethodTypeDesc.of(MASK, MASK));
      }
      case OR -> {
        operands(instruction);
        code.invokevirtual(MASK, "or", MethodTypeDesc.of(MASK, MASK));
      }
      case NOT -> {
        operands(instruction);
        code.invokevirtual(MASK, "not", MethodTypeDesc.of(MASK));
      }
      case SELECT -> {
        loadVector(instruction.operand(2));
        loadVector(instruction.operand(1));
        loadVector(instruction.operand(0));
        ClassDesc chosen = bits ? bitVector : vector;
        if (bits) {
          code.getstatic(bitVector, "SPECIES_PREFERRED", SPECIES);
          code.invokevirtual(MASK, "cast", MethodTypeDesc.of(MASK, SPECIES));
        }
        code.invokevirtual(chosen, "blend", MethodTypeDesc.of(chosen, VECTOR, MASK));
      }
      case CONVERT -> {
        // Of truth values only: see Body.uniform.
        pushNumber(0);
        pushNumber(1);
        loadVector(instruction.operand(0));
        code.invokevirtual(vector, "blend", MethodTypeDesc.of(vector, VECTOR, MASK));
      }
      case BITS -> {
        operands(instruction);
        code.invokevirtual(
            vector,
            lane == Lane.F64 ? "reinterpretAsLongs" : "reinterpretAsInts",
            MethodTypeDesc.of(bitVector));
      }
      case FROM_BITS -> {
        operands(instruction);
        code.invokevirtual(
            bitVector,
            lane == Lane.F64 ? "reinterpretAsDoubles" : "reinterpretAsFloats",
            MethodTypeDesc.of(vector));
      }
      case SHIFT_UP -> shift(instruction, "LSHL");
      case SHIFT_DOWN -> shift(instruction, "LSHR");
      case REPAIR -> repair(instruction);
      case CALL -> call(instruction);
    }
  }

  private void pushNumber(double value) {
    code.aload(species);
    if (lane == Lane.F64) {
      code.loadConstant(value);
    } else {
      code.loadConstant((float) value);
    }
    code.invokestatic(vector, "broadcast", MethodTypeDesc.of(vector, SPECIES, type));
  }

  private void operands(Body.Instruction instruction) {
    for (int operand : instruction.operands()) {
      loadVector(operand);
    }
  }

  private void unary(Body.Instruction instruction, String name) {
    operands(instruction);
    code.invokevirtual(vector, name, MethodTypeDesc.of(vector));
  }

  private void binary(Body.Instruction instruction, ClassDesc owner, String name) {
    operands(instruction);
    code.invokevirtual(owner, name, MethodTypeDesc.of(owner, VECTOR));
  }

  private void bitwise(Body.Instruction instruction, String name) {
    loadVector(instruction.operand(0));
    code.getstatic(OPERATORS, name, ASSOCIATIVE);
    loadVector(instruction.operand(1));
    code.invokevirtual(bitVector, "lanewise", MethodTypeDesc.of(bitVector, BINARY, VECTOR));
  }

  private void compare(Body.Instruction instruction, String name) {
    loadVector(instruction.operand(0));
    code.getstatic(OPERATORS, name, COMPARISON);
    loadVector(instruction.operand(1));
    code.invokevirtual(vector, "compare", MethodTypeDesc.of(MASK, COMPARISON, VECTOR));
  }

  private void shift(Body.Instruction instruction, String name) {
    loadVector(instruction.operand(0));
    code.getstatic(OPERATORS, name, BINARY);
    if (lane == Lane.F64) {
      code.loadConstant(instruction.number());
    } else {
      code.loadConstant((int) instruction.number());
    }
    code.invokevirtual(bitVector, "lanewise", MethodTypeDesc.of(bitVector, BINARY, bitType));
  }

  /// Takes the vectors apart only where a lane asks for it.
  private void repair(Body.Instruction instruction) {
    ClassDesc array = type.arrayType();
    int result = code.allocateLocal(TypeKind.REFERENCE);
    loadVector(instruction.operand(1));
    code.astore(result);
    loadVector(instruction.operand(0));
    code.invokevirtual(vector, "abs", MethodTypeDesc.of(vector));
    code.getstatic(OPERATORS, "LE", COMPARISON);
    pushNumber(instruction.constant());
    code.invokevirtual(vector, "compare", MethodTypeDesc.of(MASK, COMPARISON, VECTOR));
    code.invokevirtual(MASK, "allTrue", MethodTypeDesc.of(CD_boolean));
    Label usual = code.newLabel();
    code.ifne(usual);
    int[] scratch = new int[2];
    for (int k = 0; k < 2; k++) {
      scratch[k] = code.allocateLocal(TypeKind.REFERENCE);
      code.loadConstant(length).newarray(ScalarCode.kind(lane)).astore(scratch[k]);
      loadVector(instruction.operand(k));
      code.aload(scratch[k]).loadConstant(0);
      code.invokevirtual(vector, "intoArray", MethodTypeDesc.of(CD_void, array, CD_int));
    }
    ScalarCode.function(code, function(instruction.function()));
    code.aload(scratch[0]).aload(scratch[1]);
    if (lane == Lane.F64) {
      code.loadConstant(instruction.constant());
    } else {
      code.loadConstant((float) instruction.constant());
    }
    code.invokestatic(
        HELPERS, "repair", MethodTypeDesc.of(CD_void, ScalarCode.FUNCTION, array, array, type));
    code.aload(species).aload(scratch[1]).loadConstant(0);
    code.invokestatic(vector, "fromArray", MethodTypeDesc.of(vector, SPECIES, array, CD_int));
    code.astore(result);
    code.labelBinding(usual).aload(result);
  }

  /// Takes the vectors apart, since the function knows single numbers only.
  private void call(Body.Instruction instruction) {
    int[] scratch = new int[3];
    ClassDesc array = type.arrayType();
    for (int k = 0; k < 3; k++) {
      scratch[k] = code.allocateLocal(TypeKind.REFERENCE);
      if (k > 0 && k >= instruction.operands().size()) {
        code.aload(scratch[0]).astore(scratch[k]);
        continue;
      }
      code.loadConstant(length).newarray(ScalarCode.kind(lane)).astore(scratch[k]);
      loadVector(instruction.operand(k));
      code.aload(scratch[k]).loadConstant(0);
      code.invokevirtual(vector, "intoArray", MethodTypeDesc.of(CD_void, array, CD_int));
    }
    ScalarCode.function(code, function(instruction.function()));
    code.aload(scratch[0]).aload(scratch[1]).aload(scratch[2]);
    code.invokestatic(
        HELPERS, "apply", MethodTypeDesc.of(CD_void, ScalarCode.FUNCTION, array, array, array));
    code.aload(species).aload(scratch[0]).loadConstant(0);
    code.invokestatic(vector, "fromArray", MethodTypeDesc.of(vector, SPECIES, array, CD_int));
  }

  private void output(int k, Nest.Output output, int u) {
    if (output.reduction() == Nest.Reduction.NONE && output.level() < innermost) {
      return;
    }
    if (output.folded(nest.loops())) {
      code.aload(partial[k][u]);
      loadVector(output.value());
      pushFresh(output);
      if (mask >= 0) {
        // Places beyond the end have no influence.
        code.aload(species);
        identity(output);
        code.invokestatic(vector, "broadcast", MethodTypeDesc.of(vector, SPECIES, type));
        code.aload(mask).invokevirtual(MASK, "not", MethodTypeDesc.of(MASK));
        code.invokevirtual(vector, "blend", MethodTypeDesc.of(vector, VECTOR, MASK));
      }
      reduce(output);
      code.astore(partial[k][u]);
      return;
    }
    int array = arrays[nest.operands().size() + k];
    int outer = index(innermost - 1, output);
    int stride = output.strides().get(innermost);
    ClassDesc elements = ScalarCode.type(output.lane()).arrayType();
    List<Nest.Jump> jumps = jumps(innermost, output.jumps());
    if (!jumps.isEmpty()) {
      add(output, array, outer, jumps.getFirst(), u);
      return;
    }
    if (output.lane() == Lane.BOOL || stride != 1) {
      scatter(output, array, outer, stride, u);
      return;
    }
    if (output.reduction() != Nest.Reduction.NONE) {
      code.aload(species).aload(array);
      place(outer, stride, u);
      if (mask >= 0) {
        code.aload(mask);
        code.invokestatic(
            vector, "fromArray", MethodTypeDesc.of(vector, SPECIES, elements, CD_int, MASK));
      } else {
        code.invokestatic(
            vector, "fromArray", MethodTypeDesc.of(vector, SPECIES, elements, CD_int));
      }
      loadVector(output.value());
      pushFresh(output);
      reduce(output);
    } else {
      loadVector(output.value());
    }
    code.aload(array);
    place(outer, stride, u);
    if (mask >= 0) {
      code.aload(mask);
      code.invokevirtual(vector, "intoArray", MethodTypeDesc.of(CD_void, elements, CD_int, MASK));
    } else {
      code.invokevirtual(vector, "intoArray", MethodTypeDesc.of(CD_void, elements, CD_int));
    }
  }

  /// Of the vector on the stack, what the vector before has done too shall have no influence.
  private void pushFresh(Nest.Output output) {
    if (fresh < 0) {
      return;
    }
    code.aload(species);
    identity(output);
    code.invokestatic(vector, "broadcast", MethodTypeDesc.of(vector, SPECIES, type));
    code.swap().aload(fresh);
    code.invokevirtual(vector, "blend", MethodTypeDesc.of(vector, VECTOR, MASK));
  }

  private void reduce(Nest.Output output) {
    String name = output.reduction() == Nest.Reduction.SUM ? "add" : method(output.reduction());
    code.invokevirtual(vector, name, MethodTypeDesc.of(vector, VECTOR));
  }

  /// Adds each element by itself, in their order, where a list says: several may meet.
  private void add(Nest.Output output, int array, int outer, Nest.Jump jump, int u) {
    ClassDesc elements = ScalarCode.type(output.lane()).arrayType();
    int stride = output.strides().get(innermost);
    loadVector(output.value());
    code.aload(singles).loadConstant(0);
    code.invokevirtual(vector, "intoArray", MethodTypeDesc.of(CD_void, elements, CD_int));
    code.aload(singles);
    pushCount();
    code.aload(array);
    place(outer, stride, u);
    code.loadConstant(stride);
    var types = new ArrayList<ClassDesc>(List.of(elements, CD_int, elements, CD_int, CD_int));
    types.addAll(jump(jump, u));
    code.invokestatic(HELPERS, "add", MethodTypeDesc.of(CD_void, types));
  }

  /// Stores what does not lie side by side, by way of an array.
  private void scatter(Nest.Output output, int array, int outer, int stride, int u) {
    ClassDesc elements = ScalarCode.type(output.lane()).arrayType();
    boolean truth = output.lane() == Lane.BOOL;
    if (truth && stride == 1 && mask < 0) {
      loadVector(output.value());
      code.aload(array);
      place(outer, stride, u);
      code.invokevirtual(MASK, "intoArray", MethodTypeDesc.of(CD_void, elements, CD_int));
      return;
    }
    int scratch = code.allocateLocal(TypeKind.REFERENCE);
    code.loadConstant(length).newarray(ScalarCode.element(output.lane())).astore(scratch);
    if (output.reduction() != Nest.Reduction.NONE) {
      code.aload(array);
      place(outer, stride, u);
      code.loadConstant(stride);
      pushCount();
      code.aload(scratch);
      code.invokestatic(
          HELPERS,
          "gather",
          MethodTypeDesc.of(CD_void, elements, CD_int, CD_int, CD_int, elements));
      code.aload(species).aload(scratch).loadConstant(0);
      code.invokestatic(vector, "fromArray", MethodTypeDesc.of(vector, SPECIES, elements, CD_int));
      loadVector(output.value());
      pushFresh(output);
      reduce(output);
    } else {
      loadVector(output.value());
    }
    code.aload(scratch).loadConstant(0);
    code.invokevirtual(
        truth ? MASK : vector, "intoArray", MethodTypeDesc.of(CD_void, elements, CD_int));
    code.aload(scratch);
    pushCount();
    code.aload(array);
    place(outer, stride, u);
    code.loadConstant(stride);
    code.invokestatic(
        HELPERS, "scatter", MethodTypeDesc.of(CD_void, elements, CD_int, elements, CD_int, CD_int));
  }
}
