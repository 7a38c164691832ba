package org.cotangent.kernel;

import java.util.Arrays;

/// Products of matrices in heap arrays: the way to the [Blas] that suits the size. Thread-safe.
public final class MatrixProduct {
  private MatrixProduct() {}

  /// `out = a·b` for an m×k and a k×n matrix, or `out += a·b`, with any strides, in an array that is there. Element `(i, j)` of a
  /// lies at `aAt + i·aRow + j·aColumn`, of b likewise, and of `out` at `outAt + i·outRow + j`. Any size may be 0. `out` is neither
  /// `a` nor `b`.
  public static void multiply(
      int m,
      int n,
      int k,
      double[] a,
      int aAt,
      int aRow,
      int aColumn,
      double[] b,
      int bAt,
      int bRow,
      int bColumn,
      double[] out,
      int outAt,
      int outRow,
      boolean accumulate) {
    if (m > 0 && n > 0 && k > 0) {
      Blas.of(m, n, k)
          .multiply(
              m,
              n,
              k,
              a,
              aAt,
              aRow,
              aColumn,
              b,
              bAt,
              bRow,
              bColumn,
              out,
              outAt,
              outRow,
              accumulate);
    } else if (!accumulate) {
      for (int i = 0; i < m; i++) {
        Arrays.fill(out, outAt + i * outRow, outAt + i * outRow + n, 0);
      }
    }
  }

  /// The same in single precision.
  public static void multiply(
      int m,
      int n,
      int k,
      float[] a,
      int aAt,
      int aRow,
      int aColumn,
      float[] b,
      int bAt,
      int bRow,
      int bColumn,
      float[] out,
      int outAt,
      int outRow,
      boolean accumulate) {
    if (m > 0 && n > 0 && k > 0) {
      Blas.of(m, n, k)
          .multiply(
              m,
              n,
              k,
              a,
              aAt,
              aRow,
              aColumn,
              b,
              bAt,
              bRow,
              bColumn,
              out,
              outAt,
              outRow,
              accumulate);
    } else if (!accumulate) {
      for (int i = 0; i < m; i++) {
        Arrays.fill(out, outAt + i * outRow, outAt + i * outRow + n, 0);
      }
    }
  }

  /// The same for arrays of either kind, `double[]` or `float[]`, all three alike.
  static void multiply(
      int m,
      int n,
      int k,
      Object a,
      int aAt,
      int aRow,
      int aColumn,
      Object b,
      int bAt,
      int bRow,
      int bColumn,
      Object out,
      int outAt,
      int outRow,
      boolean accumulate) {
    if (out instanceof double[] result) {
      multiply(
          m,
          n,
          k,
          (double[]) a,
          aAt,
          aRow,
          aColumn,
          (double[]) b,
          bAt,
          bRow,
          bColumn,
          result,
          outAt,
          outRow,
          accumulate);
    } else {
      multiply(
          m,
          n,
          k,
          (float[]) a,
          aAt,
          aRow,
          aColumn,
          (float[]) b,
          bAt,
          bRow,
          bColumn,
          (float[]) out,
          outAt,
          outRow,
          accumulate);
    }
  }
}
