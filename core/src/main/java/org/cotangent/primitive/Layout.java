package org.cotangent.primitive;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.cotangent.Tensor;
import org.jspecify.annotations.Nullable;

/// A program laid out to be evaluated equation by equation: operations, the places of their arguments and results in one array of
/// values, and what can be forgotten after each. Immutable; the array belongs to who runs it.
final class Layout {
  private static final int[] NONE = {};

  private final Op[] ops;
  private final int[][] reads;
  private final int[][] writes;
  private final int[][] frees;
  private final int[] outputs;

  /// The values before a run: variables at their indices, inputs first, which are not known yet, then the literals.
  private final @Nullable Tensor[] values;

  /// `keepsInputs` says whether inputs stay after a run; otherwise each is forgotten when the last equation has read it.
  Layout(Program program, boolean keepsInputs) {
    List<Equation> equations = program.equations();
    int n = equations.size();
    int variables = program.variables();
    ops = new Op[n];
    reads = new int[n][];
    writes = new int[n][];
    var literals = new ArrayList<Tensor>();
    for (int k = 0; k < n; k++) {
      Equation equation = equations.get(k);
      ops[k] = Op.of(equation.primitive());
      reads[k] = places(equation.inputs(), variables, literals);
      writes[k] = indices(equation.outputs());
    }
    outputs = places(program.outputs(), variables, literals);
    values = new @Nullable Tensor[variables + literals.size()];
    for (int i = 0; i < literals.size(); i++) {
      values[variables + i] = literals.get(i);
    }
    frees = frees(keepsInputs ? program.inputs().size() : 0, variables);
  }

  private static int[] indices(List<Var> variables) {
    int[] indices = new int[variables.size()];
    for (int i = 0; i < indices.length; i++) {
      indices[i] = variables.get(i).index();
    }
    return indices;
  }

  private static int[] places(List<Atom> atoms, int variables, List<Tensor> literals) {
    int[] places = new int[atoms.size()];
    for (int i = 0; i < places.length; i++) {
      switch (atoms.get(i)) {
        case Var variable -> places[i] = variable.index();
        case Literal literal -> {
          places[i] = variables + literals.size();
          literals.add(literal.value());
        }
      }
    }
    return places;
  }

  /// Of the places in `[first, variables)`, those that no later equation and no output reads. Programs that run once are laid out
  /// too, hence no streams and one pass.
  private int[][] frees(int first, int variables) {
    boolean[] needed = new boolean[values.length];
    Arrays.fill(needed, 0, first, true);
    Arrays.fill(needed, variables, needed.length, true);
    for (int place : outputs) {
      needed[place] = true;
    }
    int[][] result = new int[reads.length][];
    for (int k = reads.length - 1; k >= 0; k--) {
      int[] free = new int[reads[k].length];
      int count = 0;
      for (int place : reads[k]) {
        if (!needed[place]) {
          needed[place] = true;
          free[count++] = place;
        }
      }
      result[k] = count == 0 ? NONE : Arrays.copyOf(free, count);
    }
    return result;
  }

  /// A new array of values; its owner puts the inputs at its beginning.
  @Nullable Tensor[] values() {
    return values.clone();
  }

  /// How many outputs there are.
  int outputs() {
    return outputs.length;
  }

  /// Where output `i` is after a run.
  int output(int i) {
    return outputs[i];
  }

  void run(@Nullable Tensor[] values) {
    for (int k = 0; k < ops.length; k++) {
      int[] in = reads[k];
      int[] out = writes[k];
      if (out.length == 1 && in.length == 1) {
        values[out[0]] = ops[k].bind(value(values, in[0]));
      } else if (out.length == 1 && in.length == 2) {
        values[out[0]] = ops[k].bind(value(values, in[0]), value(values, in[1]));
      } else {
        several(values, k);
      }
      for (int place : frees[k]) {
        values[place] = null;
      }
    }
  }

  private void several(@Nullable Tensor[] values, int k) {
    var arguments = new Tensor[reads[k].length];
    for (int i = 0; i < arguments.length; i++) {
      arguments[i] = value(values, reads[k][i]);
    }
    List<Tensor> results = ops[k].bind(Arrays.asList(arguments));
    for (int i = 0; i < results.size(); i++) {
      values[writes[k][i]] = results.get(i);
    }
  }

  private static Tensor value(@Nullable Tensor[] values, int place) {
    return Objects.requireNonNull(values[place]);
  }
}
