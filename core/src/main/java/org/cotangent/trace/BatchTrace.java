package org.cotangent.trace;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.Box;
import org.cotangent.Tensor;
import org.cotangent.TraceException;
import org.cotangent.primitive.Aval;
import org.cotangent.primitive.Batching;
import org.cotangent.primitive.Bilinear;
import org.cotangent.primitive.Control;
import org.cotangent.primitive.CustomJvp;
import org.cotangent.primitive.CustomVjp;
import org.cotangent.primitive.CustomVmap;
import org.cotangent.primitive.Elementwise;
import org.cotangent.primitive.General;
import org.cotangent.primitive.Linear;
import org.cotangent.primitive.LinearSolve;
import org.cotangent.primitive.Lines;
import org.cotangent.primitive.Op;
import org.cotangent.primitive.Routine;
import org.cotangent.primitive.Trace;

/// vmap: runs a function of one example on all examples at once, stacked along a leading axis that the function does not see.
final class BatchTrace extends Trace {
  private final int size;

  BatchTrace(String transformation, int size) {
    super(transformation);
    this.size = size;
  }

  /// All examples of a value; its shape is that of one.
  record Examples(BatchTrace trace, Tensor stacked, Aval aval, Lines.Line line) implements Box {
    @Override
    public Tensor unboxed() {
      return stacked;
    }

    @Override
    public double item() {
      throw unknown("item");
    }

    @Override
    public double[] toDoubles() {
      throw unknown("toDoubles");
    }

    private TraceException unknown(String operation) {
      return new TraceException(
          operation
              + ": under "
              + trace.transformation()
              + " this "
              + aval
              + ", made "
              + line.text()
              + ", stands for "
              + trace.size
              + " examples at once, so it is no single value: use where(…) or cond(…)"
              + " instead of a branch on it");
    }

    @Override
    public boolean equals(Object other) {
      return this == other;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(this);
    }

    @Override
    public String toString() {
      return "Autograd Examples with value " + stacked;
    }
  }

  /// A box for the examples stacked along the leading axis of `stacked`.
  Tensor examples(Tensor stacked) {
    return new Examples(this, stacked, stacked.aval().unstacked(), Lines.current());
  }

  boolean mapped(Tensor tensor) {
    return tensor instanceof Examples examples && examples.trace == this;
  }

  /// All examples of a result; one that does not depend on the example is repeated.
  Tensor stacked(Tensor result) {
    return mapped(result) ? lowered(result) : result.broadcastTo(result.shape().with(0, size));
  }

  private Tensor lowered(Tensor tensor) {
    if (tensor instanceof Examples examples && examples.trace == this) {
      if (closed()) {
        throw leaked(examples.toString(), examples.line);
      }
      return examples.stacked;
    }
    return tensor;
  }

  @Override
  public List<Tensor> bind(Op op, List<Tensor> arguments) {
    boolean[] mapped = new boolean[arguments.size()];
    var values = new ArrayList<Tensor>(mapped.length);
    for (int i = 0; i < mapped.length; i++) {
      mapped[i] = mapped(arguments.get(i));
      values.add(lowered(arguments.get(i)));
    }
    if (op.primitive() instanceof Control.OfPrograms control) {
      Batched batched = Batched.of(control, values, mapped, size);
      var results = new ArrayList<>(batched.outputs());
      for (int i = 0; i < results.size(); i++) {
        if (batched.mapped()[i]) {
          results.set(i, examples(results.get(i)));
        }
      }
      return results;
    }
    if (op.pointwise()) {
      return boxed(op.bind(Batching.repeat(values, mapped, size)));
    }
    return boxed(
        switch (op.primitive()) {
          case Elementwise _ -> throw new AssertionError("pointwise");
          case Linear linear -> linear.batch(values, mapped, size);
          case Bilinear bilinear ->
              List.of(bilinear.batch(values.get(0), values.get(1), mapped[0], mapped[1], size));
          case General general -> general.batch(values, mapped, size);
          case Control control ->
              switch (control) {
                case CustomJvp custom ->
                    Op.of(
                            new CustomJvp(
                                batched(custom.function(), mapped),
                                batched(custom.rule(), forRule(mapped))))
                        .bind(values);
                case CustomVjp custom ->
                    Op.of(
                            new CustomVjp(
                                batchedForward(custom.function(), mapped),
                                summed(batched(custom.rule(), new boolean[0]), mapped)))
                        .bind(values);
                case Control.OfPrograms _ -> throw new AssertionError("not all results are mapped");
                case CustomVmap custom ->
                    own(custom.batched().apply(Batching.repeat(values, mapped, size)));
                case LinearSolve solve -> LinearSolves.batch(solve, values, mapped, size);
              };
        });
  }

  private List<Tensor> boxed(List<Tensor> stacked) {
    return stacked.stream().map(this::examples).toList();
  }

  /// A rule's primals and their tangents are mapped as the function's arguments are; the outputs always.
  private static boolean[] forRule(boolean[] mapped) {
    boolean[] both = java.util.Arrays.copyOf(mapped, 2 * mapped.length);
    System.arraycopy(mapped, 0, both, mapped.length, mapped.length);
    return both;
  }

  /// `routine` for all examples; arguments beyond `mapped` are mapped.
  private Routine batched(Routine routine, boolean[] mapped) {
    return arguments -> {
      var inner = new BatchTrace(transformation(), size);
      try {
        var boxes = new ArrayList<Tensor>(arguments.size());
        for (int i = 0; i < arguments.size(); i++) {
          boolean one = i < mapped.length && !mapped[i];
          boxes.add(one ? arguments.get(i) : inner.examples(arguments.get(i)));
        }
        List<Tensor> results = routine.apply(boxes).stream().map(inner::stacked).toList();
        results.forEach(this::independent);
        return results;
      } finally {
        inner.close();
      }
    };
  }

  /// The function of a custom rule runs on its arguments only; what it closes over has one example where they have all.
  private void independent(Tensor result) {
    if (mapped(result)) {
      throw Trace.closedOver("the function of a custom rule", transformation());
    }
  }

  /// What a batch rule of the user's returned.
  private List<Tensor> own(List<Tensor> results) {
    for (Tensor result : results) {
      independent(result);
      if (result.rank() == 0 || result.shape().length(0) != size) {
        throw new org.cotangent.ShapeException(
            "custom_vmap: the batch rule returned "
                + result.aval()
                + " for "
                + size
                + " examples: all results have them along the leading axis");
      }
    }
    return results;
  }

  /// `forward` for all examples.
  private CustomVjp.Forward batchedForward(CustomVjp.Forward forward, boolean[] mapped) {
    return arguments -> {
      int[] outputs = new int[1];
      Routine joined =
          boxes -> {
            CustomVjp.Result result = forward.apply(boxes);
            outputs[0] = result.outputs().size();
            var all = new ArrayList<>(result.outputs());
            all.addAll(result.residuals());
            return all;
          };
      List<Tensor> all = batched(joined, mapped).apply(arguments);
      return new CustomVjp.Result(all.subList(0, outputs[0]), all.subList(outputs[0], all.size()));
    };
  }

  /// The cotangents of arguments that are the same for all examples are added up over the examples.
  private static Routine summed(Routine rule, boolean[] mapped) {
    return arguments -> {
      var results = new ArrayList<>(rule.apply(arguments));
      for (int i = 0; i < mapped.length; i++) {
        if (!mapped[i]) {
          results.set(i, results.get(i).sum(0));
        }
      }
      return results;
    };
  }
}
