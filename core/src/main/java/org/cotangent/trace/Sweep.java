package org.cotangent.trace;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.cotangent.Array;
import org.cotangent.DType;
import org.cotangent.Tensor;
import org.cotangent.kernel.Buffers;
import org.cotangent.primitive.Accumulator;
import org.cotangent.primitive.Aval;
import org.cotangent.primitive.Linear;
import org.cotangent.primitive.Op;
import org.cotangent.primitive.PointwiseKernels;
import org.cotangent.primitive.Scalar;
import org.cotangent.primitive.Zero;
import org.jspecify.annotations.Nullable;

/// One backward sweep: cotangents flow from the outputs to the leaves, against the order in which the nodes were made.
///
/// Cotangents live here, by the nodes' numbers, so nodes stay immutable and several sweeps may run over them. The first
/// cotangent of a node is borrowed; the second makes a copy that the sweep owns, into which all others are added in place.
/// Whether a node has a cotangent is a bit, never the value 0.
final class Sweep implements Accumulator {
  private static final byte PRESENT = 1;
  private static final byte OWNED = 2;
  private static final byte MASKED = 4;

  private final ReverseTrace trace;
  private final @Nullable Object[] nodes;
  private final double[] numbers;
  private final @Nullable Tensor[] cotangents;
  private final byte[] state;

  /// The numbers of the nodes, if they are not those they were made with.
  private final @Nullable Map<Object, Integer> sorted;

  /// Whether cotangents stay when they have been passed on.
  private boolean keep;

  private List<Tensor> operands = List.of();
  private byte passing;

  private Sweep(
      ReverseTrace trace, @Nullable Object[] nodes, @Nullable Map<Object, Integer> sorted) {
    this.trace = trace;
    this.nodes = nodes;
    this.sorted = sorted;
    this.numbers = new double[nodes.length];
    this.cotangents = new Tensor[nodes.length];
    this.state = new byte[nodes.length];
  }

  /// A sweep over everything that `outputs` depend on.
  static Sweep over(ReverseTrace trace, List<Tensor> outputs) {
    return trace.ordered() ? numbered(trace, outputs) : sorted(trace, outputs);
  }

  /// Each node lies at its number: finding what is needed is a walk without a sort.
  private static Sweep numbered(ReverseTrace trace, List<Tensor> outputs) {
    int top = -1;
    for (Tensor output : outputs) {
      if (output instanceof Node node && node.trace == trace) {
        top = Math.max(top, node.index);
      }
    }
    var sweep = new Sweep(trace, new Object[top + 1], null);
    for (Tensor output : outputs) {
      sweep.need(output);
    }
    // Parents have smaller numbers, so one pass downward marks all that is needed.
    for (int i = top; i >= 0; i--) {
      switch (sweep.nodes[i]) {
        case Node node -> {
          if (node.more == null) {
            if (node.a != null) {
              sweep.need(node.a);
              if (node.b != null) {
                sweep.need(node.b);
              }
            }
          } else if (node.more instanceof Node.Output output) {
            sweep.nodes[output.call().index] = output.call();
          } else if (node.more instanceof Tensor[] all) {
            for (Tensor input : all) {
              sweep.need(input);
            }
          }
        }
        case Call call -> {
          for (Tensor input : call.operands) {
            sweep.need(input);
          }
        }
        case null, default -> {}
      }
    }
    return sweep;
  }

  private void need(Tensor tensor) {
    if (tensor instanceof Node node && node.trace == trace) {
      nodes[node.index] = node;
    }
  }

  /// Several threads made nodes: a depth-first walk, with a stack of its own, numbers them anew.
  private static Sweep sorted(ReverseTrace trace, List<Tensor> outputs) {
    Map<Object, Integer> numbers = new IdentityHashMap<>();
    var order = new ArrayList<Object>();
    var stack = new ArrayDeque<Object>();
    for (Tensor output : outputs) {
      if (output instanceof Node node && node.trace == trace) {
        stack.push(node);
      }
    }
    while (!stack.isEmpty()) {
      Object next = stack.peek();
      if (numbers.containsKey(next)) {
        stack.pop();
        continue;
      }
      boolean ready = true;
      for (Object parent : parents(trace, next)) {
        if (!numbers.containsKey(parent)) {
          stack.push(parent);
          ready = false;
        }
      }
      if (ready) {
        stack.pop();
        numbers.put(next, order.size());
        order.add(next);
      }
    }
    return new Sweep(trace, order.toArray(), numbers);
  }

