package org.cotangent.compiler.scalar;

import static java.lang.constant.ConstantDescs.CD_double;
import static java.lang.constant.ConstantDescs.CD_long;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.cotangent.compiler.scalar.Values.Kind;
import org.cotangent.primitive.Scalar;

/// Code for scheduled values in one method: trees on the operand stack, their roots in local variables. Where values come from that
/// this method does not compute, and where those go that others use, is the subclass's.
abstract class Trees {
  private static final ClassDesc BODY =
      Scalar.Function.Body.class.describeConstable().orElseThrow();
  private static final MethodTypeDesc BODY_TYPE =
      MethodTypeDesc.of(CD_double, CD_double, CD_double, CD_double);
  private static final MethodTypeDesc TO_BITS = MethodTypeDesc.of(CD_long, CD_double);
  private static final MethodTypeDesc FROM_BITS = MethodTypeDesc.of(CD_double, CD_long);

  final Emitter emitter;
  final CodeBuilder code;
  final Values values;
  private final Schedule schedule;

  /// The local variable that holds a value, if one does.
  private final Map<Integer, Integer> local = new HashMap<>();

  private final Set<Integer> held = new HashSet<>();

  /// Uses to come in this method.
  private final Map<Integer, Integer> left = new HashMap<>();

  private final ArrayList<Integer> free = new ArrayList<>();
  private int next;

  /// Inside of a branch nothing is remembered: the other branch would not know it.
  private int branches;

  /// `next`: the first local variable that is free.
  Trees(Emitter emitter, CodeBuilder code, Values values, Schedule schedule, int next) {
    this.emitter = emitter;
    this.code = code;
    this.values = values;
    this.schedule = schedule;
    this.next = next;
  }

  /// A place in an array.
  interface Place {
    /// Pushes array and index.
    void push();
  }

  /// Pushes a value from where it lies, as `double`: an input, a result of a loop, or a root that another method computed.
  abstract void load(int value);

  /// Where a value is to be written when it is computed.
  abstract List<Place> places(int value);

  /// Runs a loop whose operands are ready.
  abstract void run(int loop);

  /// Keeps a value in a local variable of its own.
  void hold(int value, int variable) {
    local.put(value, variable);
    held.add(value);
  }

  /// Keeps the values that `other` keeps in variables of their own, where it keeps them.
  void hold(Trees other) {
    for (int value : other.held) {
      hold(value, Objects.requireNonNull(other.local.get(value)));
    }
  }

  /// The local variables from here on are free.
  int next() {
    return next;
  }

  /// A fresh local variable for a number.
  int reserve() {
    if (!free.isEmpty()) {
      return free.removeLast();
    }
    next += 2;
    return next - 2;
  }

  /// One more use of a value will come, by [#push].
  void expect(int value) {
    if (!values.constant(value)) {
      left.merge(value, 1, Integer::sum);
    }
  }

  /// One more use of each of a loop's operands that [#run] pushes.
  private void expectOperands(int loop) {
    for (int i = 0; i < values.arity(loop); i++) {
      int operand = values.operand(loop, i);
      if (values.kind(operand) != Kind.LOOP) {
        expect(operand);
      }
    }
  }

  /// Computes the roots `order[from]` to before `order[to]`.
  void write(int[] order, int from, int to) {
    for (int k = from; k < to; k++) {
      if (values.kind(order[k]) == Kind.LOOP) {
        expectOperands(order[k]);
      } else {
        expectLeaves(order[k]);
      }
    }
    for (int k = from; k < to; k++) {
      if (values.kind(order[k]) == Kind.LOOP) {
        run(order[k]);
      } else {
        root(order[k]);
      }
    }
  }

  private void root(int value) {
    List<Place> places = places(value);
    boolean shared = left.getOrDefault(value, 0) > 0;
    boolean whole = values.whole(value);
    if (places.size() == 1 && !shared) {
      places.getFirst().push();
      tree(value);
      toDouble(whole);
      code.dastore();
      return;
    }
    tree(value);
    int at = reserve();
    store(whole, at);
    for (Place place : places) {
      place.push();
      fetch(whole, at);
      toDouble(whole);
      code.dastore();
    }
    if (shared) {
      local.put(value, at);
    } else {
      free.add(at);
    }
  }

  private void expectLeaves(int value) {
    for (int i = 0; i < values.arity(value); i++) {
      int operand = values.operand(value, i);
      if (!values.computed(operand) || schedule.isRoot(operand)) {
        expect(operand);
      } else {
        expectLeaves(operand);
      }
    }
  }

  /// Stores what is on the stack.
  void store(boolean whole, int variable) {
    if (whole) {
      code.lstore(variable);
    } else {
      code.dstore(variable);
    }
  }

  private void fetch(boolean whole, int variable) {
    if (whole) {
      code.lload(variable);
    } else {
      code.dload(variable);
    }
  }

  /// The bits of a whole number on the stack, as a `double`: how it lies in arrays.
  void toDouble(boolean whole) {
    if (whole) {
      code.invokestatic(ConstantDescs.CD_Double, "longBitsToDouble", FROM_BITS);
    }
  }

  /// The way back.
  void fromDouble(boolean whole) {
    if (whole) {
      code.invokestatic(ConstantDescs.CD_Double, "doubleToRawLongBits", TO_BITS);
    }
  }

  /// Pushes a value: computes it, or fetches it.
  void push(int value) {
    switch (values.kind(value)) {
      case NUMBER -> emitter.number(code, values.number(value));
      case WHOLE -> code.loadConstant(values.wholeNumber(value));
      default -> {
        if (values.computed(value) && !schedule.isRoot(value)) {
          tree(value);
        } else {
          remembered(value);
        }
      }
    }
  }

  private void remembered(int value) {
    boolean whole = values.whole(value);
    int uses = left.merge(value, -1, Integer::sum);
    Integer at = local.get(value);
    if (at != null) {
      fetch(whole, at);
      if (uses == 0 && branches == 0 && !held.contains(value)) {
        local.remove(value);
        free.add(at);
      }
      return;
    }
    load(value);
    fromDouble(whole);
    if (uses > 0 && branches == 0) {
      int kept = reserve();
      local.put(value, kept);
      code.dup2();
      store(whole, kept);
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
        code.loadConstant(Emitter.classData(1 + values.detail(value), BODY));
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
      case INPUT, WHOLE_INPUT, NUMBER, WHOLE, LOOP, RESULT, WHOLE_RESULT ->
          throw new AssertionError("no tree");
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
    compare(value, otherwise);
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

  /// Jumps if `test` is 0.
  void jumpIfFalse(int test, Label otherwise) {
    Kind kind = values.kind(test);
    boolean intrinsic =
        kind == Kind.BINARY
            || kind == Kind.UNARY
            || kind == Kind.WHOLE_BINARY
            || kind == Kind.WHOLE_UNARY;
    if (kind == Kind.TO_DOUBLE && !schedule.isRoot(test)) {
      jumpIfFalse(values.operand(test, 0), otherwise);
      return;
    }
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
        push(x);
        if (whole) {
          code.lconst_0().lcmp().pop().goto_(otherwise);
        } else {
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
