package org.cotangent.compiler.scalar;

import static java.lang.constant.ConstantDescs.CD_MethodHandles_Lookup;
import static java.lang.constant.ConstantDescs.CD_double;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_void;

import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
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
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.cotangent.PlainFunction;
import org.cotangent.compiler.scalar.Values.Kind;

/// Writes a hidden class that computes scheduled values: `apply(double[], double[])`, and as many static methods as are needed for
/// each to stay small enough for the JIT.
///
/// Values that a later method uses go through a scratch array; inputs are read where they are first used, outputs written where
/// they are computed, so that no method has to keep many values at once.
final class Emitter {
  /// A method is closed before it could have more bytes. HotSpot never compiles one of more than 8,000.
  private static final int METHOD_BYTES = 7_900;

  // At most how many bytes it takes to fetch or set a local variable; to fetch a number; to fetch
  // what lies in an array and keep it
  // in a variable; to write a variable into an array.
  private static final int VARIABLE = 4;
  private static final int NUMBER = 7;
  private static final int PUSH = 13;
  private static final int STORE = 12;

  /// In a long method, of as many values in a row at least one is stored. HotSpot orders what no store holds by kind, all products
  /// first, and then has not enough registers: such a store costs less than what it would keep in memory.
  private static final int UNSTORED = 2;

  /// How many outputs one method copies.
  private static final int COPIES = 300;

  /// How many different numbers stand in the class itself.
  private static final int CONSTANTS = 10_000;

  static final ClassDesc SELF = ClassDesc.of("org.cotangent.compiler.scalar.PlainCode");
  static final ClassDesc DOUBLES = CD_double.arrayType();
  private static final ClassDesc PLAIN = PlainFunction.class.describeConstable().orElseThrow();
  private static final ClassDesc SCRATCH = ClassDesc.of(Scratch.class.getName());
  static final MethodTypeDesc PART = MethodTypeDesc.of(CD_void, DOUBLES, DOUBLES, DOUBLES);
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

  /// A place in the scratch array that nobody reads, if there is one.
  private int anchor = Values.NONE;

  /// Where each output goes: of value v those from `firstPlace[v]` to `firstPlace[v + 1]` in `places`.
  private final int[] firstPlace;

  private final int[] places;
  private final int inputs;
  private final int[] results;
  private final int[] copied;

  /// What the class finds in its class data: the scratch, then function bodies.
  private final List<Object> data = new ArrayList<>();

  private Emitter(Values values, int inputs, int[] results) {
    this.values = values;
    this.inputs = inputs;
    this.results = results;
    this.copied = copied();
    this.schedule = new Schedule(values, results);
    this.data.add("scratch, once its size is known");
    this.data.addAll(values.functions());
    this.furtherAt = data("further numbers, once they are known");
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
    place(values);
  }

  /// A plain function that computes `results` of `values`, whose inputs are the elements of its argument.
  static PlainFunction compile(Values values, int inputs, int[] results) {
    return new Emitter(values, inputs, results).define();
  }

  /// The class file of what [#compile] makes.
  static byte[] classFile(Values values, int inputs, int[] results) {
    return ClassFile.of().build(SELF, new Emitter(values, inputs, results)::build);
  }

  // Dividing into methods

  private void divide() {
    int bytes = 0;
    for (int value : order) {
      if (bytes > 0 && bytes + bytes(value) > METHOD_BYTES) {
        parts++;
        bytes = 0;
      }
      bytes += bytes(value);
      part[value] = parts;
    }
    parts++;
    for (int value : order) {
      schedule.leaves(value, leaf -> lastPart[leaf] = Math.max(lastPart[leaf], part[value]));
    }
  }

  /// At most how many bytes of code a root takes in the method that is being filled: a variable, a place in the scratch array or the
  /// anchor, and its outputs.
  private int bytes(int root) {
    return values.kind(root) == Kind.LOOP
        ? 16 + (PUSH + STORE) * values.arity(root)
        : tree(root) + VARIABLE + STORE * (1 + firstPlace[root + 1] - firstPlace[root]);
  }