  private static List<Object> parents(ReverseTrace trace, Object entry) {
    var parents = new ArrayList<Object>();
    if (entry instanceof Node node && node.more instanceof Node.Output output) {
      parents.add(output.call());
      return parents;
    }
    List<Tensor> inputs =
        entry instanceof Node node ? node.operands() : Arrays.asList(((Call) entry).operands);
    for (Tensor input : inputs) {
      if (input instanceof Node node && node.trace == trace) {
        parents.add(node);
      }
    }
    return parents;
  }

  private int index(Node node) {
    return sorted == null ? node.index : sorted.getOrDefault(node, -1);
  }

  private int index(Call call) {
    return sorted == null ? call.index : sorted.getOrDefault(call, -1);
  }

  /// Keeps the cotangents of all nodes, not of leaves only.
  void keepAll() {
    keep = true;
  }

  /// Passed on: no longer needed, unless all are kept. One that is kept is shared from now on.
  private void passed(int i) {
    if (!keep) {
      cotangents[i] = null;
    }
  }

  void seed(Node node, Tensor cotangent) {
    seed(node, cotangent, false);
  }

  /// `masked`: the cotangent passed a mask.
  void seed(Node node, Tensor cotangent, boolean masked) {
    add(index(node), cotangent, masked ? MASKED : 0);
  }

  /// The cotangent that arrived at `leaf`; zeros if none did.
  Tensor cotangent(Node leaf) {
    int i = index(leaf);
    if (i < 0 || i >= state.length || state[i] == 0) {
      return new Zero(leaf.aval()).unboxed();
    }
    return at(i);
  }

  private Tensor at(int i) {
    Tensor present = cotangents[i];
    return present == null ? Buffers.fill(Aval.NUMBER, numbers[i]) : present;
  }

  void run() {
    for (int i = nodes.length - 1; i >= 0; i--) {
      Object entry = nodes[i];
      if (entry == null) {
        continue;
      }
      nodes[i] = null;
      if (entry instanceof Node node) {
        Op op = node.op;
        if (state[i] == 0 || op == null) {
          continue;
        }
        if (node.value == null
            && cotangents[i] == null
            && op.pointwise()
            && node.more == null
            && number(node, op, i)) {
          continue;
        }
        general(node, op, i);
      } else {
        call((Call) entry);
      }
    }
  }

  /// Numbers all the way: no object is made.
  private boolean number(Node node, Op op, int i) {
    Tensor a = node.a;
    Tensor b = node.b;
    if (!isNumber(a) || b != null && !isNumber(b)) {
      return false;
    }
    double x = numberOf(a);
    double z = b == null ? 0 : numberOf(b);
    byte flags = state[i];
    if (op.masks()) {
      flags |= MASKED;
    }
    boolean masked = (flags & MASKED) != 0;
    if (a instanceof Node p && p.trace == trace) {
      addNumber(index(p), product(numbers[i], op.partial0(), x, z, node.number, masked), flags);
    }
    if (b instanceof Node p && p.trace == trace) {
      addNumber(index(p), product(numbers[i], op.partial1(), x, z, node.number, masked), flags);
    }
    return true;
  }

  private static double product(
      double ct, Scalar partial, double x, double z, double y, boolean masked) {
    double factor = Scalar.value(partial, x, z, 0, y);
    return masked && (ct == 0 || factor == 0) ? 0 : ct * factor;
  }

  private boolean isNumber(@Nullable Tensor tensor) {
    return tensor instanceof Node node
        ? node.trace == trace && node.value == null
        : tensor instanceof Array array && array.aval() == Aval.NUMBER;
  }

  private static double numberOf(@Nullable Tensor tensor) {
    return tensor instanceof Node node
        ? node.number
        : Buffers.fill((Array) java.util.Objects.requireNonNull(tensor));
  }

  private void addNumber(int i, double value, byte flags) {
    if (cotangents[i] != null) {
      add(i, Buffers.fill(Aval.NUMBER, value), flags);
      return;
    }
    numbers[i] = state[i] == 0 ? value : numbers[i] + value;
    state[i] |= (byte) (PRESENT | flags & MASKED);
  }

