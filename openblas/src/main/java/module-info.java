/// Products and factorisations of dense matrices by OpenBLAS, a native library: faster than the Java ones for large matrices. It is found when it is
/// on the class or module path, and needs no call.
@org.jspecify.annotations.NullMarked
module org.cotangent.openblas {
  requires org.cotangent;
  requires static org.jspecify;

  provides org.cotangent.kernel.Blas with
      org.cotangent.openblas.OpenblasBlas;
  provides org.cotangent.kernel.Lapack with
      org.cotangent.openblas.OpenblasLapack;
}
