package org.cotangent.compiler.kernel;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_void;

import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.cotangent.primitive.Scalar;

/// Writes a [Nest] as a [Kernel.Runner], whose method is `run(Object[] values, int[] slots, int from, int to, int number)`: the arrays, as a
/// [Binding] has them; the part of the parted loop; and, for outputs that this loop reduces, the number of the part, by which their partial
/// results are told apart. What changes at an outer loop only is computed there, on single elements; the innermost loop is the
/// subclass's.
abstract class NestCode {
  static final MethodTypeDesc TYPE =
      MethodTypeDesc.of(CD_void, CD_Object.arrayType(), CD_int.arrayType(), CD_int, CD_int, CD_int);

  /// The locals of the method's parameters behind the arrays.
  static final int FROM = 2;

  private static final int TO = 3;
  private static final int NUMBER = 4;

  private static final ClassDesc RUNNER = Kernel.Runner.class.describeConstable().orElseThrow();

  static final ClassDesc HELPERS = Lanes.class.describeConstable().orElseThrow();

  /// Partial sums that a sum is made of.
  final int width;

  /// Whether the last vector of the innermost loop ends where the loop does, doing again what the one before has done.
  final boolean overlapping;

  final Binding binding;

  final Nest nest;
  final Body body;
  final int[] levels;
  final int innermost;
  private final List<Scalar.Function.Body> functions = new ArrayList<>();

  /// Where the method is written to.
  @SuppressWarnings("NullAway.Init") // by method, before anything is written
  CodeBuilder code;

  /// Locals of the arrays, operands first.
  int[] arrays = new int[0];

  /// Locals of single elements, by instruction; −1 where there is none.
  final int[] scalars;

  /// Locals of loop counters.
  final int[] counters;

  /// Locals of accumulators, by output.
  final int[] accumulators;

  /// Where elements lie: accesses to the local of their index at each level.
  private final List<Map<Access, Integer>> indices = new ArrayList<>();

  NestCode(Nest nest, Binding binding, int width, boolean overlapping) {
    this.nest = nest;
    this.binding = binding;
    this.width = width;
    this.overlapping = overlapping;
    this.body = nest.body();
    this.levels = nest.levels();
    this.innermost = nest.loops() - 1;
    this.scalars = filled(levels.length);
    this.counters = filled(nest.loops());
    this.accumulators = filled(nest.outputs().size());
  }

  static int[] filled(int length) {
    int[] array = new int[length];
    java.util.Arrays.fill(array, -1);
    return array;
  }

  /// What the class's data must hold.
  List<Scalar.Function.Body> functions() {
    return functions;
  }

  int function(Scalar.Function.Body function) {
    int index = functions.indexOf(function);
    if (index < 0) {
      index = functions.size();
      functions.add(function);
    }
    return index;
  }

  /// The bytes of the class.
  byte[] write(ClassDesc name) {
    return ClassFile.of()
        .build(
            name,
            builder -> {
              builder.withFlags(ClassFile.ACC_FINAL | ClassFile.ACC_SUPER);
              builder.withInterfaceSymbols(RUNNER);
              builder.withMethodBody(
                  ConstantDescs.INIT_NAME,
                  ConstantDescs.MTD_void,
                  0,
                  made ->
                      made.aload(0)
                          .invokespecial(
                              ConstantDescs.CD_Object,
                              ConstantDescs.INIT_NAME,
                              ConstantDescs.MTD_void)
                          .return_());
              builder.withMethodBody(
                  "run",
                  TYPE,
                  ClassFile.ACC_PUBLIC,
                  made ->
                      made.aload(1)
                          .aload(2)
                          .iload(3)
                          .iload(4)
                          .iload(5)
                          .invokestatic(name, "code", TYPE)
                          .return_());
              builder.withMethodBody("code", TYPE, ClassFile.ACC_STATIC, this::method);
            });
  }

