package org.cotangent.solve;

import java.util.Optional;
import org.cotangent.Tensor;

/// A one-step method with an estimate of its error and a continuous extension, in tensor operations, so that it can be traced.
sealed interface Stepper permits ExplicitSteps, RosenbrockSteps {
  /// The right-hand side with its parameters: `dy/dt` at `(y, t)`.
  interface Slope {
    /// Evaluates it.
    Tensor at(Tensor y, Tensor t);
  }

  /// A step.
  ///
  /// @param end the solution at its end
  /// @param slope `dy/dt` there, if the method has it
  /// @param error the estimate of the error, as values
  /// @param dense the solution inside
  record Step(Tensor end, Optional<Tensor> slope, double[] error, Dense dense) {}

  /// The solution inside of a step.
  interface Dense {
    /// At a part of the step, from 0 to 1.
    Tensor at(double part);

    /// The same for a traced part, a number.
    Tensor at(Tensor part);
  }

  /// A step of length `h` from `(y, t)`, where the slope is `first`.
  Step step(Slope f, Tensor y, Tensor t, double h, Tensor first);

  /// The order of the error per step: it is about `h^order`.
  int order();
}
