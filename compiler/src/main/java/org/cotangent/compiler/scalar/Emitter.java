package org.cotangent.compiler.scalar;

import static java.lang.constant.ConstantDescs.CD_MethodHandles_Lookup;
import static java.lang.constant.ConstantDescs.CD_double;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_void;

import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.DynamicConstantDesc;
import java.lang.constant.MethodHandleDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.cotangent.PlainFunction;
import org.cotangent.compiler.scalar.Values.Kind;
import org.cotangent.primitive.Scalar;

/// Writes a hidden class that computes scheduled values: `apply(double[], double[])`, and as many static methods as are needed for
/// each to stay small enough for the JIT.
///
/// Values that a later method uses go through a scratch array; inputs are read where they are first used, outputs written where
/// they are computed, so that no method has to keep many values at once.
final class Emitter {
  /// A method is closed when it is estimated to be longer, in bytes. HotSpot never compiles one of more than 8,000.
  static final int METHOD_BYTES = 3_000;

  static final ClassDesc SELF = ClassDesc.of("org.cotangent.compiler.scalar.PlainCode");
  static final ClassDesc DOUBLES = CD_double.arrayType();
  private static final ClassDesc PLAIN = PlainFunction.class.describeConstable().orElseThrow();
  private static final ClassDesc SCRATCH = ClassDesc.of(Scratch.class.getName());
  private static final ClassDesc BODY =
      Scalar.Function.Body.class.describeConstable().orElseThrow();
  static final MethodTypeDesc PART = MethodTypeDesc.of(CD_void, DOUBLES, DOUBLES, DOUBLES);
  private static final MethodTypeDesc BODY_TYPE =
      MethodTypeDesc.of(CD_double, CD_double, CD_double, CD_double);
  private static final DirectMethodHandleDesc CLASS_DATA_AT =
      MethodHandleDesc.ofMethod(
          DirectMethodHandleDesc.Kind.STATIC,
          MethodHandles.class.describeConstable().orElseThrow(),
          "classDataAt",
          MethodTypeDesc.of(
              ConstantDescs.CD_Object,
              CD_MethodHandles_Lookup,
              ConstantDescs.CD_String,
              ConstantDescs.CD_Class,
              CD_int));

  private final Values values;
  private final Schedule schedule;
  private final int[] order;

  /// Which method computes a root.
  private final int[] part;

  /// The last method that uses it.
  private final int[] lastPart;

  /// Where it lies in the scratch array, or [Values#NONE].
  private final int[] slot;

  private int parts;
  private int scratchSize;

  /// Where each output goes: of value v those from `firstPlace[v]` to `firstPlace[v + 1]` in `places`.
  private final int[] firstPlace;

  private final int[] places;
  private final int inputs;
  private final int[] results;

  /// What the class finds in its class data: the scratch, then function bodies.
  private final List<Object> data = new ArrayList<>();

  private Emitter(Values values, int inputs, int[] results) {
    this.values = values;
    this.inputs = inputs;
    this.results = results;
    this.schedule = new Schedule(values, results);
    this.order = schedule.order();
    int n = values.count();
    this.part = new int[n];
    this.lastPart = new int[n];
    this.slot = new int[n];
    this.firstPlace = new int[n + 1];
    for (int result : results) {
      firstPlace[result + 1]++;
    }
    for (int v = 0; v < n; v++) {
      firstPlace[v + 1] += firstPlace[v];
    }
    this.places = new int[results.length];
    int[] next = Arrays.copyOf(firstPlace, n);
    for (int i = 0; i < results.length; i++) {
      places[next[results[i]]++] = i;
    }
    divide();
    allocate();
  }

  /// A plain function that computes `results` of `values`, whose inputs are the elements of its argument.
  static PlainFunction compile(Values values, int inputs, int[] results) {
    return new Emitter(values, inputs, results).define();
  }

  // Dividing into methods

