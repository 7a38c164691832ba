package org.cotangent.compiler.scalar;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.function.IntConsumer;
import org.cotangent.compiler.scalar.Values.Kind;

/// In which order needed values are computed, and which of them get a place of their own.
///
/// A value with one use is computed where it is used, on the operand stack: it belongs to the tree of that use. The roots of
/// trees are ordered depth first from the outputs; a tree whose operands are all there comes at once if it frees as many values as it
/// makes, so that values live shortly. All of it is linear in the number of values.
final class Schedule {
  /// A larger tree is split.
  private static final int TREE = 12;

  private final Values values;
  private final int[] uses;
  private final boolean[] root;

  /// How often a value is an output.
  private final int[] outputs;

  private int[] order;
  private int length;

  Schedule(Values values, int[] results) {
    this.values = values;
    this.uses = new int[values.count()];
    this.root = new boolean[values.count()];
    this.outputs = new int[values.count()];
    this.order = new int[64];
    count(results);
    cut();
    sort(results);
  }

  /// The roots, in order.
  int[] order() {
    return Arrays.copyOf(order, length);
  }

  /// Whether it has a place of its own: not so constants, inputs and inner values of trees.
  boolean isRoot(int value) {
    return root[value];
  }

  private void count(int[] results) {
    for (int result : results) {
      uses[result]++;
      outputs[result]++;
    }
    for (int value = values.count() - 1; value >= 0; value--) {
      if (uses[value] > 0) {
        for (int i = 0; i < values.arity(value); i++) {
          uses[values.operand(value, i)]++;
        }
      }
    }
  }

  private void cut() {
    int[] sizes = new int[values.count()];
    for (int value = 0; value < sizes.length; value++) {
      if (uses[value] == 0 || !values.computed(value)) {
        continue;
      }
      root[value] = uses[value] != 1 || outputs[value] > 0 || values.kind(value) == Kind.LOOP;
      int size = 1;
      int largest = Values.NONE;
      for (int i = 0; i < values.arity(value); i++) {
        int operand = values.operand(value, i);
        if (values.computed(operand) && !root[operand]) {
          size += sizes[operand];
          if (largest == Values.NONE || sizes[operand] > sizes[largest]) {
            largest = operand;
          }
        }
      }
      boolean loop = values.kind(value) == Kind.LOOP;
      if (loop) {
        separate(value);
        continue;
      }
      while (size > TREE && largest != Values.NONE) {
        root[largest] = true;
        size -= sizes[largest];
        largest = Values.NONE;
        for (int i = 0; i < values.arity(value); i++) {
          int operand = values.operand(value, i);
          if (values.computed(operand)
              && !root[operand]
              && (largest == Values.NONE || sizes[operand] > sizes[largest])) {
            largest = operand;
          }
        }
      }
      sizes[value] = size;
    }
  }

  /// The operands of a loop are handed over one by one: each gets a place of its own.
  private void separate(int loop) {
    for (int i = 0; i < values.arity(loop); i++) {
      if (values.computed(values.operand(loop, i))) {
        root[values.operand(loop, i)] = true;
      }
    }
  }

  /// Calls `each` with the roots that the tree of `value` uses, as often as it uses them.
  void leaves(int value, IntConsumer each) {
    for (int i = 0; i < values.arity(value); i++) {
      int operand = values.operand(value, i);
      if (root[operand]) {
        each.accept(operand);
      } else if (values.inMemory(operand)) {
        each.accept(values.operand(operand, 0));
      } else if (values.computed(operand)) {
        leaves(operand, each);
      }
    }
  }

  // Order

  /// The users of roots, in one array: those of root r from `first[r]` to `first[r + 1]`.
  private int[] first = new int[0];

  private int[] users = new int[0];

  /// Uses of a root by trees that are not yet computed.
  private int[] pending = new int[0];

  /// Operands of a tree that are not yet computed.
  private int[] missing = new int[0];

  private boolean[] done = new boolean[0];
  private final Deque<Integer> cheap = new ArrayDeque<>();

