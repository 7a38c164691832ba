/// Solvers and samplers on structures, with exact derivatives.
///
/// Reading order: [org.cotangent.solve.LeastSquares] and [org.cotangent.solve.Lbfgs], the plainest; [org.cotangent.solve.Roots] and
/// [org.cotangent.solve.Ode], whose results have derivatives; [org.cotangent.solve.Nuts], the sampler.
@org.jspecify.annotations.NullMarked
module org.cotangent.solve {
  requires transitive org.cotangent;
  requires static org.jspecify;

  exports org.cotangent.solve;

  // Programs print the parameters of the operation that solvers are.
  opens org.cotangent.solve to
      org.cotangent;
}
