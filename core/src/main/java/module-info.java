/// Automatic differentiation: exact derivatives of ordinary programs, of any order.
///
/// Reading order: [org.cotangent.Tensor], the values; [org.cotangent.Autodiff], the transformations;
/// `org.cotangent.primitive`, what an operation is; `org.cotangent.trace`, how a transformation runs;
/// `org.cotangent.ops`, the operations; `org.cotangent.graph`, the static graph.
@org.jspecify.annotations.NullMarked
@SuppressWarnings("module") // The modules that the kernels are exported to are compiled later.
module org.cotangent {
  requires static org.jspecify;

  exports org.cotangent;
  exports org.cotangent.graph;
  exports org.cotangent.kernel to
      org.cotangent.compiler,
      org.cotangent.lapack,
      org.cotangent.openblas;
  exports org.cotangent.ops;
  exports org.cotangent.pass;
  exports org.cotangent.primitive;
  exports org.cotangent.program;
  exports org.cotangent.trace;
  exports org.cotangent.tree;

  uses org.cotangent.kernel.Blas;
  uses org.cotangent.kernel.Lapack;
  uses org.cotangent.kernel.PointwiseCompiler;
  uses org.cotangent.kernel.ProgramCompiler;
}