  private void divide() {
    int bytes = 0;
    for (int value : order) {
      int own = estimate(value) + 4 * (firstPlace[value + 1] - firstPlace[value]);
      if (bytes > 0 && bytes + own > METHOD_BYTES) {
        parts++;
        bytes = 0;
      }
      bytes += own;
      part[value] = parts;
    }
    parts++;
    for (int value : order) {
      schedule.leaves(value, leaf -> lastPart[leaf] = Math.max(lastPart[leaf], part[value]));
    }
  }

  /// Bytes of the code of a tree, more rather than less.
  private int estimate(int value) {
    int bytes = 4;
    for (int i = 0; i < values.arity(value); i++) {
      int operand = values.operand(value, i);
      bytes +=
          switch (values.kind(operand)) {
            case NUMBER, WHOLE -> 3;
            case INPUT -> 8;
            default -> schedule.isRoot(operand) ? 4 : estimate(operand);
          };
    }
    return bytes
        + switch (values.kind(value)) {
          case CHOICE, WHOLE_CHOICE -> 8;
          case FUNCTION -> 10;
          default -> 4;
        };
  }

  private void allocate() {
    Arrays.fill(slot, Values.NONE);
    var free = new ArrayList<Integer>();
    var ending = new ArrayList<List<Integer>>();
    for (int i = 0; i <= parts; i++) {
      ending.add(new ArrayList<>());
    }
    int current = 0;
    for (int value : order) {
      while (current < part[value]) {
        free.addAll(ending.get(current));
        current++;
      }
      if (lastPart[value] > part[value]) {
        slot[value] = free.isEmpty() ? scratchSize++ : free.removeLast();
        ending.get(lastPart[value]).add(slot[value]);
      }
    }
  }

  // The class

  private PlainFunction define() {
    var scratch = new Scratch(scratchSize);
    data.add(scratch);
    data.addAll(values.functions());
    byte[] bytes = ClassFile.of().build(SELF, this::build);
    try {
      MethodHandles.Lookup lookup =
          MethodHandles.lookup().defineHiddenClassWithClassData(bytes, data, true);
      return (PlainFunction)
          lookup.findConstructor(lookup.lookupClass(), MethodType.methodType(void.class)).invoke();
    } catch (Throwable e) {
      throw new AssertionError("generated code does not load", e);
    }
  }

  private void build(ClassBuilder builder) {
    builder
        .withFlags(ClassFile.ACC_FINAL | ClassFile.ACC_SUPER)
        .withInterfaceSymbols(PLAIN)
        .withMethodBody(
            ConstantDescs.INIT_NAME,
            ConstantDescs.MTD_void,
            ClassFile.ACC_PUBLIC,
            code ->
                code.aload(0)
                    .invokespecial(
                        ConstantDescs.CD_Object, ConstantDescs.INIT_NAME, ConstantDescs.MTD_void)
                    .return_())
        .withMethodBody(
            "inputs",
            MethodTypeDesc.of(CD_int),
            ClassFile.ACC_PUBLIC,
            code -> code.loadConstant(inputs).ireturn())
        .withMethodBody(
            "outputs",
            MethodTypeDesc.of(CD_int),
            ClassFile.ACC_PUBLIC,
            code -> code.loadConstant(results.length).ireturn())
        .withMethodBody(
            "apply",
            MethodTypeDesc.of(CD_void, DOUBLES, DOUBLES),
            ClassFile.ACC_PUBLIC,
            this::entry);
    int from = 0;
    for (int p = 0; parts > 1 && p < parts; p++) {
      int to = from;
      while (to < order.length && part[order[to]] == p) {
        to++;
      }
      int start = from;
      int end = to;
      builder.withMethodBody(
          "part" + p,
          PART,
          ClassFile.ACC_STATIC | ClassFile.ACC_PRIVATE,
          code -> {
            requireLength(code, 0, inputs);
            requireLength(code, 1, results.length);
            requireLength(code, 2, scratchSize);
            body(code, start, end, 0, 1, 2);
            code.return_();
          });
      from = to;
    }
  }

  /// Lets the JIT know a length, so that it checks no index.
  private static void requireLength(CodeBuilder code, int array, int length) {
    var right = code.newLabel();
    code.aload(array).arraylength().loadConstant(length).if_icmpeq(right);
    code.return_();
    code.labelBinding(right);
  }

