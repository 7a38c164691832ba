package org.cotangent;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.cotangent.kernel.Buffers;
import org.cotangent.primitive.Aval;
import org.cotangent.primitive.Op;
import org.cotangent.primitive.Program;
import org.cotangent.primitive.Scan;
import org.cotangent.primitive.While;
import org.cotangent.trace.Closures;
import org.cotangent.trace.Transform;
import org.cotangent.trace.Underneath;
import org.cotangent.tree.TreeDef;
import org.cotangent.tree.Trees;

/// Loops on structures whose number of steps is given by a condition or a count.
///
/// Where values are known, the functions just run, and whatever traces are around see each step. Once a value of the state stands in a
/// program that is being written, condition and body are written as programs, and the loop becomes one equation.
@SuppressWarnings("unchecked") // a TreeDef rebuilds what it was made from
final class Repetitions {
  private static final Aval WHOLE = Aval.of(DType.I64, Shape.SCALAR);

  private Repetitions() {}

  static <C> C whileLoop(C start, Function<C, Tensor> condition, UnaryOperator<C> body) {
    return repeated(-1, start, condition, body);
  }

  /// The same as an operation, even where values are known.
  static <C> C writtenWhile(
      String name, C start, Function<C, Tensor> condition, UnaryOperator<C> body) {
    var leaves = new ArrayList<Tensor>();
    TreeDef structure = Trees.flatten(start, leaves);
    var kept = Structures.Kept.of(name, "the state", structure, leaves);
    return writtenWhile(-1, kept, leaves, condition, body);
  }

  static <C> C whileLoop(int most, C start, Function<C, Tensor> condition, UnaryOperator<C> body) {
    if (most < 0) {
      throw new IllegalArgumentException("whileLoop: at most " + most + " steps");
    }
    return repeated(most, start, condition, body);
  }

  /// `most`: the greatest number of steps; below 0 there is none.
  private static <C> C repeated(
      int most, C start, Function<C, Tensor> condition, UnaryOperator<C> body) {
    var leaves = new ArrayList<Tensor>();
    TreeDef structure = Trees.flatten(start, leaves);
    var kept = Structures.Kept.of("whileLoop", "the state", structure, leaves);
    List<Tensor> now = leaves;
    C state = start;
    for (int step = 0; most < 0 || step < most; step++) {
      if (Underneath.written(now)) {
        // What was written of the first step, if it came out as written, is dropped as dead code.
        int from = step == 1 ? 0 : step;
        return writtenWhile(
            most < 0 ? most : most - from, kept, step == 1 ? leaves : now, condition, body);
      }
      Tensor test = condition.apply(state);
      Structures.requireTest("whileLoop", "the condition", test);
      if (Underneath.written(test)) {
        return writtenWhile(most < 0 ? most : most - step, kept, now, condition, body);
      }
      if (Underneath.none(test)) {
        return state;
      }
      C before = state;
      // Under vmap, examples that are done stay as they are.
      state =
          Underneath.agreed(test)
              ? body.apply(before)
              : Choices.cond(test, () -> body.apply(before), () -> before);
      now = kept.leaves(state);
    }
    return state;
  }

  private static <C> C writtenWhile(
      int most,
      Structures.Kept kept,
      List<Tensor> start,
      Function<C, Tensor> condition,
      UnaryOperator<C> body) {
    TreeDef structure = kept.structure();
    if (most >= 0) {
      return writtenFor(
          Looping.of(),
          most,
          0,
          kept,
          start,
          (state, _) ->
              Choices.cond(
                  tested(kept.name(), condition, state),
                  () -> same(kept, body.apply(state)),
                  () -> state));
    }
    var test =
        Transform.stage(
            kept.name(),
            boxes -> List.of(tested(kept.name(), condition, (C) structure.unflatten(boxes))),
            kept.avals());
    var step =
        Transform.stage(
            kept.name(),
            boxes -> kept.leaves(body.apply((C) structure.unflatten(boxes))),
            kept.avals());
    var closures = Closures.of(List.of(test, step));
    var arguments = new ArrayList<>(closures.captures());
    arguments.addAll(start);
    var loop =
        new While(
            closures.captures().size(), closures.programs().get(0), closures.programs().get(1));
    return (C) structure.unflatten(Op.of(loop).bind(arguments));
  }

  private static <C> C same(Structures.Kept kept, C state) {
    kept.leaves(state);
    return state;
  }

  private static <C> Tensor tested(String name, Function<C, Tensor> condition, C state) {
    Tensor test = condition.apply(state);
    Structures.requireTest(name, "the condition", test);
    return test;
  }

  static <C> C forLoop(Looping looping, int count, C start, BiFunction<C, Tensor, C> body) {
    if (count < 0) {
      throw new IllegalArgumentException("forLoop: " + count + " steps");
    }
    var leaves = new ArrayList<Tensor>();
    TreeDef structure = Trees.flatten(start, leaves);
    var kept = Structures.Kept.of("forLoop", "the state", structure, leaves);
    C state = start;
    List<Tensor> now = leaves;
    for (int step = 0; step < count; step++) {
      if (looping.writes(now)) {
        // What was written of the first step, if it came out as written, is dropped as dead code.
        int from = step == 1 ? 0 : step;
        return writtenFor(looping, count, from, kept, step == 1 ? leaves : now, body);
      }
      int at = looping.backward() ? count - 1 - step : step;
      state = body.apply(state, Buffers.fill(WHOLE, at));
      now = kept.leaves(state);
    }
    return state;
  }

  private static <C> C writtenFor(
      Looping looping,
      int count,
      int from,
      Structures.Kept kept,
      List<Tensor> start,
      BiFunction<C, Tensor, C> body) {
    TreeDef structure = kept.structure();
    int change = looping.backward() ? -1 : 1;
    var avals = new ArrayList<Aval>();
    avals.add(WHOLE);
    avals.addAll(kept.avals());
    var step =
        Transform.stage(
            kept.name(),
            boxes -> {
              Tensor i = boxes.getFirst();
              C state = (C) structure.unflatten(boxes.subList(1, boxes.size()));
              var results = new ArrayList<Tensor>();
              results.add(i.plus(Buffers.fill(WHOLE, change)));
              results.addAll(kept.leaves(body.apply(state, i)));
              return results;
            },
            avals);
    var closures = Closures.of(List.of(step));
    Program program = closures.programs().getFirst();
    var arguments = new ArrayList<>(closures.captures());
    arguments.add(Buffers.fill(WHOLE, looping.backward() ? count - 1 - from : from));
    arguments.addAll(start);
    var scan =
        new Scan(
            count - from,
            closures.captures().size(),
            avals.size(),
            false,
            looping.unroll(),
            looping.snapshots(),
            program);
    List<Tensor> results = Op.of(scan).bind(arguments);
    return (C) structure.unflatten(results.subList(1, results.size()));
  }
}
