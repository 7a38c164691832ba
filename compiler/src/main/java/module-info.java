/// Programs to bytecode, and kernels over whole vectors. It is found when it is on the class or module path, and needs no call.
///
/// Reading order: [org.cotangent.compiler.BytecodeCompiler], the service; `fusion`, which loops a program becomes; `kernel`, how a
/// loop becomes a class; `scalar`, how a small program becomes straight-line code.
@org.jspecify.annotations.NullMarked
module org.cotangent.compiler {
  requires org.cotangent;
  requires static jdk.incubator.vector;
  requires static org.jspecify;

  provides org.cotangent.kernel.Blas with
      org.cotangent.compiler.matrix.VectorBlas;
  provides org.cotangent.kernel.PointwiseCompiler with
      org.cotangent.compiler.VectorPointwise;
  provides org.cotangent.kernel.ProgramCompiler with
      org.cotangent.compiler.BytecodeCompiler;
}
