package org.cotangent.trace;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cotangent.Axes;
import org.cotangent.DType;
import org.cotangent.Tensor;
import org.cotangent.ops.Comparison;
import org.cotangent.ops.Indexing;
import org.cotangent.ops.Reduction;
import org.cotangent.ops.StopGradient;
import org.cotangent.primitive.Aval;
import org.cotangent.primitive.Checkpoint;
import org.cotangent.primitive.Cond;
import org.cotangent.primitive.Control;
import org.cotangent.primitive.Op;
import org.cotangent.primitive.Program;
import org.cotangent.primitive.ReverseScan;
import org.cotangent.primitive.Scan;
import org.cotangent.primitive.While;
import org.cotangent.primitive.Zero;

/// vmap of operations that hold programs: the same operation with programs for all examples at once.
///
/// In a loop a carry is mapped if its start is or if a step makes it so. A choice that differs from example to example runs all
/// branches and picks from each.
///
/// @param outputs the results; those that are mapped have the examples along a leading axis
/// @param mapped which are
record Batched(List<Tensor> outputs, boolean[] mapped) {
  static Batched of(
      Control.OfPrograms control, List<Tensor> arguments, boolean[] mapped, int size) {
    return switch (control) {
      case Cond cond ->
          mapped[0] ? picked(cond, arguments, mapped, size) : chosen(cond, arguments, mapped, size);
      case While loop -> loop(loop, arguments, mapped, size);
      case Scan scan -> scan(scan, arguments, mapped, size);
      case ReverseScan sweep -> sweep(sweep, arguments, mapped, size);
      case Checkpoint checkpoint -> {
        boolean[] out = Reach.EXAMPLES.outputs(checkpoint.body(), mapped);
        Program body = program(checkpoint.body(), mapped, out, size);
        yield new Batched(Op.of(new Checkpoint(checkpoint.recompute(), body)).bind(arguments), out);
      }
    };
  }

  /// `program` at arguments of which those in `mapped` hold all examples; results that are not mapped are repeated if they are in
  /// `wanted`.
  private static Batched apply(
      Program program, List<Tensor> arguments, boolean[] mapped, boolean[] wanted, int size) {
    var trace = new BatchTrace("vmap", size);
    try {
      var boxes = new ArrayList<Tensor>(arguments.size());
      for (int i = 0; i < mapped.length; i++) {
        boxes.add(mapped[i] ? trace.examples(arguments.get(i)) : arguments.get(i));
      }
      List<Tensor> results = program.apply(boxes);
      boolean[] out = new boolean[results.size()];
      var outputs = new ArrayList<Tensor>(results.size());
      for (int i = 0; i < out.length; i++) {
        out[i] = trace.mapped(results.get(i)) || wanted[i];
        outputs.add(out[i] ? trace.stacked(results.get(i)) : results.get(i));
      }
      return new Batched(outputs, out);
    } finally {
      trace.close();
    }
  }

  private static List<Aval> avals(Program program, boolean[] mapped, int size) {
    List<Aval> avals = Staging.inputs(program);
    var result = new ArrayList<Aval>(avals.size());
    for (int i = 0; i < mapped.length; i++) {
      result.add(mapped[i] ? avals.get(i).stacked(size) : avals.get(i));
    }
    return result;
  }

  private static boolean[] none(Program program) {
    return new boolean[program.outputs().size()];
  }

  private static boolean[] all(int n) {
    boolean[] all = new boolean[n];
    Arrays.fill(all, true);
    return all;
  }

  private static Program program(Program program, boolean[] mapped, boolean[] wanted, int size) {
    return Staging.write(
        avals(program, mapped, size),
        arguments -> apply(program, arguments, mapped, wanted, size).outputs);
  }

  private static Batched chosen(Cond cond, List<Tensor> all, boolean[] allMapped, int size) {
    boolean[] mapped = Staging.part(allMapped, 1, allMapped.length);
    boolean[] out = none(cond.branches().getFirst());
    for (Program branch : cond.branches()) {
      or(out, Reach.EXAMPLES.outputs(branch, mapped));
    }
    var branches =
        cond.branches().stream().map(branch -> program(branch, mapped, out, size)).toList();
    return new Batched(Op.of(new Cond(branches)).bind(all), out);
  }

