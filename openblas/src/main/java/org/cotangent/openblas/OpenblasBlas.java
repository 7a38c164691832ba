package org.cotangent.openblas;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import org.cotangent.kernel.Blas;

/// OpenBLAS's products of matrices, through its C interface, in the heap arrays where they lie.
///
/// While such a call runs the collector waits, so a large product is many calls, of a few milliseconds at most. Thread-safe; how many
/// threads OpenBLAS itself uses is said in [NativeLibrary].
public final class OpenblasBlas implements Blas {
  private static final int ROW_MAJOR = 101;
  private static final int AS_IS = 111;
  private static final int TRANSPOSED = 112;

  /// Fewer multiplications than this are done before a native call would be.
  private static final long LEAST = 4096;

  /// A call has at most so many multiplications, in double precision: two or three milliseconds on one thread.
  private static final long LONGEST = 40_000_000;

  /// Of which at most so many along an axis other than the first.
  private static final int SIDE = 512;

  /// A call on a vector has at most so many, since it waits for the memory.
  private static final int LINE = 4_000_000;

  /// Made when the first product is asked for.
  private static final class Functions {
    static final MethodHandle DGEMM = matrix("cblas_dgemm", JAVA_DOUBLE);
    static final MethodHandle SGEMM = matrix("cblas_sgemm", JAVA_FLOAT);
    static final MethodHandle DGEMV = vector("cblas_dgemv", JAVA_DOUBLE);
    static final MethodHandle SGEMV = vector("cblas_sgemv", JAVA_FLOAT);

    private static MethodHandle matrix(String name, MemoryLayout number) {
      return NativeLibrary.function(
          name,
          FunctionDescriptor.ofVoid(
              JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, number, ADDRESS, JAVA_INT,
              ADDRESS, JAVA_INT, number, ADDRESS, JAVA_INT),
          Linker.Option.critical(true));
    }

    private static MethodHandle vector(String name, MemoryLayout number) {
      return NativeLibrary.function(
          name,
          FunctionDescriptor.ofVoid(
              JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, number, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT,
              number, ADDRESS, JAVA_INT),
          Linker.Option.critical(true));
    }
  }

  /// For the service loader.
  public OpenblasBlas() {}

  @Override
  public int precedence() {
    return NativeLibrary.present() ? 2 : -1;
  }

  @Override
  public String description() {
    return "OpenBLAS";
  }

  @Override
  public boolean takes(int m, int n, int k) {
    // One row or column of each: nothing is used twice, and a call gains nothing.
    return (long) m * n * k >= LEAST && k > 1;
  }

  /// Whether the library knows a matrix with these strides: rows or columns in one piece, which do not overlap.
  private static boolean straight(int m, int n, int row, int column) {
    return rows(m, n, row, column) || rows(n, m, column, row);
  }

  private static boolean rows(int m, int n, int row, int column) {
    return (column == 1 || n == 1) && (row >= n || m == 1);
  }

  @Override
  public void multiply(
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
    if (n == 1 && bRow > 0 && outRow > 0 && straight(m, k, aRow, aColumn)) {
      vector(m, k, a, aAt, aRow, aColumn, b, bAt, bRow, out, outAt, outRow, accumulate);
    } else if (m == 1 && aColumn > 0 && straight(n, k, bColumn, bRow)) {
      vector(n, k, b, bAt, bColumn, bRow, a, aAt, aColumn, out, outAt, 1, accumulate);
    } else if (!straight(m, k, aRow, aColumn)) {
      double[] copy = copy(m, k, a, aAt, aRow, aColumn);
      multiply(m, n, k, copy, 0, k, 1, b, bAt, bRow, bColumn, out, outAt, outRow, accumulate);
    } else if (!straight(k, n, bRow, bColumn)) {
      double[] copy = copy(k, n, b, bAt, bRow, bColumn);
      multiply(m, n, k, a, aAt, aRow, aColumn, copy, 0, n, 1, out, outAt, outRow, accumulate);
    } else {
      int wide = Math.min(n, SIDE);
      int deep = Math.min(k, SIDE);
      int high = Math.clamp(LONGEST / ((long) wide * deep), 1, m);
      for (int i = 0; i < m; i += high) {
        for (int j = 0; j < n; j += wide) {
          for (int l = 0; l < k; l += deep) {
            matrix(
                Math.min(high, m - i),
                Math.min(wide, n - j),
                Math.min(deep, k - l),
                a,
                aAt + i * aRow + l * aColumn,
                aRow,
                aColumn,
                b,
                bAt + l * bRow + j * bColumn,
                bRow,
                bColumn,
                out,
                outAt + i * outRow + j,
                outRow,
                accumulate || l > 0);
          }
        }
      }
    }
  }

