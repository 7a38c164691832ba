package org.cotangent.primitive;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.cotangent.Tensor;
import org.jspecify.annotations.Nullable;

/// A program laid out to be run many times on known values: operations, places of their arguments, and what can be forgotten after
/// each. Not thread-safe: every loop makes its own.
final class Stepper {
  private final int inputs;
  private final Op[] ops;
  private final int[][] reads;
  private final int[][] writes;
  private final int[][] frees;
  private final int[] outputs;

  /// Inputs, results of equations, then literals.
  private final @Nullable Tensor[] values;

  Stepper(Program program) {
    List<Equation> equations = program.equations();
    int n = equations.size();
    inputs = program.inputs().size();
    ops = new Op[n];
    reads = new int[n][];
    writes = new int[n][];
    int variables = inputs + equations.stream().mapToInt(e -> e.outputs().size()).sum();
    var literals = new ArrayList<Tensor>();
    for (int k = 0; k < n; k++) {
      Equation equation = equations.get(k);
      ops[k] = Op.of(equation.primitive());
      reads[k] = places(equation.inputs(), variables, literals);
      writes[k] = equation.outputs().stream().mapToInt(Var::index).toArray();
    }
    outputs = places(program.outputs(), variables, literals);
    values = new @Nullable Tensor[variables + literals.size()];
    for (int i = 0; i < literals.size(); i++) {
      values[variables + i] = literals.get(i);
    }
    frees = frees(variables);
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

  private int[][] frees(int variables) {
    int[] last = new int[values.length];
    Arrays.fill(last, -1);
    for (int k = 0; k < reads.length; k++) {
      for (int place : reads[k]) {
        last[place] = k;
      }
    }
    for (int place : outputs) {
      last[place] = -1;
    }
    int[][] result = new int[reads.length][];
    for (int k = 0; k < reads.length; k++) {
      int at = k;
      result[k] =
          Arrays.stream(reads[k])
              .filter(place -> place >= inputs && place < variables && last[place] == at)
              .toArray();
    }
    return result;
  }

  /// Gives input `i` a value; it stays from run to run.
  void input(int i, Tensor value) {
    values[i] = value;
  }

  Tensor output(int i) {
    return value(outputs[i]);
  }

  private Tensor value(int place) {
    return Objects.requireNonNull(values[place]);
  }

  void run() {
    for (int k = 0; k < ops.length; k++) {
      int[] in = reads[k];
      int[] out = writes[k];
      if (out.length == 1 && in.length == 1) {
        values[out[0]] = ops[k].bind(value(in[0]));
      } else if (out.length == 1 && in.length == 2) {
        values[out[0]] = ops[k].bind(value(in[0]), value(in[1]));
      } else {
        several(k);
      }
      for (int place : frees[k]) {
        values[place] = null;
      }
    }
  }

  private void several(int k) {
    var arguments = new Tensor[reads[k].length];
    for (int i = 0; i < arguments.length; i++) {
      arguments[i] = value(reads[k][i]);
    }
    List<Tensor> results = ops[k].bind(Arrays.asList(arguments));
    for (int i = 0; i < results.size(); i++) {
      values[writes[k][i]] = results.get(i);
    }
  }
}
