package org.cotangent.bench.workloads;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.cotangent.Array;
import org.cotangent.Autodiff;
import org.cotangent.compiler.fusion.Fusion;
import org.cotangent.compiler.kernel.Binding;
import org.cotangent.compiler.kernel.Kernel;
import org.cotangent.compiler.kernel.Nest;
import org.cotangent.kernel.Buffers;
import org.cotangent.pass.Passes;
import org.cotangent.primitive.Program;
import org.cotangent.primitive.Var;
import org.cotangent.tree.Trees;

/// The one loop that a compiled program consists of, alone: over arrays that are there, into arrays that are there, as a program in C
/// does it. What a compiled call costs more is calling, and fresh arrays.
final class KernelAlone {
  /// Additions in a loop, as the compiler has it.
  private static final int BUDGET = 200;

  /// Places in a part, as the compiler has it: each part has a sum of its own.
  private static final int PART = 16_384;

  private final Program program;
  private final Fusion.Loops loops;
  private final Kernel kernel;
  private final Object[] arrays;
  private final int places;

  private <P> KernelAlone(Function<P, ?> f, P parameters) {
    this.program = Passes.optimise(Autodiff.stage(f, parameters));
    List<Fusion.Step> steps = Fusion.plan(program, BUDGET);
    if (steps.size() != 1 || !(steps.getFirst() instanceof Fusion.Loops only)) {
      throw new IllegalStateException("not one loop: " + steps);
    }
    this.loops = only;
    Nest nest = only.nest();
    this.kernel = Kernel.of(nest, Binding.plain(nest));
    this.places = nest.extents().get(nest.parted());
    var all = new ArrayList<Object>();
    for (var operand : only.operands()) {
      var leaf = Trees.leaves(parameters).get(program.inputs().indexOf(operand));
      all.add(Buffers.data((Array) leaf));
    }
    for (int k = 0; k < only.outputs().size(); k++) {
      Var output = only.outputs().get(k);
      int copies = nest.slotted(nest.outputs().get(k)) ? parts() : 1;
      all.add(Buffers.allocate(output.aval().dtype(), copies * output.aval().shape().size()));
    }
    this.arrays = all.toArray();
  }

  private int parts() {
    return (places + PART - 1) / PART;
  }

  private KernelAlone run() {
    for (int part = 0; part < parts(); part++) {
      kernel.run(arrays, part * PART, Math.min(places, (part + 1) * PART), part);
    }
    return this;
  }

  private Outcome outcome() {
    List<double[]> results =
        program.outputs().stream().map(loops.outputs()::indexOf).map(this::result).toList();
    double value = 0;
    for (double part : results.getFirst()) {
      value += part;
    }
    return new Outcome(value, results.subList(1, results.size()));
  }

  private double[] result(int k) {
    Object array = arrays[loops.operands().size() + k];
    return array instanceof float[] narrow
        ? IntStream.range(0, narrow.length).mapToDouble(i -> narrow[i]).toArray()
        : (double[]) array;
  }

  private static <P, D> Timed<KernelAlone> timed(Problem<P, D, ?> problem) {
    Function<P, ?> derivative = p -> problem.derivative().apply(p, problem.data());
    Function<P, ?> function = p -> problem.function().apply(p, problem.data());
    var both = new KernelAlone(derivative, problem.parameters());
    var alone = new KernelAlone(function, problem.parameters());
    return new Timed<>(both::run, alone::run, KernelAlone::outcome);
  }

  /// The workloads that are one loop, in this way only.
  static Stream<Workload> workloads() {
    return Fused.problems()
        .map(fused ->
            new Workload(
                fused.key(),
                List.of(new Workload.Variant("kernel", () -> timed(fused.problem().get())))));
  }
}