  private void method(CodeBuilder builder) {
    code = builder;
    int operands = nest.operands().size();
    arrays = new int[operands + nest.outputs().size()];
    var known = new HashMap<Integer, Integer>();
    for (int k = 0; k < arrays.length; k++) {
      Integer present = known.get(binding.places().get(k));
      if (present != null) {
        arrays[k] = present;
        continue;
      }
      Lane lane =
          k < operands ? nest.operands().get(k).lane() : nest.outputs().get(k - operands).lane();
      arrays[k] = code.allocateLocal(TypeKind.REFERENCE);
      code.aload(0)
          .aload(1)
          .loadConstant(binding.places().get(k))
          .iaload()
          .aaload()
          .checkcast(ScalarCode.type(lane).arrayType())
          .astore(arrays[k]);
      known.put(binding.places().get(k), arrays[k]);
    }
    prologue();
    indices(-1);
    single(-1);
    loop(0);
    code.return_();
  }

  /// What is made once.
  void prologue() {}

  private void loop(int level) {
    openAccumulators(level - 1);
    if (level == innermost) {
      beforeInnermost();
      innermost();
    } else {
      int counter = counter(level);
      Label test = code.newLabel();
      Label end = code.newLabel();
      code.labelBinding(test).iload(counter);
      limit(level);
      code.if_icmpge(end);
      indices(level);
      single(level);
      loop(level + 1);
      code.iinc(counter, 1).goto_(test).labelBinding(end);
    }
    closeAccumulators(level - 1);
  }

  /// A new counter at the start of its loop.
  int counter(int level) {
    if (counters[level] < 0) {
      counters[level] = code.allocateLocal(TypeKind.INT);
    }
    start(level);
    code.istore(counters[level]);
    return counters[level];
  }

  /// Whether it is not known how many turns a loop has.
  boolean open(int level) {
    return level == nest.parted() && !binding.whole();
  }

  /// Pushes where a loop starts.
  void start(int level) {
    if (open(level)) {
      code.iload(FROM);
    } else {
      code.loadConstant(0);
    }
  }

  /// Pushes where a loop ends.
  void limit(int level) {
    if (open(level)) {
      code.iload(TO);
    } else {
      code.loadConstant(nest.extents().get(level));
    }
  }

  /// Makes the indices that change at a level, of the accesses that move along it.
  private void indices(int level) {
    var known = new HashMap<Access, Integer>();
    indices.add(known);
    if (level >= 0 && level == innermost) {
      return;
    }
    for (Nest.Operand operand : nest.operands()) {
      index(level, access(operand), known);
    }
    for (Nest.Output output : nest.outputs()) {
      index(level, access(output), known);
    }
  }

  /// Where elements lie.
  ///
  /// @param offset of the first
  /// @param strides to the next along each loop
  /// @param jumps how much further
  /// @param slotted whether each part has an array of its own, one behind the other
  /// @param strip whether the array starts where the part does
  private record Access(
      int offset, List<Integer> strides, List<Nest.Jump> jumps, boolean slotted, boolean strip) {}

  /// The same as far as a level knows it. Where the part's array or strip starts depends on all strides.
  private Access until(int level, Access access) {
    return access.slotted || access.strip
        ? access
        : new Access(
            access.offset,
            access.strides.subList(0, level + 1),
            access.jumps.stream().filter(jump -> nest.level(jump.list()) <= level).toList(),
            false,
            false);
  }

  private static Access access(Nest.Operand operand) {
    return new Access(operand.offset(), operand.strides(), operand.jumps(), false, operand.strip());
  }

  private Access access(Nest.Output output) {
    return new Access(
        output.offset(), output.strides(), output.jumps(), nest.slotted(output), output.strip());
  }

  /// The jumps that change at a level.
  List<Nest.Jump> jumps(int level, List<Nest.Jump> all) {
    return all.stream().filter(jump -> nest.level(jump.list()) == level).toList();
  }

