/// Programs to bytecode, and kernels over whole vectors. It is found when it is on the class or module path, and needs no call.
@org.jspecify.annotations.NullMarked
module org.cotangent.compiler {
  requires org.cotangent;
  requires static jdk.incubator.vector;
  requires static org.jspecify;
}