  private int tree(int value) {
    int bytes =
        switch (values.kind(value)) {
          case CHOICE, WHOLE_CHOICE -> 12;
          case FUNCTION -> 11;
          case BINARY, UNARY, WHOLE_BINARY, WHOLE_UNARY ->
              Instructions.comparison(values.intrinsic(value)) ? 12 : 3;
          default -> 3;
        };
    for (int i = 0; i < values.arity(value); i++) {
      int operand = values.operand(value, i);
      boolean inner = values.computed(operand) && !schedule.isRoot(operand);
      bytes += inner ? tree(operand) : leaf(operand);
    }
    return bytes;
  }

  private int leaf(int value) {
    boolean here = schedule.isRoot(value) && part[value] == parts;
    return here ? VARIABLE : values.constant(value) ? NUMBER : PUSH;
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
      if (lastPart[value] > part[value] && values.kind(value) != Kind.LOOP) {
        slot[value] = free.isEmpty() ? scratchSize++ : free.removeLast();
        ending.get(lastPart[value]).add(slot[value]);
      }
    }
    if (parts > 1) {
      anchor = scratchSize++;
    }
  }

  // The class

  private PlainFunction define() {
    var scratch = new Scratch(scratchSize);
    data.set(0, scratch);
    byte[] bytes = ClassFile.of().build(SELF, this::build);
    data.set(furtherAt, further.keySet().stream().mapToDouble(Double::longBitsToDouble).toArray());
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
            new Main(code, 0, 1, 2).write(order, start, end);
            code.return_();
          });
      from = to;
    }
    for (int k = 0; copied.length > COPIES && k < copied.length; k += COPIES) {
      int start = k;
      int end = Math.min(copied.length, start + COPIES);
      builder.withMethodBody(
          "copy" + start,
          PART,
          ClassFile.ACC_STATIC | ClassFile.ACC_PRIVATE,
          code -> {
            copies(code, start, end, 0, 1);
            code.return_();
          });
    }
    for (LoopCode loop : loops) {
      builder.withMethodBody(
          loop.name(), PART, ClassFile.ACC_STATIC | ClassFile.ACC_PRIVATE, loop::write);
    }
  }

  /// Lets the JIT know a length, so that it checks no index.
  static void requireLength(CodeBuilder code, int array, int length) {
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
    if (copied.length <= COPIES) {
      copies(code, 0, copied.length, in, out);
    }
    for (int k = 0; copied.length > COPIES && k < copied.length; k += COPIES) {
      code.aload(in).aload(out).aload(out).invokestatic(SELF, "copy" + k, PART);
    }
    boolean whole = parts == 1;
    if (whole && scratchSize == 0) {
      new Main(code, in, out, scratch).write(order, 0, order.length);
    } else {
      code.loadConstant(classData(0, SCRATCH)).dup();
      code.astore(scratch + 1);
      code.invokevirtual(SCRATCH, "take", MethodTypeDesc.of(DOUBLES)).astore(scratch);
      if (whole) {
        new Main(code, in, out, scratch).write(order, 0, order.length);
      }
      for (int p = 0; !whole && p < parts; p++) {
        code.aload(in).aload(out).aload(scratch).invokestatic(SELF, "part" + p, PART);
      }
      code.aload(scratch + 1)
          .aload(scratch)
          .invokevirtual(SCRATCH, "give", MethodTypeDesc.of(CD_void, DOUBLES));
    }
    code.return_();
  }

  /// The outputs that are inputs or constants; the others are written where they are computed.
  private int[] copied() {
    return IntStream.range(0, results.length)
        .filter(i -> !values.computed(results[i]) && !values.inMemory(results[i]))
        .toArray();
  }

  private void copies(CodeBuilder code, int from, int to, int in, int out) {
    for (int i = from; i < to; i++) {
      int value = results[copied[i]];
      element(code, out, copied[i]);
      if (values.kind(value) == Kind.INPUT) {
        element(code, in, values.detail(value));
        code.daload();
      } else {
        number(code, values.number(value));
      }
      code.dastore();
    }
  }

  static DynamicConstantDesc<Object> classData(int index, ClassDesc type) {
    return DynamicConstantDesc.ofNamed(CLASS_DATA_AT, ConstantDescs.DEFAULT_NAME, type, index);
  }

  // Loops

  /// All loops, those inside of others too, each with its place in the scratch array.
  private final List<LoopCode> loops = new ArrayList<>();

  private void place(Values region) {
    for (int value = 0; value < region.count(); value++) {
      if (region.kind(value) == Kind.LOOP) {
        Loop loop = region.loop(value);
        var code = new LoopCode(this, region, loop, loops.size(), scratchSize);
        loops.add(code);
        loopCodes.put(loop, code);
        scratchSize += code.size();
        place(loop.body());
      }
    }
  }

  /// Numbers that stand in the class.
  private final Set<Long> direct = new HashSet<>();

  /// Numbers that lie in an array in the class data.
  private final Map<Long, Integer> further = new LinkedHashMap<>();

  private final int furtherAt;

  private final Map<Loop, LoopCode> loopCodes = new IdentityHashMap<>();

  LoopCode code(Loop loop) {
    return Objects.requireNonNull(loopCodes.get(loop));
  }

  int inputs() {
    return inputs;
  }

  int scratchSize() {
    return scratchSize;
  }

  /// Adds to the class data; tells the place.
  int data(Object constant) {
    data.add(constant);
    return data.size() - 1;
  }

  /// Pushes a number. A class has room for few ten thousand of them: the others lie in an array.
  void number(CodeBuilder code, double number) {
    long bits = Double.doubleToRawLongBits(number);
    if (direct.contains(bits) || direct.size() < CONSTANTS) {
      direct.add(bits);
      code.loadConstant(number);
      return;
    }
    int at = further.computeIfAbsent(bits, _ -> further.size());
    code.loadConstant(classData(furtherAt, DOUBLES)).loadConstant(at).daload();
  }

  /// Pushes an array and a place in it.
  static void element(CodeBuilder code, int array, int index) {
    code.aload(array).loadConstant(index);
  }

  /// The code of one method of the plain function.
  private final class Main extends Trees {
    private final int in;
    private final int out;
    private final int scratch;

    /// Values in a row that were not stored.
    private int unstored;

    Main(CodeBuilder code, int in, int out, int scratch) {
      super(Emitter.this, code, Emitter.this.values, Emitter.this.schedule, scratch + 2);
      this.in = in;
      this.out = out;
      this.scratch = scratch;
    }

    @Override
    void load(int value) {
      switch (values.kind(value)) {
        case INPUT -> element(code, in, values.detail(value));
        case RESULT, WHOLE_RESULT -> {
          Loop loop = values.loop(values.operand(value, 0));
          element(code, scratch, code(loop).result(values.detail(value)));
        }
        default -> element(code, scratch, slot[value]);
      }
      code.daload();
    }

    @Override
    List<Place> places(int value) {
      var all = new ArrayList<Place>();
      for (int i = firstPlace[value]; i < firstPlace[value + 1]; i++) {
        int place = places[i];
        all.add(() -> element(code, out, place));
      }
      if (slot[value] != Values.NONE) {
        all.add(() -> element(code, scratch, slot[value]));
      }
      unstored = all.isEmpty() ? unstored + 1 : 0;
      if (unstored == UNSTORED && anchor != Values.NONE) {
        all.add(() -> element(code, scratch, anchor));
        unstored = 0;
      }
      return all;
    }

    @Override
    void run(int loop) {
      code(values.loop(loop)).call(this, in, out, scratch);
      for (int i = 0; i < results.length; i++) {
        int value = results[i];
        if (values.inMemory(value) && values.operand(value, 0) == loop) {
          element(code, out, i);
          load(value);
          code.dastore();
        }
      }
    }
  }
}