  private void sort(int[] results) {
    int n = values.count();
    first = new int[n + 1];
    missing = new int[n];
    pending = new int[n];
    done = new boolean[n];
    for (int value = 0; value < n; value++) {
      if (root[value]) {
        leaves(value, leaf -> first[leaf + 1]++);
      }
    }
    for (int value = 0; value < n; value++) {
      pending[value] = first[value + 1];
      first[value + 1] += first[value];
    }
    users = new int[first[n]];
    int[] next = Arrays.copyOf(first, n);
    for (int value = 0; value < n; value++) {
      if (root[value]) {
        int user = value;
        leaves(
            value,
            leaf -> {
              users[next[leaf]++] = user;
              missing[user]++;
            });
      }
    }
    var open = new ArrayDeque<Integer>();
    for (int result : results) {
      int made = values.inMemory(result) ? values.operand(result, 0) : result;
      if (root[made]) {
        open.push(made);
        visit(open);
      }
    }
  }

  private void visit(Deque<Integer> open) {
    while (!open.isEmpty()) {
      int value = open.peek();
      if (done[value]) {
        open.pop();
      } else if (missing[value] == 0) {
        open.pop();
        compute(value);
      } else {
        int before = open.size();
        leaves(
            value,
            leaf -> {
              if (!done[leaf]) {
                open.push(leaf);
              }
            });
        // The first operand comes first.
        if (open.size() - before > 1) {
          Integer[] pushed = new Integer[open.size() - before];
          for (int i = 0; i < pushed.length; i++) {
            pushed[i] = open.pop();
          }
          for (Integer operand : pushed) {
            open.push(operand);
          }
        }
      }
    }
  }

  private void compute(int start) {
    cheap.push(start);
    while (!cheap.isEmpty()) {
      int value = cheap.pop();
      if (done[value]) {
        continue;
      }
      done[value] = true;
      if (length == order.length) {
        order = Arrays.copyOf(order, 2 * length);
      }
      order[length++] = value;
      leaves(
          value,
          leaf -> {
            pending[leaf]--;
            if (pending[leaf] == 1) {
              offerLast(leaf);
            }
          });
      for (int i = first[value]; i < first[value + 1]; i++) {
        int user = users[i];
        if (--missing[user] == 0) {
          offer(user);
        } else if (missing[user] <= 2) {
          offerPair(user);
        }
      }
    }
  }

  /// The only user that is left may have become cheap.
  private void offerLast(int leaf) {
    for (int i = first[leaf]; i < first[leaf + 1]; i++) {
      if (!done[users[i]]) {
        if (missing[users[i]] == 0) {
          offer(users[i]);
        }
        return;
      }
    }
  }

  /// Computes a tree soon if it frees at least as many values as it makes.
  private void offer(int value) {
    int made = pending[value] > 0 ? 1 : 0;
    made -= use(value, -1);
    use(value, 1);
    if (made <= 0) {
      cheap.push(value);
    } else if (first[value + 1] - first[value] <= 2) {
      offerPair(users[first[value]]);
    }
  }

  /// Computes the only operand soon that a tree is waiting for, if both together free as many values as they make.
  private void offerPair(int value) {
    int[] waited = {Values.NONE, 1};
    leaves(
        value,
        leaf -> {
          if (!done[leaf] && leaf != waited[0]) {
            waited[1] = waited[0] == Values.NONE ? 1 : 2;
            waited[0] = leaf;
          }
        });
    int operand = waited[0];
    if (waited[1] != 1 || operand == Values.NONE || missing[operand] != 0) {
      return;
    }
    int freed = use(operand, -1) + use(value, -1);
    int made = (pending[value] > 0 ? 1 : 0) + (pending[operand] > 0 ? 1 : 0);
    if (pending[operand] == 0) {
      freed--; // It was not there before.
    }
    use(value, 1);
    use(operand, 1);
    if (made <= freed) {
      cheap.push(operand);
    }
  }

  /// Counts the uses of a tree's operands up or down; the number of operands that have no use left.
  private int use(int value, int by) {
    int[] freed = {0};
    leaves(
        value,
        leaf -> {
          pending[leaf] += by;
          if (pending[leaf] == 0) {
            freed[0]++;
          }
        });
    return freed[0];
  }
}
