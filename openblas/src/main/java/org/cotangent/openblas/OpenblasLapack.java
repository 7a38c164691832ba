package org.cotangent.openblas;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import org.cotangent.kernel.Lapack;

/// OpenBLAS's LAPACK, through its C interface, column by column.
///
/// Matrices are copied out of the heap and back: that costs n² beside the n³ of the work, and the collector need not wait for it.
/// Thread-safe; how many threads OpenBLAS itself uses is said in [NativeLibrary].
public final class OpenblasLapack implements Lapack {
  private static final int COLUMN_MAJOR = 102;

  /// Made when the first factorisation is asked for.
  private static final class Functions {
    static final MethodHandle GETRF =
        handle("dgetrf", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS);
    static final MethodHandle POTRF = handle("dpotrf", JAVA_BYTE, JAVA_INT, ADDRESS, JAVA_INT);
    static final MethodHandle GEQRF =
        handle("dgeqrf", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS);
    static final MethodHandle ORGQR =
        handle("dorgqr", JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS);
    static final MethodHandle SYEVD =
        handle("dsyevd", JAVA_BYTE, JAVA_BYTE, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS);
    static final MethodHandle GESDD =
        handle(
            "dgesdd", JAVA_BYTE, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, ADDRESS, JAVA_INT,
            ADDRESS, JAVA_INT);
    static final MethodHandle GEEV =
        handle(
            "dgeev", JAVA_BYTE, JAVA_BYTE, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, ADDRESS, ADDRESS,
            JAVA_INT, ADDRESS, JAVA_INT);
    static final MethodHandle GEES =
        handle(
            "dgees", JAVA_BYTE, JAVA_BYTE, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, ADDRESS,
            ADDRESS, ADDRESS, JAVA_INT);
    static final MethodHandle TRSYL =
        handle(
            "dtrsyl", JAVA_BYTE, JAVA_BYTE, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT,
            ADDRESS, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS);

    private static MethodHandle handle(String name, MemoryLayout... arguments) {
      var layouts = new MemoryLayout[arguments.length + 1];
      layouts[0] = JAVA_INT;
      System.arraycopy(arguments, 0, layouts, 1, arguments.length);
      return NativeLibrary.function("LAPACKE_" + name, FunctionDescriptor.of(JAVA_INT, layouts));
    }
  }

  /// For the service loader.
  public OpenblasLapack() {}

  @Override
  public int precedence() {
    return NativeLibrary.present() ? 1 : -1;
  }

  @Override
  public String description() {
    return "OpenBLAS";
  }

  @Override
  public int getrf(int m, int n, double[] a, int[] pivots) {
    try (var arena = Arena.ofConfined()) {
      MemorySegment matrix = arena.allocateFrom(JAVA_DOUBLE, a);
      MemorySegment swaps = arena.allocateFrom(JAVA_INT, pivots);
      int info = (int) Functions.GETRF.invokeExact(COLUMN_MAJOR, m, n, matrix, m, swaps);
      back(matrix, a);
      MemorySegment.copy(swaps, JAVA_INT, 0, pivots, 0, pivots.length);
      return info;
    } catch (Throwable e) {
      throw failed("dgetrf", e);
    }
  }

  @Override
  public int potrf(int n, double[] a) {
    try (var arena = Arena.ofConfined()) {
      MemorySegment matrix = arena.allocateFrom(JAVA_DOUBLE, a);
      int info = (int) Functions.POTRF.invokeExact(COLUMN_MAJOR, (byte) 'L', n, matrix, n);
      back(matrix, a);
      return info;
    } catch (Throwable e) {
      throw failed("dpotrf", e);
    }
  }

  @Override
  public int geqrf(int m, int n, double[] a, double[] tau) {
    try (var arena = Arena.ofConfined()) {
      MemorySegment matrix = arena.allocateFrom(JAVA_DOUBLE, a);
      MemorySegment factors = arena.allocateFrom(JAVA_DOUBLE, tau);
      int info = (int) Functions.GEQRF.invokeExact(COLUMN_MAJOR, m, n, matrix, m, factors);
      back(matrix, a);
      back(factors, tau);
      return info;
    } catch (Throwable e) {
      throw failed("dgeqrf", e);
    }
  }

  @Override
  public int orgqr(int m, int columns, int reflectors, double[] q, double[] tau) {
    try (var arena = Arena.ofConfined()) {
      MemorySegment matrix = arena.allocateFrom(JAVA_DOUBLE, q);
      MemorySegment factors = arena.allocateFrom(JAVA_DOUBLE, tau);
      int info =
          (int)
              Functions.ORGQR.invokeExact(
                  COLUMN_MAJOR, m, columns, reflectors, matrix, Math.max(1, m), factors);
      back(matrix, q);
      return info;
    } catch (Throwable e) {
      throw failed("dorgqr", e);
    }
  }