  /// One call. What has a single row or column may have any stride there; the library wants one that a whole row would have.
  private static void matrix(
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
    boolean aAsIs = rows(m, k, aRow, aColumn);
    boolean bAsIs = rows(k, n, bRow, bColumn);
    try {
      Functions.DGEMM.invokeExact(
          ROW_MAJOR,
          aAsIs ? AS_IS : TRANSPOSED,
          bAsIs ? AS_IS : TRANSPOSED,
          m,
          n,
          k,
          (double) 1,
          part(a, aAt),
          aAsIs ? Math.max(aRow, k) : Math.max(aColumn, m),
          part(b, bAt),
          bAsIs ? Math.max(bRow, n) : Math.max(bColumn, k),
          (double) (accumulate ? 1 : 0),
          part(out, outAt),
          Math.max(outRow, n));
    } catch (Throwable e) {
      throw failed("dgemm", e);
    }
  }

  /// A matrix times a vector, by rows or columns of the matrix, so many at a time that a call is short.
  private static void vector(
      int m,
      int k,
      double[] a,
      int aAt,
      int aRow,
      int aColumn,
      double[] x,
      int xAt,
      int xStep,
      double[] out,
      int outAt,
      int outStep,
      boolean accumulate) {
    if (!accumulate) {
      for (int i = 0; i < m; i++) {
        out[outAt + i * outStep] = 0;
      }
    }
    boolean asIs = rows(m, k, aRow, aColumn);
    int deep = Math.min(k, LINE);
    int high = Math.clamp(LINE / deep, 1, m);
    for (int i = 0; i < m; i += high) {
      for (int l = 0; l < k; l += deep) {
        int rows = Math.min(high, m - i);
        int columns = Math.min(deep, k - l);
        try {
          Functions.DGEMV.invokeExact(
              ROW_MAJOR,
              asIs ? AS_IS : TRANSPOSED,
              asIs ? rows : columns,
              asIs ? columns : rows,
              (double) 1,
              part(a, aAt + i * aRow + l * aColumn),
              asIs ? Math.max(aRow, columns) : Math.max(aColumn, rows),
              part(x, xAt + l * xStep),
              xStep,
              (double) 1,
              part(out, outAt + i * outStep),
              outStep);
        } catch (Throwable e) {
          throw failed("dgemv", e);
        }
      }
    }
  }

