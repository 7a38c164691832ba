/// Solvers that people bring automatic differentiation for: differential equations, roots, least squares, minimisers, samplers. Users
/// call it; nothing of the library depends on it. Start at [org.cotangent.solve.LeastSquares].
package org.cotangent.solve;
