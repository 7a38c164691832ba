package org.cotangent.compiler.kernel;

import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/// Instructions over blocks: for each one loop, the code of a nest that does nothing else, so that the JIT compiles each by itself and
/// vectorises those it can. All nests share them. Thread-safe.
final class BlockLoops {
  /// An instruction whose operands are numbered from 0, and their lanes. There are as many as there are codes, lanes, and constants in
  /// the formulas of functions.
  private record Key(Body.Instruction instruction, List<Lane> lanes) {}

  private static final ConcurrentHashMap<Key, Kernel.Runner> LOOPS = new ConcurrentHashMap<>();

  private BlockLoops() {}

  /// The loop of an instruction of `body` that is no load and no constant, over the arrays of its operands and of its result.
  static Kernel.Runner of(Body body, Body.Instruction in) {
    List<Lane> lanes = in.operands().stream().map(body::lane).toList();
    List<Integer> numbers = IntStream.range(0, lanes.size()).boxed().toList();
    var renumbered =
        new Body.Instruction(in.code(), in.lane(), numbers, in.number(), in.function());
    return LOOPS.computeIfAbsent(new Key(renumbered, lanes), BlockLoops::made);
  }

  private static Kernel.Runner made(Key key) {
    var body = new Body();
    List<Integer> side = List.of(1);
    List<Nest.Operand> operands =
        key.lanes.stream().map(lane -> new Nest.Operand(lane, 0, side)).toList();
    for (int k = 0; k < operands.size(); k++) {
      body.load(k, key.lanes.get(k));
    }
    int result = body.add(key.instruction);
    var output = new Nest.Output(result, key.instruction.lane(), Nest.Reduction.NONE, 0, side);
    return Kernel.single(new Nest(List.of(Blocks.SIZE), operands, body, List.of(output)));
  }
}
