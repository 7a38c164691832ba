package org.cotangent.compiler.scalar;

import java.lang.classfile.CodeBuilder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// One loop as a static method. It finds its arguments, and leaves what it makes, in its own part of the scratch array: arguments,
/// the carries' start, copied slices; then the results. In between, carries are local variables.
final class LoopCode {
  private static final int IN = 0;
  private static final int OUT = 1;
  private static final int SCRATCH = 2;
  private static final int STEP = 3;
  private static final int FIRST_FREE = 4;

  private final Emitter emitter;
  private final Values region;
  private final Loop loop;
  private final int number;
  private final int base;

  /// Where each copied source starts; 0 for others.
  private final int[] copies;

  private final int results;

  /// `region`: the values around it. `base`: its place in the scratch array.
  LoopCode(Emitter emitter, Values region, Loop loop, int number, int base) {
    this.emitter = emitter;
    this.region = region;
    this.loop = loop;
    this.number = number;
    this.base = base;
    this.copies = new int[loop.slices().size()];
    int next = base + loop.arguments().length + loop.start().length;
    for (int i = 0; i < copies.length; i++) {
      copies[i] =
          switch (loop.slices().get(i)) {
            case Loop.Source.Copied copied -> {
              int at = next;
              next += copied.elements().length;
              yield at;
            }
            case Loop.Source.Known known -> emitter.data(known.elements());
            case Loop.Source.Given _, Loop.Source.Made _ -> 0;
          };
    }
    this.results = next;
  }

  /// How many places it takes.
  int size() {
    return results - base + loop.size();
  }

  String name() {
    return "loop" + number;
  }

  /// The place of a result.
  int result(int place) {
    return results + place;
  }

  /// Code around the loop: hands over what it needs and runs it.
  void call(Trees outer, int in, int out, int scratch) {
    int next = base;
    for (int value : loop.arguments()) {
      hand(outer, scratch, next++, value);
    }
    for (int value : loop.start()) {
      hand(outer, scratch, next++, value);
    }
    for (Loop.Source source : loop.slices()) {
      if (source instanceof Loop.Source.Copied copied) {
        for (int value : copied.elements()) {
          hand(outer, scratch, next++, value);
        }
      }
    }
    outer.code.aload(in).aload(out).aload(scratch).invokestatic(Emitter.SELF, name(), Emitter.PART);
  }

  private static void hand(Trees outer, int scratch, int place, int value) {
    Emitter.element(outer.code, scratch, place);
    outer.push(value);
    outer.toDouble(outer.values.whole(value));
    outer.code.dastore();
  }

  /// The method.
  void write(CodeBuilder code) {
    Emitter.requireLength(code, IN, emitter.inputs());
    Emitter.requireLength(code, SCRATCH, emitter.scratchSize());
    Values body = loop.body();
    boolean counted = loop.condition() == Values.NONE;
    int[] made =
        counted
            ? IntStream.concat(Arrays.stream(loop.next()), Arrays.stream(loop.row())).toArray()
            : loop.next();
    var schedule = new Schedule(body, made);
    var trees = new Body(code, schedule, FIRST_FREE);
    int[] carries = inputs(trees);
    var again = code.newLabel();
    var end = code.newLabel();
    if (counted) {
      code.loadConstant(loop.reverse() ? loop.length() - 1 : 0).istore(STEP);
      code.labelBinding(again).iload(STEP);
      if (loop.reverse()) {
        code.iflt(end);
      } else {
        code.loadConstant(loop.length()).if_icmpge(end);
      }
    } else {
      code.labelBinding(again);
      var test = new Schedule(body, new int[] {loop.condition()});
      var condition = new Body(code, test, trees.next());
      condition.hold(trees);
      condition.expect(loop.condition());
      condition.write(test.order(), 0, test.order().length);
      condition.jumpIfFalse(loop.condition(), end);
    }
    step(trees, schedule, carries);
    if (counted) {
      code.iinc(STEP, loop.reverse() ? -1 : 1);
    }
    code.goto_(again).labelBinding(end);
    for (int k = 0; k < carries.length; k++) {
      Emitter.element(code, SCRATCH, result(k));
      boolean whole = body.whole(loop.next()[k]);
      if (whole) {
        code.lload(carries[k]);
      } else {
        code.dload(carries[k]);
      }
      trees.toDouble(whole);
      code.dastore();
    }
    code.return_();
  }

