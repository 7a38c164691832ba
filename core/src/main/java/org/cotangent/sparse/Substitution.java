package org.cotangent.sparse;

import java.util.Arrays;

/// The order in which the entries of a symmetric matrix follow from the products that an acyclic colouring gives.
///
/// Row `u` of the product with the columns of colour `c` is the sum of u's entries in them. Take such a pair of vertex and colour
/// for a node, and an entry for the edge between its two: the nodes form trees. A node with one edge shows its entry; without that
/// entry, the other node of the edge has one edge less. So leaves are taken away, first those that were leaves first,
/// until each tree is one node; in a star colouring every tree is a star, and no entry needs another.
final class Substitution {
  private final Pattern pattern;
  private final Colouring colouring;

  /// Of each entry its node.
  private final int[] node;

  /// Of each entry the same entry on the other side of the diagonal.
  private final int[] mirror;

  /// Of each node what is left: the number of edges, and their entries combined by exclusive or, which is the entry once it is one.
  private final int[] degree;

  private final int[] left;
  private int nodes;

  Substitution(Pattern pattern, Colouring colouring) {
    this.pattern = pattern;
    this.colouring = colouring;
    this.node = new int[pattern.entries()];
    this.mirror = new int[pattern.entries()];
    this.degree = new int[pattern.entries()];
    this.left = new int[pattern.entries()];
    int[] last = new int[colouring.colours()];
    int[] mark = new int[colouring.colours()];
    int[] next = pattern.pointers().clone();
    for (int u = 0; u < pattern.rows(); u++) {
      for (int k = pattern.pointers()[u]; k < pattern.pointers()[u + 1]; k++) {
        int w = pattern.indices()[k];
        // Rows are sorted, so row w meets its columns in the order of the rows.
        mirror[k] = next[w]++;
        if (w == u) {
          continue;
        }
        int colour = colouring.of()[w];
        if (mark[colour] != u + 1) {
          mark[colour] = u + 1;
          last[colour] = nodes++;
        }
        node[k] = last[colour];
        degree[node[k]]++;
        left[node[k]] ^= k;
      }
    }
  }

  /// The unknowns: entries off the diagonal in the order of the leaves, then those on it.
  Compression compression() {
    int n = pattern.rows();
    int[] row = pattern.rowOfEntry();
    int[] products = new int[pattern.entries()];
    int[] unknowns = new int[pattern.entries()];
    int[] unknownOf = new int[nodes];
    int[] above = new int[pattern.entries()];
    int count = 0;
    int[] leaves = new int[nodes];
    int end = 0;
    for (int a = 0; a < nodes; a++) {
      if (degree[a] == 1) {
        leaves[end++] = a;
      }
    }
    for (int at = 0; at < end; at++) {
      int a = leaves[at];
      if (degree[a] == 0) {
        continue;
      }
      int k = left[a];
      int b = node[mirror[k]];
      unknownOf[a] = count + 1;
      above[count] = b;
      products[count] = colouring.of()[pattern.indices()[k]] * n + row[k];
      unknowns[k] = count;
      unknowns[mirror[k]] = count++;
      degree[a] = 0;
      left[b] ^= mirror[k];
      if (--degree[b] == 1) {
        leaves[end++] = b;
      }
    }
    int[] parents = new int[pattern.entries()];
    boolean direct = true;
    for (int s = 0; s < count; s++) {
      int parent = unknownOf[above[s]] - 1;
      parents[s] = parent < 0 ? s : parent;
      direct &= parent < 0;
    }
    for (int k = 0; k < unknowns.length; k++) {
      if (mirror[k] == k) {
        products[count] = colouring.of()[row[k]] * n + row[k];
        parents[count] = count;
        unknowns[k] = count++;
      }
    }
    var columns = colouring;
    int[] none = new int[n];
    Arrays.fill(none, -1);
    var rows = new Colouring(0, none);
    if (direct) {
      int[] places = new int[unknowns.length];
      Arrays.setAll(places, k -> products[unknowns[k]]);
      return new Compression(columns, rows, places, new int[0], new int[0]);
    }
    return new Compression(
        columns, rows, Arrays.copyOf(products, count), Arrays.copyOf(parents, count), unknowns);
  }
}
