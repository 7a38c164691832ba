/// The patterns of Jacobians and Hessians: how they are found in a program ([org.cotangent.sparse.Dependencies]), and how few
/// directions suffice for all their entries ([org.cotangent.sparse.Colouring]). `Autodiff.sparseJacobian` and `sparseHessian` use
/// it. Start with [org.cotangent.sparse.Pattern].
@org.jspecify.annotations.NullMarked
package org.cotangent.sparse;
