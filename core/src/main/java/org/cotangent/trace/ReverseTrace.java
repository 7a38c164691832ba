package org.cotangent.trace;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.cotangent.Array;
import org.cotangent.Box;
import org.cotangent.Tensor;
import org.cotangent.kernel.Buffers;
import org.cotangent.primitive.Aval;
import org.cotangent.primitive.Control;
import org.cotangent.primitive.CustomVjp;
import org.cotangent.primitive.Op;
import org.cotangent.primitive.Trace;
import org.cotangent.primitive.Zero;

/// Reverse mode: records a [Node] for each operation; a [Sweep] pulls cotangents back through them.
///
/// Nodes are numbered in order of creation, so a sweep needs no sort. Operations of other threads than the one that made the
/// trace are numbered apart, and a trace that has such nodes is sorted before it is swept.
final class ReverseTrace extends Trace {
  private final Thread owner = Thread.currentThread();
  private int count;
  private final AtomicInteger foreign = new AtomicInteger();

  ReverseTrace(String transformation) {
    super(transformation);
  }

  /// The number of the next node: from 0 for the owner's, from −1 downward for those of other threads.
  int next() {
    return Thread.currentThread() == owner ? count++ : -foreign.incrementAndGet();
  }

  /// Whether the numbers of the nodes are an order of their creation.
  boolean ordered() {
    return foreign.get() == 0;
  }

  /// A start of this trace.
  Node leaf(Tensor value) {
    return new Node(this, null, value, null, null, null);
  }

  /// A start of this trace, known to the user as `root`.
  Node leaf(Tensor value, Node root) {
    var shared = (Node.Root) java.util.Objects.requireNonNull(root.more, "made by Node.root()");
    shared.value = value;
    return new Node(this, null, value, null, null, shared);
  }

  @Override
  public Tensor bind(Op op, Tensor a) {
    var node = (Node) a;
    open(node);
    if (node.value == null && op.real()) {
      return new Node(this, op, op.value().at(node.number, 0, 0, 0), node, null);
    }
    if (op.primitive() instanceof Control) {
      return bind(op, List.of(a)).getFirst();
    }
    return record(op, op.bind(node.value()), a, null, null);
  }

  @Override
  public Tensor bind(Op op, Tensor a, Tensor b) {
    if (op.real()) {
      if (a instanceof Node x && x.trace == this && x.value == null) {
        open(x);
        if (b instanceof Node y && y.trace == this) {
          if (y.value == null) {
            return new Node(this, op, op.value().at(x.number, y.number, 0, 0), a, b);
          }
        } else if (b instanceof Array y && y.aval() == Aval.NUMBER) {
          return new Node(this, op, op.value().at(x.number, Buffers.fill(y), 0, 0), a, b);
        }
      } else if (a instanceof Array x
          && x.aval() == Aval.NUMBER
          && b instanceof Node y
          && y.value == null) {
        open(y);
        return new Node(this, op, op.value().at(Buffers.fill(x), y.number, 0, 0), a, b);
      }
    }
    if (op.primitive() instanceof Control) {
      return bind(op, List.of(a, b)).getFirst();
    }
    return record(op, op.bind(lowered(a), lowered(b)), a, b, null);
  }

  @Override
  public List<Tensor> bind(Op op, List<Tensor> arguments) {
    if (arguments.size() == 1 && op.pointwise()) {
      return List.of(bind(op, arguments.get(0)));
    }
    if (arguments.size() == 2 && op.pointwise()) {
      return List.of(bind(op, arguments.get(0), arguments.get(1)));
    }
    var lowered = new ArrayList<Tensor>(arguments.size());
    for (Tensor argument : arguments) {
      lowered.add(lowered(argument));
    }
    if (op.primitive() instanceof Control.OfPrograms control) {
      return InPlace.possible(control, lowered)
          ? InPlace.run(control, arguments)
          : pulled(op, control, arguments, lowered);
    }
    if (op.primitive() instanceof CustomVjp custom) {
      Tensor[] operands = arguments.toArray(new Tensor[0]);
      CustomVjp.Result result = custom.function().apply(List.copyOf(lowered));
      result.outputs().forEach(output -> independent(op, output));
      result.residuals().forEach(residual -> independent(op, residual));
      return record(op, operands, result.outputs(), result.residuals());
    }
    List<Tensor> outputs = op.bind(lowered);
    outputs.forEach(result -> independent(op, result));
    return record(op, arguments, outputs);
  }