  private void index(int level, Access access, Map<Access, Integer> known) {
    Access key = until(level, access);
    if (known.containsKey(key)) {
      return;
    }
    List<Nest.Jump> jumps = jumps(level, access.jumps);
    if (level < 0) {
      code.loadConstant(access.offset);
      if (access.slotted) {
        code.iload(NUMBER).loadConstant(places(access.strides)).imul().iadd();
      }
      if (access.strip) {
        code.iload(FROM).loadConstant(access.strides.get(nest.parted())).imul().isub();
      }
    } else {
      int outer = local(level - 1, access);
      int stride = access.strides.get(level);
      if (stride == 0 && jumps.isEmpty()) {
        known.put(key, outer);
        return;
      }
      code.iload(outer);
      if (stride != 0) {
        code.iload(counters[level]);
        times(stride);
        code.iadd();
      }
    }
    for (Nest.Jump jump : jumps) {
      // The list is an earlier operand, so its own index is known by now.
      code.aload(arrays[jump.list()])
          .iload(index(level, nest.operands().get(jump.list())))
          .iaload();
      times(jump.scale());
      code.iadd();
    }
    int local = code.allocateLocal(TypeKind.INT);
    code.istore(local);
    known.put(key, local);
  }

  /// Multiplies the number on the stack.
  void times(int stride) {
    if (stride != 1) {
      code.loadConstant(stride).imul();
    }
  }

  /// How many places an output has that moves by these strides.
  private int places(List<Integer> strides) {
    int places = 1;
    for (int level = 0; level < strides.size(); level++) {
      places += strides.get(level) * (nest.extents().get(level) - 1);
    }
    return places;
  }

  private int local(int level, Access access) {
    return Objects.requireNonNull(indices.get(level + 1).get(until(level, access)));
  }

  /// The local of the index at a level outside of the innermost loop.
  int index(int level, Nest.Operand operand) {
    return local(level, access(operand));
  }

  /// The same of an output.
  int index(int level, Nest.Output output) {
    return local(level, access(output));
  }

  /// Computes the instructions that change at a level, on single elements.
  private void single(int level) {
    for (int i = 0; i < levels.length; i++) {
      if (levels[i] == level) {
        pushScalar(i, level);
        store(i);
      }
    }
    for (int k = 0; k < nest.outputs().size(); k++) {
      Nest.Output output = nest.outputs().get(k);
      if (output.level() == level && output.reduction() == Nest.Reduction.NONE) {
        code.aload(arrays[nest.operands().size() + k]).iload(index(level, output));
        load(output.value());
        code.arrayStore(ScalarCode.element(output.lane()));
      }
    }
  }

  void store(int i) {
    if (scalars[i] < 0) {
      scalars[i] = code.allocateLocal(ScalarCode.kind(body.lane(i)));
    }
    code.storeLocal(ScalarCode.kind(body.lane(i)), scalars[i]);
  }

  /// Pushes the single element that instruction `i` made.
  void load(int i) {
    if (body.get(i).code() == Code.CONSTANT) {
      ScalarCode.number(code, body.get(i));
    } else {
      code.loadLocal(ScalarCode.kind(body.lane(i)), scalars[i]);
    }
  }

  /// Pushes the result of instruction `i` for single elements, whose operand's index at `level` is known.
  private void pushScalar(int i, int level) {
    Body.Instruction instruction = body.get(i);
    if (instruction.code() == Code.LOAD) {
      Nest.Operand operand = nest.operands().get((int) instruction.number());
      code.aload(arrays[(int) instruction.number()])
          .iload(index(level, operand))
          .arrayLoad(ScalarCode.element(operand.lane()));
      return;
    }
    compute(i);
  }

