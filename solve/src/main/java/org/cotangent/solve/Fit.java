package org.cotangent.solve;

import org.cotangent.Tensor;

/// What a least-squares fit found. Immutable and thread-safe.
public final class Fit<P> {
  private final Flattened<P> flattened;
  private final double[] x;
  private final double[] residuals;
  private final double[] inverse;
  private final double cosine;
  private final int iterations;
  private final int evaluations;
  private final Termination reason;

  Fit(
      Flattened<P> flattened,
      LeastSquares.Place at,
      int iterations,
      int evaluations,
      Termination reason) {
    this.flattened = flattened;
    this.x = at.x();
    this.residuals = at.residuals();
    this.inverse = at.jacobian().inverseSquare();
    this.cosine = at.jacobian().cosine();
    this.iterations = iterations;
    this.evaluations = evaluations;
    this.reason = reason;
  }

  /// The parameters; of the structure, shapes and dtypes of the start.
  public P params() {
    return flattened.tree(x);
  }

  /// The residuals there, as a vector.
  public Tensor residuals() {
    return Tensor.vector(residuals);
  }

  /// The sum of the residuals' squares.
  public double cost() {
    return Vectors.dot(residuals, residuals);
  }

  /// The largest cosine of an angle between the residuals and a column of the Jacobian; 0 at a minimum.
  public double cosine() {
    return cosine;
  }

  /// Observations less parameters.
  public int degreesOfFreedom() {
    return residuals.length - x.length;
  }

  /// `√(cost / degrees of freedom)`, the standard deviation of an observation; NaN if there are as many parameters as residuals.
  public double residualDeviation() {
    return degreesOfFreedom() == 0 ? Double.NaN : Math.sqrt(cost() / degreesOfFreedom());
  }

  /// The covariance of the parameters in the linear model there, `σ² (JᵀJ)⁻¹` with σ the [#residualDeviation]: a matrix, in the order
  /// of [org.cotangent.tree.Trees#ravel]. Infinite or NaN if the residuals do not determine the parameters.
  public Tensor covariance() {
    double deviation = residualDeviation();
    return Tensor.of(Vectors.times(deviation * deviation, inverse), x.length, x.length);
  }

  /// The square roots of the covariance's diagonal, in the structure of the parameters.
  public P standardErrors() {
    double[] errors = new double[x.length];
    for (int j = 0; j < errors.length; j++) {
      errors[j] = residualDeviation() * Math.sqrt(inverse[j * x.length + j]);
    }
    return flattened.tree(errors);
  }

  /// Steps, those that were refused included.
  public int iterations() {
    return iterations;
  }

  /// Calls of the residuals, not counting Jacobians.
  public int evaluations() {
    return evaluations;
  }

  /// Why it ended.
  public Termination reason() {
    return reason;
  }

  /// Whether what was asked for was reached.
  public boolean converged() {
    return reason.converged();
  }

  /// Parameters with their standard errors, and how it went.
  @Override
  public String toString() {
    return params()
        + " ± "
        + standardErrors()
        + ", cost "
        + cost()
        + ", "
        + reason
        + " after "
        + iterations
        + " iterations";
  }
}
