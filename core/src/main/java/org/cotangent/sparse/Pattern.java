package org.cotangent.sparse;

import java.util.Arrays;

/// Where a matrix may have entries that are not 0: in compressed sparse rows. Its arrays are not to be written.
///
/// @param rows number of rows
/// @param columns number of columns
/// @param pointers row `i` has the entries `pointers[i]` to `pointers[i + 1]`
/// @param indices the columns of the entries, increasing in each row
@SuppressWarnings("ArrayRecordComponent") // made and read by this package and its one caller only
public record Pattern(int rows, int columns, int[] pointers, int[] indices) {
  /// The pattern with these columns in its rows; an absent row is empty.
  static Pattern of(int columns, int[][] rows) {
    int[] pointers = new int[rows.length + 1];
    for (int i = 0; i < rows.length; i++) {
      pointers[i + 1] = Math.addExact(pointers[i], rows[i].length);
    }
    int[] indices = new int[pointers[rows.length]];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(rows[i], 0, indices, pointers[i], rows[i].length);
    }
    return new Pattern(rows.length, columns, pointers, indices);
  }

  /// Number of entries.
  public int entries() {
    return indices.length;
  }

  /// The number of entries of a row.
  int length(int row) {
    return pointers[row + 1] - pointers[row];
  }

  /// The row of each entry.
  public int[] rowOfEntry() {
    int[] result = new int[indices.length];
    for (int i = 0; i < rows; i++) {
      Arrays.fill(result, pointers[i], pointers[i + 1], i);
    }
    return result;
  }

  /// The number of entries of the fullest row.
  public int fullestRow() {
    int most = 0;
    for (int i = 0; i < rows; i++) {
      most = Math.max(most, length(i));
    }
    return most;
  }

  /// The pattern of the transposed matrix.
  public Pattern transposed() {
    int[] starts = new int[columns + 1];
    for (int column : indices) {
      starts[column + 1]++;
    }
    for (int i = 0; i < columns; i++) {
      starts[i + 1] += starts[i];
    }
    int[] next = starts.clone();
    int[] others = new int[indices.length];
    for (int i = 0; i < rows; i++) {
      for (int k = pointers[i]; k < pointers[i + 1]; k++) {
        others[next[indices[k]]++] = i;
      }
    }
    return new Pattern(columns, rows, starts, others);
  }

  /// This pattern with the chosen rows only; the others are empty.
  Pattern only(boolean[] chosen) {
    int[] starts = new int[rows + 1];
    int[] some = new int[indices.length];
    for (int i = 0; i < rows; i++) {
      int length = chosen[i] ? length(i) : 0;
      System.arraycopy(indices, pointers[i], some, starts[i], length);
      starts[i + 1] = starts[i] + length;
    }
    return new Pattern(rows, columns, starts, Arrays.copyOf(some, starts[rows]));
  }

  /// This pattern and its transpose, together.
  public Pattern symmetric() {
    Pattern other = transposed();
    int[][] both = new int[rows][];
    for (int i = 0; i < rows; i++) {
      both[i] =
          IndexSets.union(
              Arrays.copyOfRange(indices, pointers[i], pointers[i + 1]),
              Arrays.copyOfRange(other.indices, other.pointers[i], other.pointers[i + 1]));
    }
    return of(columns, both);
  }
}