  private void general(Node node, Op op, int i) {
    Tensor cotangent = at(i);
    byte flags = state[i];
    if (node.more instanceof Node.Output output) {
      add(output, cotangent, flags);
      passed(i);
      return;
    }
    operands = node.operands();
    passing = (byte) (flags & MASKED | (op.masks() ? MASKED : 0));
    passed(i);
    Tensor value = node.value();
    if (op.pointwise() && arrays(op, cotangent, value, !keep && (flags & OWNED) != 0)) {
      return;
    }
    if (op.primitive() instanceof Linear.InPlace inPlace && inPlace(inPlace, cotangent)) {
      return;
    }
    Rules.pullback(
        op,
        lowered(operands),
        List.of(value),
        List.of(cotangent),
        List.of(),
        (passing & MASKED) != 0,
        this);
  }

  /// The cotangents that the results of a call have got so far; made when there is a call.
  private @Nullable Map<Call, Tensor[]> pending;

  private void add(Node.Output output, Tensor cotangent, byte flags) {
    if (pending == null) {
      pending = new IdentityHashMap<>();
    }
    Tensor[] slots =
        pending.computeIfAbsent(
            output.call(),
            call -> call.outputs.stream().map(y -> new Zero(y.aval())).toArray(Tensor[]::new));
    slots[output.position()] = cotangent;
    state[index(output.call())] |= (byte) (PRESENT | flags & MASKED);
  }

  private void call(Call call) {
    Tensor[] slots = pending == null ? null : pending.remove(call);
    if (slots == null) {
      return;
    }
    operands = Arrays.asList(call.operands);
    passing = (byte) (state[index(call)] & MASKED | (call.op.masks() ? MASKED : 0));
    Pulled.Pullback pullback = call.pullback;
    if (pullback != null) {
      pullback.run(Arrays.asList(slots), (passing & MASKED) != 0, this);
      return;
    }
    Rules.pullback(
        call.op,
        lowered(operands),
        call.outputs,
        Arrays.asList(slots),
        call.saved,
        (passing & MASKED) != 0,
        this);
  }

  private List<Tensor> lowered(List<Tensor> tensors) {
    var result = new ArrayList<Tensor>(tensors.size());
    for (Tensor tensor : tensors) {
      result.add(trace.result(tensor));
    }
    return result;
  }

  /// A pointwise operation on known arrays: one sweep of memory for each wanted input, added in place. `owned`: the cotangent's
  /// elements are nobody else's.
  private boolean arrays(Op op, Tensor cotangent, Tensor value, boolean owned) {
    if (!(cotangent instanceof Array ct) || !(value instanceof Array y)) {
      return false;
    }
    boolean large = PointwiseKernels.products(y.aval());
    if (y.dtype() != DType.F64 && !large) {
      return false;
    }
    int count = operands.size();
    var all = new Array[count + 1];
    for (int k = 0; k < count; k++) {
      if (!(trace.result(operands.get(k)) instanceof Array array)) {
        return false;
      }
      all[k] = array;
    }
    all[count] = y;
    boolean masked = (passing & MASKED) != 0;
    if (large && products(op, ct, all, masked, owned)) {
      return true;
    }
    if (y.dtype() != DType.F64) {
      return false;
    }
    for (int k = 0; k < count; k++) {
      if (!wants(k)) {
        continue;
      }
      if (op.partial(k) instanceof Scalar.Constant(double constant)
          && (constant == 1 || constant == 0)) {
        if (constant == 1) {
          add(k, ct);
        }
        continue;
      }
      int target = index((Node) operands.get(k));
      Aval aval = all[k].aval();
      if (aval == Aval.NUMBER) {
        double[] one = new double[1];
        PointwiseKernels.pullback(op, k, ct, all, masked, one);
        addNumber(target, one[0], passing);
        continue;
      }
      double[] into = owned(target, aval);
      PointwiseKernels.pullback(op, k, ct, all, masked, into);
      settle(target, aval, into);
    }
    return true;
  }

