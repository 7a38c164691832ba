package org.cotangent.lapack;

import org.cotangent.kernel.Lapack;
import org.netlib.lapack.Dgees;
import org.netlib.lapack.Dgeev;
import org.netlib.lapack.Dgeqrf;
import org.netlib.lapack.Dgesdd;
import org.netlib.lapack.Dgetrf;
import org.netlib.lapack.Dlamch;
import org.netlib.lapack.Dorgqr;
import org.netlib.lapack.Dpotrf;
import org.netlib.lapack.Dsyevd;
import org.netlib.lapack.Dtrsyl;
import org.netlib.util.doubleW;
import org.netlib.util.intW;

/// LAPACK translated to Java (netlib's, by F2J): works wherever Java does.
///
/// Thread-safe: of the routines used, those that keep something between calls (`dlamch`) keep constants only, which are computed
/// once, here. `gesdd` is always asked for vectors: without them `dlasq3` would keep what it knows of one matrix for the next.
public final class NetlibLapack implements Lapack {
  static {
    Dlamch.dlamch("E");
  }

  /// For the service loader.
  public NetlibLapack() {}

  @Override
  public int precedence() {
    return 0;
  }

  @Override
  public String description() {
    return "netlib LAPACK in Java";
  }

  @Override
  public int getrf(int m, int n, double[] a, int[] pivots) {
    var info = new intW(0);
    Dgetrf.dgetrf(m, n, a, 0, m, pivots, 0, info);
    return info.val;
  }

  @Override
  public int potrf(int n, double[] a) {
    var info = new intW(0);
    Dpotrf.dpotrf("L", n, a, 0, n, info);
    return info.val;
  }

  @Override
  public int geqrf(int m, int n, double[] a, double[] tau) {
    var info = new intW(0);
    double[] work = new double[Math.max(1, 32 * n)];
    Dgeqrf.dgeqrf(m, n, a, 0, m, tau, 0, work, 0, work.length, info);
    return info.val;
  }

  @Override
  public int orgqr(int m, int columns, int reflectors, double[] q, double[] tau) {
    var info = new intW(0);
    double[] work = new double[Math.max(1, 32 * columns)];
    Dorgqr.dorgqr(m, columns, reflectors, q, 0, m, tau, 0, work, 0, work.length, info);
    return info.val;
  }

  @Override
  public int syevd(int n, double[] a, double[] w) {
    var info = new intW(0);
    double[] work = new double[1 + 6 * n + 2 * n * n];
    int[] whole = new int[3 + 5 * n];
    Dsyevd.dsyevd("V", "L", n, a, 0, n, w, 0, work, 0, work.length, whole, 0, whole.length, info);
    return info.val;
  }

  @Override
  public int gesdd(boolean full, int m, int n, double[] a, double[] s, double[] u, double[] vt) {
    var info = new intW(0);
    int k = Math.min(m, n);
    double[] work = new double[4 * k * k + 7 * k + 64 * (m + n) + 4 * k * k];
    Dgesdd.dgesdd(
        full ? "A" : "S",
        m,
        n,
        a,
        0,
        m,
        s,
        0,
        u,
        0,
        m,
        vt,
        0,
        full ? n : k,
        work,
        0,
        work.length,
        new int[8 * k],
        0,
        info);
    return info.val;
  }

  @Override
  public int geev(int n, double[] a, double[] real, double[] imaginary, double[] vectors) {
    var info = new intW(0);
    double[] work = new double[Math.max(1, 34 * n)];
    Dgeev.dgeev(
        "N",
        "V",
        n,
        a,
        0,
        n,
        real,
        0,
        imaginary,
        0,
        new double[1],
        0,
        1,
        vectors,
        0,
        n,
        work,
        0,
        work.length,
        info);
    return info.val;
  }

  @Override
  public int gees(int n, double[] a, double[] real, double[] imaginary, double[] z) {
    var info = new intW(0);
    double[] work = new double[Math.max(1, 34 * n)];
    Dgees.dgees(
        "V",
        "N",
        this,
        n,
        a,
        0,
        n,
        new intW(0),
        real,
        0,
        imaginary,
        0,
        z,
        0,
        n,
        work,
        0,
        work.length,
        new boolean[n],
        0,
        info);
    return info.val;
  }

  @Override
  public double trsyl(int m, int n, double[] a, double[] b, double[] c) {
    var info = new intW(0);
    var scale = new doubleW(1);
    Dtrsyl.dtrsyl("N", "N", 1, m, n, a, 0, m, b, 0, n, c, 0, m, scale, info);
    return scale.val;
  }
}
