package org.cotangent.kernel;

/// Products of matrices in heap arrays, in scalar Java that the JIT vectorises.
final class MatrixProduct {
  private MatrixProduct() {}

  /// `out[o…] = a[p…] · b[q…]` for an m×k and a k×n matrix, row-major; `dots`: b is given as n×k.
  public static void f64(
      int m, int n, int k, double[] a, int p, double[] b, int q, boolean dots, double[] out, int o) {
    if (dots) {
      for (int i = 0; i < m; i++) {
        for (int j = 0; j < n; j++) {
          out[o + i * n + j] = dot(a, p + i * k, b, q + j * k, k);
        }
      }
      return;
    }
    for (int i = 0; i < m; i++) {
      int row = o + i * n;
      int l = 0;
      for (; l + 3 < k; l += 4) {
        double w = a[p + i * k + l];
        double x = a[p + i * k + l + 1];
        double y = a[p + i * k + l + 2];
        double z = a[p + i * k + l + 3];
        int r = q + l * n;
        for (int j = 0; j < n; j++) {
          out[row + j] += (w * b[r + j] + x * b[r + n + j]) + (y * b[r + 2 * n + j] + z * b[r + 3 * n + j]);
        }
      }
      for (; l < k; l++) {
        double w = a[p + i * k + l];
        int r = q + l * n;
        for (int j = 0; j < n; j++) {
          out[row + j] += w * b[r + j];
        }
      }
    }
  }

  private static double dot(double[] a, int p, double[] b, int q, int n) {
    double s = 0;
    double t = 0;
    double u = 0;
    double v = 0;
    int i = 0;
    for (; i + 3 < n; i += 4) {
      s += a[p + i] * b[q + i];
      t += a[p + i + 1] * b[q + i + 1];
      u += a[p + i + 2] * b[q + i + 2];
      v += a[p + i + 3] * b[q + i + 3];
    }
    for (; i < n; i++) {
      s += a[p + i] * b[q + i];
    }
    return (s + t) + (u + v);
  }

  /// `out[o…] = a[p…] · b[q…]` for an m×k and a k×n matrix, row-major; `dots`: b is given as n×k.
  public static void f32(
      int m, int n, int k, float[] a, int p, float[] b, int q, boolean dots, float[] out, int o) {
    if (dots) {
      for (int i = 0; i < m; i++) {
        for (int j = 0; j < n; j++) {
          out[o + i * n + j] = dot(a, p + i * k, b, q + j * k, k);
        }
      }
      return;
    }
    for (int i = 0; i < m; i++) {
      int row = o + i * n;
      int l = 0;
      for (; l + 3 < k; l += 4) {
        float w = a[p + i * k + l];
        float x = a[p + i * k + l + 1];
        float y = a[p + i * k + l + 2];
        float z = a[p + i * k + l + 3];
        int r = q + l * n;
        for (int j = 0; j < n; j++) {
          out[row + j] += (w * b[r + j] + x * b[r + n + j]) + (y * b[r + 2 * n + j] + z * b[r + 3 * n + j]);
        }
      }
      for (; l < k; l++) {
        float w = a[p + i * k + l];
        int r = q + l * n;
        for (int j = 0; j < n; j++) {
          out[row + j] += w * b[r + j];
        }
      }
    }
  }

  private static float dot(float[] a, int p, float[] b, int q, int n) {
    float s = 0;
    float t = 0;
    float u = 0;
    float v = 0;
    int i = 0;
    for (; i + 3 < n; i += 4) {
      s += a[p + i] * b[q + i];
      t += a[p + i + 1] * b[q + i + 1];
      u += a[p + i + 2] * b[q + i + 2];
      v += a[p + i + 3] * b[q + i + 3];
    }
    for (; i < n; i++) {
      s += a[p + i] * b[q + i];
    }
    return (s + t) + (u + v);
  }
}