  private static double[] copy(int m, int n, double[] from, int at, int row, int column) {
    double[] copy = new double[Math.multiplyExact(m, n)];
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        copy[i * n + j] = from[at + i * row + j * column];
      }
    }
    return copy;
  }

  private static MemorySegment part(double[] data, int at) {
    return MemorySegment.ofArray(data).asSlice(Double.BYTES * (long) at);
  }

  @Override
  public void multiply(
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
    if (n == 1 && bRow > 0 && outRow > 0 && straight(m, k, aRow, aColumn)) {
      vector(m, k, a, aAt, aRow, aColumn, b, bAt, bRow, out, outAt, outRow, accumulate);
    } else if (m == 1 && aColumn > 0 && straight(n, k, bColumn, bRow)) {
      vector(n, k, b, bAt, bColumn, bRow, a, aAt, aColumn, out, outAt, 1, accumulate);
    } else if (!straight(m, k, aRow, aColumn)) {
      float[] copy = copy(m, k, a, aAt, aRow, aColumn);
      multiply(m, n, k, copy, 0, k, 1, b, bAt, bRow, bColumn, out, outAt, outRow, accumulate);
    } else if (!straight(k, n, bRow, bColumn)) {
      float[] copy = copy(k, n, b, bAt, bRow, bColumn);
      multiply(m, n, k, a, aAt, aRow, aColumn, copy, 0, n, 1, out, outAt, outRow, accumulate);
    } else {
      int wide = Math.min(n, SIDE);
      int deep = Math.min(k, SIDE);
      int high = Math.clamp(2 * LONGEST / ((long) wide * deep), 1, m);
      for (int i = 0; i < m; i += high) {
        for (int j = 0; j < n; j += wide) {
          for (int l = 0; l < k; l += deep) {
            matrix(
                Math.min(high, m - i),
                Math.min(wide, n - j),
                Math.min(deep, k - l),
                a,
                aAt + i * aRow + l * aColumn,
                aRow,
                aColumn,
                b,
                bAt + l * bRow + j * bColumn,
                bRow,
                bColumn,
                out,
                outAt + i * outRow + j,
                outRow,
                accumulate || l > 0);
          }
        }
      }
    }
  }

  /// One call. What has a single row or column may have any stride there; the library wants one that a whole row would have.
  private static void matrix(
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
    boolean aAsIs = rows(m, k, aRow, aColumn);
    boolean bAsIs = rows(k, n, bRow, bColumn);
    try {
      Functions.SGEMM.invokeExact(
          ROW_MAJOR,
          aAsIs ? AS_IS : TRANSPOSED,
          bAsIs ? AS_IS : TRANSPOSED,
          m,
          n,
          k,
          (float) 1,
          part(a, aAt),
          aAsIs ? Math.max(aRow, k) : Math.max(aColumn, m),
          part(b, bAt),
          bAsIs ? Math.max(bRow, n) : Math.max(bColumn, k),
          (float) (accumulate ? 1 : 0),
          part(out, outAt),
          Math.max(outRow, n));
    } catch (Throwable e) {
      throw failed("sgemm", e);
    }
  }

  /// A matrix times a vector, by rows or columns of the matrix, so many at a time that a call is short.
  private static void vector(
      int m,
      int k,
      float[] a,
      int aAt,
      int aRow,
      int aColumn,
      float[] x,
      int xAt,
      int xStep,
      float[] out,
      int outAt,
      int outStep,
      boolean accumulate) {
    if (!accumulate) {
      for (int i = 0; i < m; i++) {
        out[outAt + i * outStep] = 0;
      }
    }
    boolean asIs = rows(m, k, aRow, aColumn);
    int deep = Math.min(k, LINE);
    int high = Math.clamp(LINE / deep, 1, m);
    for (int i = 0; i < m; i += high) {
      for (int l = 0; l < k; l += deep) {
        int rows = Math.min(high, m - i);
        int columns = Math.min(deep, k - l);
        try {
          Functions.SGEMV.invokeExact(
              ROW_MAJOR,
              asIs ? AS_IS : TRANSPOSED,
              asIs ? rows : columns,
              asIs ? columns : rows,
              (float) 1,
              part(a, aAt + i * aRow + l * aColumn),
              asIs ? Math.max(aRow, columns) : Math.max(aColumn, rows),
              part(x, xAt + l * xStep),
              xStep,
              (float) 1,
              part(out, outAt + i * outStep),
              outStep);
        } catch (Throwable e) {
          throw failed("sgemv", e);
        }
      }
    }
  }

  private static float[] copy(int m, int n, float[] from, int at, int row, int column) {
    float[] copy = new float[Math.multiplyExact(m, n)];
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        copy[i * n + j] = from[at + i * row + j * column];
      }
    }
    return copy;
  }

  private static MemorySegment part(float[] data, int at) {
    return MemorySegment.ofArray(data).asSlice(Float.BYTES * (long) at);
  }

  private static RuntimeException failed(String routine, Throwable e) {
    if (e instanceof Error error) {
      throw error;
    }
    return e instanceof RuntimeException runtime
        ? runtime
        : new IllegalStateException("OpenBLAS: " + routine + " failed", e);
  }
}