  @Override
  public int syevd(int n, double[] a, double[] w) {
    try (var arena = Arena.ofConfined()) {
      MemorySegment matrix = arena.allocateFrom(JAVA_DOUBLE, a);
      MemorySegment values = arena.allocateFrom(JAVA_DOUBLE, w);
      int info =
          (int)
              Functions.SYEVD.invokeExact(
                  COLUMN_MAJOR, (byte) 'V', (byte) 'L', n, matrix, n, values);
      back(matrix, a);
      back(values, w);
      return info;
    } catch (Throwable e) {
      throw failed("dsyevd", e);
    }
  }

  @Override
  public int gesdd(boolean full, int m, int n, double[] a, double[] s, double[] u, double[] vt) {
    try (var arena = Arena.ofConfined()) {
      MemorySegment matrix = arena.allocateFrom(JAVA_DOUBLE, a);
      MemorySegment values = arena.allocateFrom(JAVA_DOUBLE, s);
      MemorySegment left = arena.allocateFrom(JAVA_DOUBLE, u);
      MemorySegment right = arena.allocateFrom(JAVA_DOUBLE, vt);
      int rows = full ? n : Math.min(m, n);
      int info =
          (int)
              Functions.GESDD.invokeExact(
                  COLUMN_MAJOR,
                  (byte) (full ? 'A' : 'S'),
                  m,
                  n,
                  matrix,
                  m,
                  values,
                  left,
                  m,
                  right,
                  rows);
      back(values, s);
      back(left, u);
      back(right, vt);
      return info;
    } catch (Throwable e) {
      throw failed("dgesdd", e);
    }
  }

  @Override
  public int geev(int n, double[] a, double[] real, double[] imaginary, double[] vectors) {
    try (var arena = Arena.ofConfined()) {
      MemorySegment matrix = arena.allocateFrom(JAVA_DOUBLE, a);
      MemorySegment re = arena.allocateFrom(JAVA_DOUBLE, real);
      MemorySegment im = arena.allocateFrom(JAVA_DOUBLE, imaginary);
      MemorySegment columns = arena.allocateFrom(JAVA_DOUBLE, vectors);
      int info =
          (int)
              Functions.GEEV.invokeExact(
                  COLUMN_MAJOR,
                  (byte) 'N',
                  (byte) 'V',
                  n,
                  matrix,
                  n,
                  re,
                  im,
                  MemorySegment.NULL,
                  n,
                  columns,
                  n);
      back(re, real);
      back(im, imaginary);
      back(columns, vectors);
      return info;
    } catch (Throwable e) {
      throw failed("dgeev", e);
    }
  }

  @Override
  public int gees(int n, double[] a, double[] real, double[] imaginary, double[] z) {
    try (var arena = Arena.ofConfined()) {
      MemorySegment matrix = arena.allocateFrom(JAVA_DOUBLE, a);
      MemorySegment re = arena.allocateFrom(JAVA_DOUBLE, real);
      MemorySegment im = arena.allocateFrom(JAVA_DOUBLE, imaginary);
      MemorySegment vectors = arena.allocateFrom(JAVA_DOUBLE, z);
      MemorySegment selected = arena.allocate(JAVA_INT);
      int info =
          (int)
              Functions.GEES.invokeExact(
                  COLUMN_MAJOR,
                  (byte) 'V',
                  (byte) 'N',
                  MemorySegment.NULL,
                  n,
                  matrix,
                  n,
                  selected,
                  re,
                  im,
                  vectors,
                  n);
      back(matrix, a);
      back(re, real);
      back(im, imaginary);
      back(vectors, z);
      return info;
    } catch (Throwable e) {
      throw failed("dgees", e);
    }
  }

  @Override
  public double trsyl(int m, int n, double[] a, double[] b, double[] c) {
    try (var arena = Arena.ofConfined()) {
      MemorySegment right = arena.allocateFrom(JAVA_DOUBLE, c);
      MemorySegment scale = arena.allocate(JAVA_DOUBLE);
      int info =
          (int)
              Functions.TRSYL.invokeExact(
                  COLUMN_MAJOR,
                  (byte) 'N',
                  (byte) 'N',
                  1,
                  m,
                  n,
                  arena.allocateFrom(JAVA_DOUBLE, a),
                  m,
                  arena.allocateFrom(JAVA_DOUBLE, b),
                  n,
                  right,
                  m,
                  scale);
      if (info < 0) {
        throw new IllegalArgumentException("argument " + -info);
      }
      back(right, c);
      return scale.get(JAVA_DOUBLE, 0);
    } catch (Throwable e) {
      throw failed("dtrsyl", e);
    }
  }

  private static void back(MemorySegment from, double[] to) {
    MemorySegment.copy(from, JAVA_DOUBLE, 0, to, 0, to.length);
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