  /// Checks lengths, sees to it that inputs and outputs are different arrays, and computes.
  private void entry(CodeBuilder code) {
    int in = 1;
    int out = 2;
    int scratch = 3;
    var wrong = code.newLabel();
    var right = code.newLabel();
    var apart = code.newLabel();
    code.aload(in).arraylength().loadConstant(inputs).if_icmpne(wrong);
    code.aload(out).arraylength().loadConstant(results.length).if_icmpeq(right);
    code.labelBinding(wrong)
        .aload(0)
        .aload(in)
        .arraylength()
        .aload(out)
        .arraylength()
        .invokeinterface(PLAIN, "requireLengths", MethodTypeDesc.of(CD_void, CD_int, CD_int))
        .return_();
    code.labelBinding(right);
    code.aload(in).aload(out).if_acmpne(apart);
    code.aload(0)
        .aload(in)
        .invokevirtual(DOUBLES, "clone", MethodTypeDesc.of(ConstantDescs.CD_Object))
        .checkcast(DOUBLES)
        .aload(out)
        .invokevirtual(SELF, "apply", MethodTypeDesc.of(CD_void, DOUBLES, DOUBLES))
        .return_();
    code.labelBinding(apart);
    copies(code, in, out);
    if (parts == 1) {
      body(code, 0, order.length, in, out, scratch);
    } else {
      code.loadConstant(classData(0, SCRATCH)).dup();
      code.astore(scratch + 1);
      code.invokevirtual(SCRATCH, "take", MethodTypeDesc.of(DOUBLES)).astore(scratch);
      for (int p = 0; p < parts; p++) {
        code.aload(in).aload(out).aload(scratch).invokestatic(SELF, "part" + p, PART);
      }
      code.aload(scratch + 1)
          .aload(scratch)
          .invokevirtual(SCRATCH, "give", MethodTypeDesc.of(CD_void, DOUBLES));
    }
    code.return_();
  }

  /// Outputs that are inputs or constants.
  private void copies(CodeBuilder code, int in, int out) {
    for (int i = 0; i < results.length; i++) {
      int value = results[i];
      switch (values.kind(value)) {
        case INPUT ->
            code.aload(out)
                .loadConstant(i)
                .aload(in)
                .loadConstant(values.detail(value))
                .daload()
                .dastore();
        case NUMBER -> code.aload(out).loadConstant(i).loadConstant(values.number(value)).dastore();
        default -> {
          // Written where it is computed.
        }
      }
    }
  }

  static DynamicConstantDesc<Object> classData(int index, ClassDesc type) {
    return DynamicConstantDesc.ofNamed(CLASS_DATA_AT, ConstantDescs.DEFAULT_NAME, type, index);
  }

  /// The code of the roots from `from` to `to`; the arrays lie in these local variables.
  private void body(CodeBuilder code, int from, int to, int in, int out, int scratch) {
    new Trees(code, in, out, scratch).write(from, to);
  }

  /// Code for trees in one method.
  private final class Trees {
    private final CodeBuilder code;
    private final int in;
    private final int out;
    private final int scratch;

    /// The local variable that holds a root or an input, if one does.
    private final Map<Integer, Integer> local = new HashMap<>();

    /// Uses to come in this method.
    private final Map<Integer, Integer> left = new HashMap<>();

    private final ArrayList<Integer> free = new ArrayList<>();
    private int next;

    /// Inside of a branch nothing is remembered: the other branch would not know it.
    private int branches;

    Trees(CodeBuilder code, int in, int out, int scratch) {
      this.code = code;
      this.in = in;
      this.out = out;
      this.scratch = scratch;
      this.next = Math.max(in, Math.max(out, scratch)) + 1;
    }