  /// Runs all branches and picks each example's results. A branch sees, in the place of examples that do not take it, one that does:
  /// so it meets no argument that it was not written for, and neither infinities nor NaN of its own come in.
  private static Batched picked(Cond cond, List<Tensor> all, boolean[] allMapped, int size) {
    Tensor index = all.getFirst();
    boolean[] mapped = Staging.part(allMapped, 1, allMapped.length);
    List<Tensor> arguments = all.subList(1, all.size());
    boolean[] out = all(none(cond.branches().getFirst()).length);
    int last = cond.branches().size() - 1;
    List<Tensor> picked = List.of();
    for (int b = last; b >= 0; b--) {
      Program branch = cond.branches().get(b);
      Tensor takes = takes(index, b, last);
      boolean[] seen = mapped.clone();
      List<Tensor> safe =
          size == 0 || branch.equations().isEmpty() ? arguments : safe(takes, arguments, seen);
      List<Tensor> results =
          branch.total() || size == 0
              ? apply(branch, safe, seen, out, size).outputs
              : taken(branch, takes, safe, seen, out, size);
      if (b == last) {
        picked = results;
        continue;
      }
      var next = new ArrayList<Tensor>(results.size());
      for (int i = 0; i < results.size(); i++) {
        next.add(where(takes, results.get(i), picked.get(i)));
      }
      picked = next;
    }
    return new Batched(picked, out);
  }

  /// The results of a branch that may not end, or throw, if no example takes it: then zeros, which nobody picks.
  private static List<Tensor> taken(
      Program branch,
      Tensor takes,
      List<Tensor> arguments,
      boolean[] mapped,
      boolean[] out,
      int size) {
    Program all = program(branch, mapped, out, size);
    Program none =
        Staging.write(
            Staging.inputs(all),
            _ -> Staging.outputs(all).stream().<Tensor>map(Zero::new).toList());
    return Op.of(new Cond(List.of(none, all)))
        .bind(Staging.joined(List.of(Reduction.any(takes, Axes.all())), arguments));
  }

  /// Which examples take branch `b`: the first and the last are for everything beyond them, too.
  private static Tensor takes(Tensor index, int b, int last) {
    if (index.dtype() == DType.BOOL) {
      return b == 0 && last > 0 ? Comparison.not(index) : index;
    }
    return b == 0
        ? Comparison.lessEqual(index, 0)
        : b == last ? Comparison.lessEqual(b, index) : Comparison.equal(index, b);
  }

  private static List<Tensor> safe(Tensor takes, List<Tensor> arguments, boolean[] mapped) {
    Tensor one = Reduction.argmax(takes.to(DType.I32), 0);
    Tensor any = Reduction.any(takes, Axes.all());
    var result = new ArrayList<Tensor>(arguments.size());
    for (int i = 0; i < mapped.length; i++) {
      Tensor argument = arguments.get(i);
      result.add(
          mapped[i]
              ? where(
                  takes,
                  argument,
                  constant(Indexing.take(argument, one, 0)).broadcastTo(argument.shape()))
              : argument.dtype().floating()
                  ? Comparison.where(any, argument, constant(argument))
                  : argument);
    }
    return result;
  }

  private static Tensor constant(Tensor x) {
    return new StopGradient().bind(x);
  }

  /// `test ? a : b` by example: the test is a vector along their leading axis.
  private static Tensor where(Tensor test, Tensor a, Tensor b) {
    int[] lengths = new int[a.rank()];
    Arrays.fill(lengths, 1);
    lengths[0] = a.shape().length(0);
    return Comparison.where(test.reshape(lengths), a, b);
  }

  private static void or(boolean[] into, boolean[] other) {
    for (int i = 0; i < into.length; i++) {
      into[i] |= other[i];
    }
  }

  /// `arguments`, those repeated that are to be mapped and are not yet.
  static List<Tensor> repeated(
      List<Tensor> arguments, boolean[] before, boolean[] after, int size) {
    var result = new ArrayList<Tensor>(arguments.size());
    for (int i = 0; i < before.length; i++) {
      Tensor argument = arguments.get(i);
      result.add(
          after[i] && !before[i] ? argument.broadcastTo(argument.shape().with(0, size)) : argument);
    }
    return result;
  }

