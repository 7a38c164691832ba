/// Factorisations of dense matrices for the core, in pure Java.
@org.jspecify.annotations.NullMarked
module org.cotangent.lapack {
  requires org.cotangent;
  requires arpack.combined.all;
  requires static org.jspecify;

  provides org.cotangent.kernel.Lapack with
      org.cotangent.lapack.NetlibLapack;
}