    void write(int from, int to) {
      for (int k = from; k < to; k++) {
        countUses(order[k]);
      }
      for (int k = from; k < to; k++) {
        int value = order[k];
        int first = firstPlace[value];
        int count = firstPlace[value + 1] - first;
        boolean shared = left.getOrDefault(value, 0) > 0;
        boolean whole = values.whole(value);
        if (count == 1 && !shared && slot[value] == Values.NONE) {
          code.aload(out).loadConstant(places[first]);
          tree(value);
          code.dastore();
          continue;
        }
        tree(value);
        int at = reserve();
        if (whole) {
          code.lstore(at);
        } else {
          code.dstore(at);
        }
        for (int i = first; i < first + count; i++) {
          code.aload(out).loadConstant(places[i]).dload(at).dastore();
        }
        if (slot[value] != Values.NONE) {
          code.aload(scratch).loadConstant(slot[value]);
          if (whole) {
            code.lload(at)
                .invokestatic(
                    ConstantDescs.CD_Double,
                    "longBitsToDouble",
                    MethodTypeDesc.of(CD_double, ConstantDescs.CD_long));
          } else {
            code.dload(at);
          }
          code.dastore();
        }
        if (shared) {
          local.put(value, at);
        } else {
          free.add(at);
        }
      }
    }

    private void countUses(int value) {
      for (int i = 0; i < values.arity(value); i++) {
        int operand = values.operand(value, i);
        Kind kind = values.kind(operand);
        if (kind == Kind.INPUT || schedule.isRoot(operand)) {
          left.merge(operand, 1, Integer::sum);
        } else if (kind != Kind.NUMBER && kind != Kind.WHOLE) {
          countUses(operand);
        }
      }
    }

    private int reserve() {
      if (!free.isEmpty()) {
        return free.removeLast();
      }
      next += 2;
      return next - 2;
    }

    /// Pushes a value: computes it, or fetches it.
    private void push(int value) {
      switch (values.kind(value)) {
        case NUMBER -> code.loadConstant(values.number(value));
        case WHOLE -> code.loadConstant(values.wholeNumber(value));
        case INPUT -> fetch(value, in, values.detail(value));
        default -> {
          if (schedule.isRoot(value)) {
            fetch(value, scratch, slot[value]);
          } else {
            tree(value);
          }
        }
      }
    }

    private void fetch(int value, int array, int index) {
      boolean whole = values.whole(value);
      int uses = left.merge(value, -1, Integer::sum);
      Integer at = local.get(value);
      if (at != null) {
        if (whole) {
          code.lload(at);
        } else {
          code.dload(at);
        }
        if (uses == 0 && branches == 0) {
          local.remove(value);
          free.add(at);
        }
        return;
      }
      code.aload(array).loadConstant(index).daload();
      if (whole) {
        code.invokestatic(
            ConstantDescs.CD_Double,
            "doubleToRawLongBits",
            MethodTypeDesc.of(ConstantDescs.CD_long, CD_double));
      }
      if (uses > 0 && branches == 0) {
        int kept = reserve();
        local.put(value, kept);
        code.dup2();
        if (whole) {
          code.lstore(kept);
        } else {
          code.dstore(kept);
        }
      }
    }

    /// Computes a value on the stack.
    private void tree(int value) {
      switch (values.kind(value)) {
        case CHOICE, WHOLE_CHOICE -> choice(value);
        case BINARY, WHOLE_BINARY -> {
          if (Instructions.comparison(values.intrinsic(value))) {
            truth(value);
          } else {
            push(values.operand(value, 0));
            push(values.operand(value, 1));
            Instructions.binary(code, values.intrinsic(value), values.whole(value));
          }
        }
        case UNARY, WHOLE_UNARY -> {
          if (Instructions.comparison(values.intrinsic(value))) {
            truth(value);
          } else {
            push(values.operand(value, 0));
            Instructions.unary(code, values.intrinsic(value), values.whole(value));
          }
        }
        case FUNCTION -> {
          code.loadConstant(classData(1 + values.detail(value), BODY));
          for (int i = 0; i < 3; i++) {
            int operand = values.operand(value, i);
            if (operand == Values.NONE) {
              code.dconst_0();
            } else {
              push(operand);
            }
          }
          code.invokeinterface(BODY, "at", BODY_TYPE);
        }
        case TO_DOUBLE -> {
          push(values.operand(value, 0));
          code.l2d();
        }
        case TO_LONG -> {
          push(values.operand(value, 0));
          code.d2l();
        }
        case TO_INT -> {
          push(values.operand(value, 0));
          code.d2i().i2l();
        }
        case WRAP_INT -> {
          push(values.operand(value, 0));
          code.l2i().i2l();
        }
        case TO_FLOAT -> {
          push(values.operand(value, 0));
          code.d2f().f2d();
        }
        case INPUT, NUMBER, WHOLE -> throw new AssertionError("no tree");
      }
    }