  private static Batched scan(Scan scan, List<Tensor> arguments, boolean[] before, int size) {
    boolean[] mapped = before.clone();
    int first = scan.consts() + scan.carries();
    boolean[] out = Reach.EXAMPLES.settle(scan.body(), scan.consts(), scan.carries(), mapped);
    Program body = program(scan.body(), mapped, out, size);
    var all = repeated(arguments, before, mapped, size);
    for (int i = first; i < mapped.length; i++) {
      if (mapped[i]) {
        all.set(i, all.get(i).moveAxis(0, 1));
      }
    }
    var outputs =
        new ArrayList<>(
            Op.of(
                    new Scan(
                        scan.length(),
                        scan.consts(),
                        scan.carries(),
                        scan.reverse(),
                        scan.unroll(),
                        scan.snapshots(),
                        body))
                .bind(all));
    for (int i = scan.carries(); i < out.length; i++) {
      if (out[i]) {
        outputs.set(i, outputs.get(i).moveAxis(1, 0));
      }
    }
    return new Batched(outputs, out);
  }

  /// Everything is mapped but constants and inputs that are not.
  private static Batched sweep(
      ReverseScan sweep, List<Tensor> arguments, boolean[] before, int size) {
    int first = sweep.consts() + sweep.carries();
    int slices = sweep.step().inputs().size();
    int outputs = slices + sweep.cotangents();
    boolean[] mapped = before.clone();
    Arrays.fill(mapped, sweep.consts(), first, true);
    Arrays.fill(mapped, slices, mapped.length, true);
    boolean[] all = all(sweep.pullback().outputs().size());
    var batched =
        new ReverseScan(
            sweep.length(),
            sweep.consts(),
            sweep.carries(),
            sweep.sums(),
            sweep.cotangents(),
            sweep.reverse(),
            sweep.snapshots(),
            program(sweep.step(), Staging.part(mapped, 0, slices), all(sweep.carries()), size),
            program(sweep.pullback(), mapped, all, size));
    var given = repeated(arguments, before, mapped, size);
    for (int i = first; i < mapped.length; i++) {
      if (mapped[i] && (i < slices || i >= outputs)) {
        given.set(i, given.get(i).moveAxis(0, 1));
      }
    }
    var results = new ArrayList<>(Op.of(batched).bind(given));
    for (int i = sweep.sums() + sweep.cotangents(); i < all.length; i++) {
      results.set(i, results.get(i).moveAxis(1, 0));
    }
    return new Batched(results, all);
  }

  private static Batched loop(While loop, List<Tensor> arguments, boolean[] before, int size) {
    boolean[] mapped = before.clone();
    boolean[] out = Reach.EXAMPLES.settle(loop.body(), loop.consts(), loop.carries(), mapped);
    if (Reach.EXAMPLES.outputs(loop.condition(), mapped)[0]) {
      Arrays.fill(out, true);
      Arrays.fill(mapped, loop.consts(), mapped.length, true);
    }
    return new Batched(
        Op.of(batched(loop, mapped, size)).bind(repeated(arguments, before, mapped, size)), out);
  }

  /// The loop over all examples; `mapped` marks the carries that a step makes so. If the condition differs from example to example, all
  /// carries are mapped, the loop runs until it holds for none, and those for which it does not hold any more stay as they are.
  static While batched(While loop, boolean[] mapped, int size) {
    boolean each = Reach.EXAMPLES.outputs(loop.condition(), mapped)[0];
    boolean[] out = Staging.part(mapped, loop.consts(), mapped.length);
    List<Aval> avals = avals(loop.body(), mapped, size);
    Program condition =
        Staging.write(
            avals,
            all -> {
              Tensor test =
                  apply(loop.condition(), all, mapped, new boolean[1], size).outputs.getFirst();
              return List.of(each ? Reduction.any(test, Axes.all()) : test);
            });
    Program body =
        Staging.write(
            avals,
            all ->
                each
                    ? frozen(loop, all, mapped, size)
                    : apply(loop.body(), all, mapped, out, size).outputs);
    return new While(loop.consts(), condition, body);
  }

  /// One step of those examples for which the condition holds.
  private static List<Tensor> frozen(While loop, List<Tensor> all, boolean[] mapped, int size) {
    Tensor test = apply(loop.condition(), all, mapped, new boolean[1], size).outputs.getFirst();
    boolean[] withTest = new boolean[mapped.length + 1];
    withTest[0] = true;
    System.arraycopy(mapped, 0, withTest, 1, mapped.length);
    Cond step = step(loop);
    return picked(step, Staging.joined(List.of(test), all), withTest, size).outputs;
  }

  /// One more step of the loop, or none.
  static Cond step(While loop) {
    Program still =
        Staging.write(Staging.inputs(loop.body()), all -> all.subList(loop.consts(), all.size()));
    return new Cond(List.of(still, loop.body()));
  }
}