  /// The same for large arrays, by kernels: nothing is done, and the answer is no, if there is none for one of the inputs.
  private boolean products(Op op, Array ct, Array[] all, boolean masked, boolean owned) {
    int count = operands.size();
    int last = -1;
    boolean lent = false;
    for (int k = 0; k < count; k++) {
      if (!wants(k)) {
        continue;
      }
      boolean constant = op.partial(k) instanceof Scalar.Constant(double c) && (c == 1 || c == 0);
      lent |= constant;
      if (!constant) {
        last = k;
        if (!PointwiseKernels.hasProduct(op, k, masked, with(all, ct))
            || cotangents[index((Node) operands.get(k))] instanceof Tensor present
                && !(present instanceof Array)) {
          return false;
        }
      }
    }
    for (int k = 0; k < count; k++) {
      if (!wants(k)) {
        continue;
      }
      if (op.partial(k) instanceof Scalar.Constant(double constant)
          && (constant == 1 || constant == 0)) {
        if (constant == 1) {
          add(k, ct);
        }
        continue;
      }
      int target = index((Node) operands.get(k));
      Tensor present = cotangents[target];
      Array[] read = present instanceof Array sum ? with(all, ct, sum) : with(all, ct);
      if (present instanceof Array sum && (state[target] & OWNED) != 0) {
        PointwiseKernels.replace(op, k, masked, sum, read);
      } else if (owned && !lent && k == last) {
        // The last one that needs the cotangent writes into it.
        PointwiseKernels.replace(op, k, masked, ct, read);
        cotangents[target] = ct;
      } else {
        cotangents[target] = PointwiseKernels.product(op, k, masked, read);
      }
      state[target] |= (byte) (PRESENT | OWNED | passing);
    }
    return true;
  }

  private static Array[] with(Array[] all, Array... more) {
    var result = Arrays.copyOf(all, all.length + more.length);
    System.arraycopy(more, 0, result, all.length, more.length);
    return result;
  }

  private boolean inPlace(Linear.InPlace operation, Tensor cotangent) {
    Tensor input = trace.result(operands.get(0));
    if (!wants(0)
        || !(cotangent instanceof Array ct)
        || input.dtype() != DType.F64
        || input.rank() == 0) {
      return false;
    }
    for (int k = 1; k < operands.size(); k++) {
      if (!(trace.result(operands.get(k)) instanceof Array)) {
        return false;
      }
    }
    int target = index((Node) operands.get(0));
    if (cotangents[target] != null && !(cotangents[target] instanceof Array)) {
      return false;
    }
    double[] into = owned(target, input.aval());
    operation.addTransposed(ct, lowered(operands), into);
    settle(target, input.aval(), into);
    return true;
  }

  /// The heap array that holds the cotangent of node `i` and may be written.
  private double[] owned(int i, Aval aval) {
    Tensor present = cotangents[i];
    if (present instanceof Array array) {
      return (state[i] & OWNED) != 0 ? Buffers.f64(array) : Buffers.toDoubles(array);
    }
    return new double[aval.shape().size()];
  }

  private void settle(int i, Aval aval, double[] data) {
    if (cotangents[i] != null && !(cotangents[i] instanceof Array)) {
      cotangents[i] = cotangents[i].plus(Buffers.wrap(aval, data));
      state[i] |= passing;
    } else {
      if ((state[i] & OWNED) == 0) {
        cotangents[i] = Buffers.wrap(aval, data);
      }
      state[i] |= (byte) (PRESENT | OWNED | passing);
    }
  }

  @Override
  public boolean wants(int i) {
    return operands.get(i) instanceof Node node && node.trace == trace;
  }

  @Override
  public void add(int i, Tensor cotangent) {
    if (operands.get(i) instanceof Node node && node.trace == trace) {
      add(index(node), cotangent, passing);
    }
  }

  private void add(int i, Tensor cotangent, byte flags) {
    if (Zero.is(cotangent)) {
      return;
    }
    byte present = state[i];
    state[i] |= (byte) (PRESENT | flags & MASKED);
    if (cotangents[i] == null
        && cotangent.aval() == Aval.NUMBER
        && cotangent instanceof Array array) {
      numbers[i] = present == 0 ? Buffers.fill(array) : numbers[i] + Buffers.fill(array);
    } else if (present == 0) {
      cotangents[i] = cotangent;
    } else if (cotangent instanceof Array array
        && cotangents[i] instanceof Array
        && array.dtype() == DType.F64) {
      double[] into = owned(i, array.aval());
      double[] from = Buffers.f64(array);
      for (int k = 0; k < into.length; k++) {
        into[k] += from[k];
      }
      if ((present & OWNED) == 0) {
        cotangents[i] = Buffers.wrap(array.aval(), into);
        state[i] |= OWNED;
      }
    } else {
      cotangents[i] = at(i).plus(cotangent);
      state[i] &= ~OWNED;
    }
  }
}