    /// Only the chosen side is computed, as far as nobody else needs the other.
    private void choice(int value) {
      var otherwise = code.newLabel();
      var end = code.newLabel();
      jumpIfFalse(values.operand(value, 0), otherwise);
      branches++;
      push(values.operand(value, 1));
      code.goto_(end);
      code.labelBinding(otherwise);
      push(values.operand(value, 2));
      branches--;
      code.labelBinding(end);
    }

    /// A comparison as a number.
    private void truth(int value) {
      var otherwise = code.newLabel();
      var end = code.newLabel();
      branches++;
      compare(value, otherwise);
      branches--;
      one(values.whole(value), 1);
      code.goto_(end);
      code.labelBinding(otherwise);
      one(values.whole(value), 0);
      code.labelBinding(end);
    }

    private void one(boolean whole, int number) {
      if (whole) {
        code.loadConstant((long) number);
      } else {
        code.loadConstant((double) number);
      }
    }

    private void jumpIfFalse(int test, Label otherwise) {
      Kind kind = values.kind(test);
      boolean intrinsic =
          kind == Kind.BINARY
              || kind == Kind.UNARY
              || kind == Kind.WHOLE_BINARY
              || kind == Kind.WHOLE_UNARY;
      if (intrinsic && !schedule.isRoot(test) && Instructions.comparison(values.intrinsic(test))) {
        compare(test, otherwise);
        return;
      }
      push(test);
      if (values.whole(test)) {
        code.lconst_0().lcmp().ifeq(otherwise);
      } else {
        code.dconst_0().dcmpl().ifeq(otherwise);
      }
    }

    /// Jumps if the comparison `test`, which is computed here, is false.
    private void compare(int test, Label otherwise) {
      int x = values.operand(test, 0);
      boolean whole = values.whole(test);
      switch (values.intrinsic(test)) {
        case AND -> {
          jumpIfFalse(x, otherwise);
          branches++;
          jumpIfFalse(values.operand(test, 1), otherwise);
          branches--;
        }
        case OR -> {
          var second = code.newLabel();
          var either = code.newLabel();
          jumpIfFalse(x, second);
          code.goto_(either);
          code.labelBinding(second);
          branches++;
          jumpIfFalse(values.operand(test, 1), otherwise);
          branches--;
          code.labelBinding(either);
        }
        case NOT -> {
          push(x);
          if (whole) {
            code.lconst_0().lcmp().ifne(otherwise);
          } else {
            code.dconst_0().dcmpl().ifne(otherwise);
          }
        }
        case IS_NAN -> {
          if (whole) {
            push(x);
            code.pop2().goto_(otherwise);
          } else {
            push(x);
            code.dup2().dcmpl().ifeq(otherwise);
          }
        }
        case LESS -> {
          pair(test, whole, true);
          code.ifge(otherwise);
        }
        case LESS_EQUAL -> {
          pair(test, whole, true);
          code.ifgt(otherwise);
        }
        case EQUAL -> {
          pair(test, whole, false);
          code.ifne(otherwise);
        }
        default -> throw new AssertionError(values.intrinsic(test));
      }
    }

    private void pair(int test, boolean whole, boolean greater) {
      push(values.operand(test, 0));
      push(values.operand(test, 1));
      if (whole) {
        code.lcmp();
      } else if (greater) {
        code.dcmpg();
      } else {
        code.dcmpl();
      }
    }
  }
}
