package org.cotangent.solve;

import java.util.Optional;
import org.cotangent.Autodiff;
import org.cotangent.Box;
import org.cotangent.Tensor;
import org.cotangent.TensorFunction;
import org.cotangent.ops.LinearAlgebra;

/// The steps of RODAS, a Rosenbrock method of order 4(3) with six stages, stiffly accurate and L-stable: linearly implicit, so each stage
/// solves a linear system with `1/(γh) − ∂f/∂y`. The Jacobian is exact, as the method wants it.
///
/// Hairer and Wanner, *Solving Ordinary Differential Equations II* (1996), IV.7 and IV.10.
record RosenbrockSteps() implements Stepper {
  private static final double GAMMA = 0.25;

  private static final double[][] A = {
    {},
    {1.544},
    {0.9466785280815826, 0.2557011698983284},
    {3.314825187068521, 2.896124015972201, 0.9986419139977817},
    {1.221224509226641, 6.019134481288629, 12.53708332932087, -0.6878860361058950}
  };

  private static final double[][] C = {
    {},
    {-5.6688},
    {-2.430093356833875, -0.2063599157091915},
    {-0.1073529058151375, -9.594562251023355, -20.47028614809616},
    {7.496443313967647, -10.24680431464352, -33.99990352819905, 11.70890893206160},
    {
      8.083246795921522,
      -7.981132988064893,
      -31.52159432874371,
      16.31930543123136,
      -6.058818238834054
    }
  };

  private static final double[] NODES = {0, 0.386, 0.21, 0.63, 1, 1};

  /// The weights of `∂f/∂t`.
  private static final double[] DRIFT = {0.25, -0.1043, 0.1035, -0.03620000000000023, 0, 0};

  private static final double[] D2 = {
    10.12623508344586, -7.487995877610167, -34.80091861555747, -7.992771707568823, 1.025137723295662
  };

  private static final double[] D3 = {
    -0.6762803392801253, 6.087714651680015, 16.43084320892478, 24.76722511418386, -6.594389125716872
  };

  @Override
  public int order() {
    return 4;
  }

  @Override
  public Step step(Slope f, Tensor y, Tensor t, double h, Tensor first) {
    int n = y.shape().size();
    Tensor jacobian = Autodiff.jacobian((TensorFunction) z -> f.at(z, t)).apply(y);
    Tensor drift = Autodiff.jvp((TensorFunction) s -> f.at(y, s), t, Tensor.scalar(1)).tangent();
    Tensor matrix = Tensor.eye(n).div(GAMMA * h).minus(jacobian);
    Tensor[] k = new Tensor[6];
    Tensor at = y;
    for (int i = 0; i < 6; i++) {
      // The last two stages start from where the one before them ended.
      at = i == 5 ? at.plus(k[4]) : sum(y, A[i], k);
      Tensor right = i == 0 ? first : f.at(at, t.plus(h * NODES[i]));
      for (int j = 0; j < i; j++) {
        right = right.plus(k[j].times(C[i][j] / h));
      }
      if (DRIFT[i] != 0) {
        right = right.plus(drift.times(h * DRIFT[i]));
      }
      k[i] = LinearAlgebra.solve(matrix, right);
    }
    Tensor end = at.plus(k[5]);
    double[] error = Box.valueOf(k[5]).toDoubles();
    return new Step(end, Optional.empty(), error, new Inside(y, end, k));
  }

  private static Tensor sum(Tensor start, double[] weights, Tensor[] k) {
    Tensor sum = start;
    for (int j = 0; j < weights.length; j++) {
      sum = sum.plus(k[j].times(weights[j]));
    }
    return sum;
  }

  /// `(1 − θ) y + θ (end + (1 − θ)(Σ d₂ k + θ Σ d₃ k))`.
  private record Inside(Tensor y, Tensor end, Tensor[] k) implements Dense {
    @Override
    public Tensor at(double part) {
      return at(Tensor.scalar(part));
    }

    @Override
    public Tensor at(Tensor part) {
      Tensor rest = Tensor.minus(1, part);
      Tensor zero = Tensor.zeros(y.shape());
      Tensor bend = sum(zero, D2, k).plus(sum(zero, D3, k).times(part));
      return y.times(rest).plus(end.plus(bend.times(rest)).times(part));
    }
  }
}
