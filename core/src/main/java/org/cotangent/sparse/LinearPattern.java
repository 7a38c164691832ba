package org.cotangent.sparse;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Which inputs each output of a linear map depends on, found by applying the map and its transpose to chosen vectors: no operation
/// needs a rule for its sparsity.
///
/// First, inputs that go to the same outputs, with the same weights, are one group: the transposed map of two vectors of numbers
/// tells them apart. An output that sees one group only, as in all slices, permutations, broadcasts, sums over axes, gathers and
/// contractions, returns that group's number times a weight. What is left (windows, convolutions, sparse matrices) is probed with
/// combs: every p-th input only, for primes p; an output is understood when each tooth that reaches it is a single input. What is
/// left then is probed input by input if there are few; else it counts as depending on everything.
///
/// @param group for each output the number of the group of inputs that it depends on, or −1
/// @param groups the inputs of each group, increasing
@SuppressWarnings("ArrayRecordComponent") // lives inside of one computation
record LinearPattern(int[] group, List<int[]> groups) {
  private static final int[] COMBS = {3, 7, 17, 41, 97};
  private static final int FEW = 512;
  private static final long BUDGET = 400_000_000L;

  /// A linear map of vectors.
  @FunctionalInterface
  interface Applied {
    /// Applies it.
    double[] apply(double[] x);
  }

  static LinearPattern of(int inputs, int outputs, Applied map, Applied transposed) {
    var run = new Search(inputs, outputs, map);
    run.byGroups(transposed);
    run.byCombs();
    run.rest();
    return new LinearPattern(run.group, run.groups);
  }

  /// A number below 2²² that says as good as nothing about `i`.
  private static double hash(int i) {
    long mixed = (i + 1) * 0x9E3779B97F4A7C15L;
    mixed = (mixed ^ mixed >>> 31) * 0xBF58476D1CE4E5B9L;
    return (mixed >>> 42) + 1;
  }

  private static final class Search {
    private static final int OPEN = -2;
    private static final int NONE = -1;

    private final int inputs;
    private final int outputs;
    private final Applied map;
    private final int[] group;
    private final List<int[]> groups = new ArrayList<>();

    Search(int inputs, int outputs, Applied map) {
      this.inputs = inputs;
      this.outputs = outputs;
      this.map = map;
      this.group = new int[outputs];
      Arrays.fill(group, OPEN);
    }

    private boolean open() {
      for (int g : group) {
        if (g == OPEN) {
          return true;
        }
      }
      return false;
    }

    void byGroups(Applied transposed) {
      if (inputs == 0 || outputs == 0) {
        Arrays.fill(group, NONE);
        return;
      }
      double[] numbers = new double[outputs];
      double[] hashes = new double[outputs];
      for (int e = 0; e < outputs; e++) {
        numbers[e] = e + 1;
        hashes[e] = hash(e);
      }
      double[] first = transposed.apply(numbers);
      double[] second = transposed.apply(hashes);
      record Column(double first, double second) {}
      Map<Column, Integer> known = new HashMap<>();
      int[] of = new int[inputs];
      int[] sizes = new int[inputs];
      for (int k = 0; k < inputs; k++) {
        if (first[k] == 0 && second[k] == 0) {
          of[k] = NONE;
          continue;
        }
        of[k] = known.computeIfAbsent(new Column(first[k], second[k]), _ -> known.size());
        sizes[of[k]]++;
      }
      int[][] members = new int[known.size()][];
      for (int g = 0; g < members.length; g++) {
        members[g] = new int[sizes[g]];
      }
      Arrays.fill(sizes, 0);
      for (int k = 0; k < inputs; k++) {
        if (of[k] >= 0) {
          members[of[k]][sizes[of[k]]++] = k;
        }
      }
      groups.addAll(List.of(members));
      int[] seen = probe(of);
      System.arraycopy(seen, 0, group, 0, outputs);
    }

    /// What the outputs see of inputs that carry the numbers `of` (−1: nothing): the one number, −1 for nothing, −2 for a mixture.
    private int[] probe(int[] of) {
      double[] ones = new double[inputs];
      double[] numbers = new double[inputs];
      double[] hashes = new double[inputs];
      for (int k = 0; k < inputs; k++) {
        if (of[k] >= 0) {
          ones[k] = 1;
          numbers[k] = of[k] + 1;
          hashes[k] = hash(of[k]);
        }
      }
      double[] weight = map.apply(ones);
      double[] number = map.apply(numbers);
      double[] check = map.apply(hashes);
      int[] seen = new int[outputs];
      for (int e = 0; e < outputs; e++) {
        double w = weight[e];
        if (w == 0 && number[e] == 0 && check[e] == 0) {
          seen[e] = NONE;
          continue;
        }
        double id = Math.rint(number[e] / w);
        boolean single =
            id >= 1
                && id <= inputs
                && close(number[e], w * id)
                && close(check[e], w * hash((int) id - 1));
        seen[e] = single ? (int) id - 1 : OPEN;
      }
      return seen;
    }

    private static boolean close(double x, double y) {
      return Math.abs(x - y) <= 1e-13 * Math.abs(y);
    }

    void byCombs() {
      long spent = 0;
      for (int p : COMBS) {
        spent += 3L * p * (inputs + outputs);
        if (!open() || p >= inputs || spent > BUDGET) {
          return;
        }
        var found = new ArrayList<List<Integer>>(outputs);
        boolean[] mixed = new boolean[outputs];
        for (int e = 0; e < outputs; e++) {
          found.add(new ArrayList<>(0));
        }
        int[] of = new int[inputs];
        for (int tooth = 0; tooth < p; tooth++) {
          for (int k = 0; k < inputs; k++) {
            of[k] = k % p == tooth ? k : NONE;
          }
          int[] seen = probe(of);
          for (int e = 0; e < outputs; e++) {
            if (group[e] == OPEN && seen[e] >= 0) {
              found.get(e).add(seen[e]);
            }
            mixed[e] |= seen[e] == OPEN;
          }
        }
        for (int e = 0; e < outputs; e++) {
          if (group[e] == OPEN && !mixed[e]) {
            group[e] = groups.size();
            groups.add(found.get(e).stream().mapToInt(k -> k).sorted().toArray());
          }
        }
      }
    }

    void rest() {
      if (!open()) {
        return;
      }
      if (inputs <= FEW) {
        var found = new ArrayList<List<Integer>>(outputs);
        for (int e = 0; e < outputs; e++) {
          found.add(new ArrayList<>(0));
        }
        for (int k = 0; k < inputs; k++) {
          double[] unit = new double[inputs];
          unit[k] = 1;
          double[] column = map.apply(unit);
          for (int e = 0; e < outputs; e++) {
            if (group[e] == OPEN && column[e] != 0) {
              found.get(e).add(k);
            }
          }
        }
        for (int e = 0; e < outputs; e++) {
          if (group[e] == OPEN) {
            group[e] = groups.size();
            groups.add(found.get(e).stream().mapToInt(k -> k).toArray());
          }
        }
        return;
      }
      int all = groups.size();
      int[] everything = new int[inputs];
      Arrays.setAll(everything, k -> k);
      groups.add(everything);
      for (int e = 0; e < outputs; e++) {
        if (group[e] == OPEN) {
          group[e] = all;
        }
      }
    }
  }
}
