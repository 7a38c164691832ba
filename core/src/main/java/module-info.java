/// Automatic differentiation: exact derivatives of ordinary programs, of any order.
///
/// Reading order: [org.cotangent.Tensor], the values; [org.cotangent.Autodiff], the transformations;
/// `org.cotangent.primitive`, what an operation is; `org.cotangent.trace`, how a transformation runs;
/// `org.cotangent.ops`, the operations; `org.cotangent.graph`, the static graph.
@org.jspecify.annotations.NullMarked
module org.cotangent {
  requires static org.jspecify;

  exports org.cotangent;
  exports org.cotangent.graph;
  exports org.cotangent.ops;
  exports org.cotangent.primitive;
  exports org.cotangent.program;
  exports org.cotangent.trace;
  exports org.cotangent.tree;

  uses org.cotangent.kernel.ProgramCompiler;
}
