package org.cotangent.trace;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cotangent.Array;
import org.cotangent.Box;
import org.cotangent.Tensor;
import org.cotangent.TraceException;
import org.cotangent.kernel.Buffers;
import org.cotangent.primitive.Aval;
import org.cotangent.primitive.Lines;
import org.cotangent.primitive.Op;
import org.cotangent.primitive.Primitive;
import org.cotangent.primitive.Trace;
import org.cotangent.primitive.Zero;
import org.jspecify.annotations.Nullable;

/// What the reverse trace remembers of one operation, and the box that the function under it sees: one object for both, so a
/// recorded number costs 56 bytes.
///
/// The nodes form the computation graph; [#parents()] walks it. Immutable, with identity equality (a record's `hashCode` would
/// walk the graph); its lists are views, made when asked for.
public final class Node implements Box {
  /// Absent only in a root that a user made.
  final @Nullable ReverseTrace trace;

  /// Absent in leaves and roots.
  final @Nullable Op op;

  /// Absent if the value is the number [#number].
  final @Nullable Tensor value;

  final double number;
  final @Nullable Tensor a;
  final @Nullable Tensor b;

  /// All inputs, if there are more than two; the [Call] that made this, if it has several results; the [Root] of a leaf.
  final @Nullable Object more;

  final int index;
  final Lines.Line line;

  Node(
      ReverseTrace trace,
      @Nullable Op op,
      Tensor value,
      @Nullable Tensor a,
      @Nullable Tensor b,
      @Nullable Object more) {
    this.trace = trace;
    this.op = op;
    boolean plain = value.aval() == Aval.NUMBER && value instanceof Array;
    this.value = plain ? null : value;
    this.number = plain ? Buffers.fill((Array) value) : 0;
    this.a = a;
    this.b = b;
    this.more = more;
    this.index = trace.next();
    this.line = Lines.current();
  }

  /// A number made of numbers: the hot path.
  Node(ReverseTrace trace, Op op, double number, Tensor a, @Nullable Tensor b) {
    this.trace = trace;
    this.op = op;
    this.value = null;
    this.number = number;
    this.a = a;
    this.b = b;
    this.more = null;
    this.index = trace.next();
    this.line = Lines.current();
  }

  private Node(Root root) {
    this.trace = null;
    this.op = null;
    this.value = new Zero(Aval.NUMBER);
    this.number = 0;
    this.a = null;
    this.b = null;
    this.more = root;
    this.index = -1;
    this.line = Lines.Line.UNKNOWN;
  }

  /// What a leaf and the root it starts from share: the value that the latest trace put there.
  static final class Root {
    final Node node;
    volatile @Nullable Tensor value;

    private Root() {
      this.node = new Node(this);
    }
  }

  /// One of several results of a call.
  record Output(Call call, int position) {}

  /// A start without parents, for [Tracing#trace].
  public static Node root() {
    return new Root().node;
  }

  /// The nodes of the traced inputs. A root has none.
  public List<Node> parents() {
    var parents = new ArrayList<Node>();
    for (Tensor input : operands()) {
      if (input instanceof Node node && node.trace == trace) {
        parents.add(node.started());
      }
    }
    return List.copyOf(parents);
  }

  /// This node, or the root that the trace was started with if this is its leaf.
  Node started() {
    return op == null && more instanceof Root root ? root.node : this;
  }

  /// What was applied; for a root the identity.
  public Primitive primitive() {
    return op == null ? new org.cotangent.primitive.Root() : op.primitive();
  }

  /// Its result, one level down. Throws an [IllegalStateException] for a root at which no trace has started yet.
  public Tensor value() {
    if (trace == null && more instanceof Root root) {
      Tensor started = root.value;
      if (started == null) {
        throw new IllegalStateException("a root has a value once a trace has started at it");
      }
      return started;
    }
    return value == null ? Tensor.scalar(number) : value;
  }

  /// All inputs, one level down: the values that the primitive was applied to.
  public List<Tensor> inputs() {
    return operands().stream().map(this::lowered).toList();
  }

  /// The positions of the traced inputs among all inputs: input `parentArgnums().get(i)` is the value of `parents().get(i)`.
  public List<Integer> parentArgnums() {
    var positions = new ArrayList<Integer>();
    List<Tensor> operands = operands();
    for (int i = 0; i < operands.size(); i++) {
      if (operands.get(i) instanceof Node node && node.trace == trace) {
        positions.add(i);
      }
    }
    return List.copyOf(positions);
  }

  private Tensor lowered(Tensor operand) {
    return operand instanceof Node node && node.trace == trace ? node.value() : operand;
  }

  /// The inputs as they were given: nodes of this trace, or constants to it.
  List<Tensor> operands() {
    return switch (more) {
      case Tensor[] all -> Arrays.asList(all);
      case Output output -> Arrays.asList(output.call().operands);
      case null, default -> a == null ? List.of() : b == null ? List.of(a) : List.of(a, b);
    };
  }

  @Override
  public Trace trace() {
    if (trace == null) {
      throw new TraceException(
          "a root node is a start for Tracing.trace, not a value to compute with");
    }
    return trace;
  }

  @Override
  public Tensor unboxed() {
    return value();
  }

  @Override
  public Aval aval() {
    return value == null ? Aval.NUMBER : value.aval();
  }

  @Override
  public double item() {
    return value == null ? number : value().item();
  }

  @Override
  public String toString() {
    return "Autograd Box with value " + value();
  }
}