  private List<Tensor> pulled(
      Op op, Control.OfPrograms control, List<Tensor> arguments, List<Tensor> lowered) {
    boolean[] active = new boolean[arguments.size()];
    boolean any = false;
    for (int i = 0; i < active.length; i++) {
      active[i] = depends(arguments.get(i)) && arguments.get(i).dtype().floating();
      any |= active[i];
    }
    if (!any) {
      return op.bind(lowered);
    }
    Pulled pulled = Pulled.of(control, lowered, active);
    return outputs(op, new Call(this, op, arguments.toArray(new Tensor[0]), pulled));
  }

  /// Notes that `op` made `outputs`, one level down, of `arguments`.
  List<Tensor> record(Op op, List<Tensor> arguments, List<Tensor> outputs) {
    Tensor[] operands = arguments.toArray(new Tensor[0]);
    if (outputs.size() == 1) {
      return List.of(
          operands.length > 2
              ? record(op, outputs.getFirst(), null, null, operands)
              : record(
                  op,
                  outputs.getFirst(),
                  operands[0],
                  operands.length > 1 ? operands[1] : null,
                  null));
    }
    return record(op, operands, outputs, List.of());
  }

  private Tensor record(
      Op op,
      Tensor output,
      @org.jspecify.annotations.Nullable Tensor a,
      @org.jspecify.annotations.Nullable Tensor b,
      Tensor @org.jspecify.annotations.Nullable [] all) {
    return Rules.smooth(op, output) ? new Node(this, op, output, a, b, all) : output;
  }

  private List<Tensor> record(Op op, Tensor[] operands, List<Tensor> outputs, List<Tensor> saved) {
    if (!Rules.smooth(op, outputs)) {
      return outputs;
    }
    return outputs(op, new Call(this, op, operands, outputs, saved));
  }

  /// A node for each floating result of `call`.
  private List<Tensor> outputs(Op op, Call call) {
    var results = new ArrayList<Tensor>(call.outputs.size());
    for (int i = 0; i < call.outputs.size(); i++) {
      Tensor output = call.outputs.get(i);
      results.add(
          output.dtype().floating()
              ? new Node(this, op, output, null, null, new Node.Output(call, i))
              : output);
    }
    return results;
  }

  /// A custom function that closes over a value of this trace would lose its derivative by it.
  private void independent(Op op, Tensor result) {
    if (result instanceof Box box && !(box instanceof Zero) && box.trace().level() >= level()) {
      throw closedOver(op.primitive().name() + ": the function", transformation());
    }
  }

  /// The argument one level down, if it is a box of this trace.
  private Tensor lowered(Tensor argument) {
    if (argument instanceof Node node && node.trace == this) {
      open(node);
      return node.value();
    }
    return argument;
  }

  private void open(Node node) {
    if (closed()) {
      throw leaked(node.toString(), node.line);
    }
  }

  /// The node of `output`, if it is one of this trace.
  boolean depends(Tensor output) {
    return output instanceof Node node && node.trace == this;
  }

  /// `output` one level down.
  Tensor result(Tensor output) {
    return output instanceof Node node && node.trace == this ? node.value() : output;
  }

  /// The cotangents of `leaves`, given those of `outputs`; symbolic zeros are made real.
  List<Tensor> pullback(List<Tensor> outputs, List<Tensor> cotangents, List<Node> leaves) {
    return pullback(outputs, cotangents, leaves, false);
  }

  /// The same; `masked`: the cotangents passed a mask.
  List<Tensor> pullback(
      List<Tensor> outputs, List<Tensor> cotangents, List<Node> leaves, boolean masked) {
    var sweep = Sweep.over(this, outputs);
    for (int i = 0; i < outputs.size(); i++) {
      if (outputs.get(i) instanceof Node node && node.trace == this) {
        sweep.seed(node, cotangents.get(i), masked);
      }
    }
    sweep.run();
    var results = new ArrayList<Tensor>(leaves.size());
    for (Node leaf : leaves) {
      results.add(sweep.cotangent(leaf));
    }
    return results;
  }
}