  /// Pushes the result of an instruction that is no load.
  void compute(int i) {
    Body.Instruction instruction = body.get(i);
    switch (instruction.code()) {
      case LOAD -> throw new AssertionError("loads differ by level");
      case CONSTANT -> ScalarCode.number(code, instruction);
      case SELECT -> {
        load(instruction.operand(0));
        code.ifThenElse(
            java.lang.classfile.Opcode.IFNE,
            _ -> load(instruction.operand(1)),
            _ -> load(instruction.operand(2)));
      }
      case REPAIR -> {
        load(instruction.operand(0));
        ScalarCode.math(code, "abs", instruction.lane(), 1);
        Label rare = code.newLabel();
        Label end = code.newLabel();
        if (instruction.lane() == Lane.F64) {
          code.loadConstant(instruction.constant()).dcmpg();
        } else {
          code.loadConstant((float) instruction.constant()).fcmpg();
        }
        code.ifgt(rare);
        load(instruction.operand(1));
        code.goto_(end).labelBinding(rare);
        call(instruction, 1);
        code.labelBinding(end);
      }
      case CALL -> call(instruction, instruction.operands().size());
      case NEG,
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
          AND,
          OR,
          NOT,
          CONVERT,
          BITS,
          FROM_BITS,
          SHIFT_UP,
          SHIFT_DOWN,
          BIT_AND,
          BIT_OR,
          BIT_XOR -> {
        var lanes = new ArrayList<Lane>();
        for (int operand : instruction.operands()) {
          load(operand);
          lanes.add(body.lane(operand));
        }
        ScalarCode.write(code, instruction, lanes);
      }
    }
  }

  /// Calls the function of an instruction on its first operands, as many as are given.
  private void call(Body.Instruction instruction, int arity) {
    ScalarCode.function(code, function(instruction.function()));
    for (int k = 0; k < 3; k++) {
      if (k < arity) {
        load(instruction.operand(k));
        if (body.lane(instruction.operand(k)) == Lane.F32) {
          code.f2d();
        }
      } else {
        code.loadConstant(0.0);
      }
    }
    code.invokeinterface(
        ScalarCode.FUNCTION,
        "at",
        MethodTypeDesc.of(
            java.lang.constant.ConstantDescs.CD_double,
            java.util.Collections.nCopies(3, java.lang.constant.ConstantDescs.CD_double)));
    if (instruction.lane() == Lane.F32) {
      code.d2f();
    }
  }

  /// Starts the partial results of outputs whose last moving loop is at `level`.
  private void openAccumulators(int level) {
    for (int k = 0; k < accumulators.length; k++) {
      Nest.Output output = nest.outputs().get(k);
      if (output.level() == level && output.folded(nest.loops())) {
        openAccumulator(k, output);
      }
    }
  }

  /// Ends them: adds the partial results up, and writes the sum, or adds it to what the place holds.
  private void closeAccumulators(int level) {
    for (int k = 0; k < accumulators.length; k++) {
      Nest.Output output = nest.outputs().get(k);
      if (output.level() != level || !output.folded(nest.loops())) {
        continue;
      }
      int array = arrays[nest.operands().size() + k];
      code.aload(array).iload(index(level, output));
      if (output.scattered()) {
        code.aload(array).iload(index(level, output)).arrayLoad(ScalarCode.element(output.lane()));
      }
      pushTogether(k, output);
      if (output.scattered()) {
        combine(output);
      }
      code.arrayStore(ScalarCode.element(output.lane()));
    }
  }

  static String method(Nest.Reduction reduction) {
    return switch (reduction) {
      case SUM -> "sum";
      case MAX -> "max";
      case MIN -> "min";
      case NONE -> throw new AssertionError("no reduction");
    };
  }

  /// Brings the two elements on the stack together.
  void combine(Nest.Output output) {
    ClassDesc type = ScalarCode.type(output.lane());
    if (output.reduction() == Nest.Reduction.SUM) {
      if (output.lane() == Lane.F64) {
        code.dadd();
      } else {
        code.fadd();
      }
    } else {
      code.invokestatic(
          ScalarCode.MATH, method(output.reduction()), MethodTypeDesc.of(type, type, type));
    }
  }

  /// Pushes the identity of a reduction.
  void identity(Nest.Output output) {
    if (output.lane() == Lane.F64) {
      code.loadConstant(output.reduction().identity());
    } else {
      code.loadConstant((float) output.reduction().identity());
    }
  }

  /// Starts output k's partial results.
  abstract void openAccumulator(int k, Nest.Output output);

  /// Pushes what output k's partial results make together, brought together in halves.
  abstract void pushTogether(int k, Nest.Output output);

  /// What is made before the innermost loop.
  void beforeInnermost() {}

  /// The innermost loop.
  abstract void innermost();
}