  /// Loads arguments and carries into local variables; those of the carries.
  private int[] inputs(Body trees) {
    Values body = loop.body();
    int constants = loop.arguments().length;
    int[] carries = new int[loop.start().length];
    for (int value = 0; value < body.count(); value++) {
      int index = body.detail(value);
      if (input(value) && index < constants + carries.length) {
        int variable = trees.reserve();
        Emitter.element(trees.code, SCRATCH, base + index);
        trees.code.daload();
        trees.fromDouble(body.whole(value));
        trees.store(body.whole(value), variable);
        trees.hold(value, variable);
        if (index >= constants) {
          carries[index - constants] = variable;
        }
      }
    }
    return carries;
  }

  private boolean input(int value) {
    Values.Kind kind = loop.body().kind(value);
    return kind == Values.Kind.INPUT || kind == Values.Kind.WHOLE_INPUT;
  }

  private void step(Body trees, Schedule schedule, int[] carries) {
    Values body = loop.body();
    for (int value : loop.next()) {
      trees.expect(value);
    }
    var early = new ArrayList<Integer>();
    for (int j = 0; j < loop.row().length; j++) {
      int value = loop.row()[j];
      if (!body.computed(value)) {
        trees.expect(value);
        early.add(j);
      }
    }
    trees.write(schedule.order(), 0, schedule.order().length);
    for (int j : early) {
      trees.row(j);
      trees.push(loop.row()[j]);
      trees.toDouble(body.whole(loop.row()[j]));
      trees.code.dastore();
    }
    for (int value : loop.next()) {
      trees.push(value);
    }
    for (int k = carries.length - 1; k >= 0; k--) {
      trees.store(body.whole(loop.next()[k]), carries[k]);
    }
  }

  /// The code of the body.
  private final class Body extends Trees {
    Body(CodeBuilder code, Schedule schedule, int next) {
      super(LoopCode.this.emitter, code, loop.body(), schedule, next);
    }

    /// Pushes array and index of element `j` of the current row.
    void row(int j) {
      index(SCRATCH, result(loop.next().length + j), loop.row().length);
    }

    private void index(int array, int first, int step) {
      code.aload(array);
      offset(first, step);
    }

    private void offset(int first, int step) {
      code.iload(STEP).loadConstant(step).imul().loadConstant(first).iadd();
    }

    @Override
    void load(int value) {
      if (values.inMemory(value)) {
        Loop inner = values.loop(values.operand(value, 0));
        Emitter.element(code, SCRATCH, emitter.code(inner).result(values.detail(value)));
        code.daload();
        return;
      }
      int at = values.detail(value) - loop.arguments().length - loop.start().length;
      int i = 0;
      while (at >= loop.slices().get(i).width()) {
        at -= loop.slices().get(i++).width();
      }
      switch (loop.slices().get(i)) {
        case Loop.Source.Given(int first, int step, _) -> index(IN, first + at, step);
        case Loop.Source.Made(int from, int first, int step, _) ->
            index(SCRATCH, emitter.code(region.loop(from)).result(first + at), step);
        case Loop.Source.Known(_, int width) -> {
          code.loadConstant(Emitter.classData(copies[i], Emitter.DOUBLES));
          offset(at, width);
        }
        case Loop.Source.Copied(_, int width) -> index(SCRATCH, copies[i] + at, width);
      }
      code.daload();
    }

    @Override
    List<Place> places(int value) {
      var all = new ArrayList<Place>();
      for (int j = 0; j < loop.row().length; j++) {
        if (loop.row()[j] == value) {
          int at = j;
          all.add(() -> row(at));
        }
      }
      return all;
    }

    @Override
    void run(int inner) {
      emitter.code(values.loop(inner)).call(this, IN, OUT, SCRATCH);
    }
  }
}
