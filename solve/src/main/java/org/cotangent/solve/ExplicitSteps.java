package org.cotangent.solve;

import java.util.Optional;
import org.cotangent.Box;
import org.cotangent.Tensor;

/// The steps of an explicit Runge–Kutta method.
///
/// @param method its coefficients
record ExplicitSteps(Tableau method) implements Stepper {
  @Override
  public int order() {
    return method.order();
  }

  @Override
  public Step step(Slope f, Tensor y, Tensor t, double h, Tensor first) {
    int stages = method.stages();
    Tensor[] k = new Tensor[stages];
    k[0] = first;
    Tensor end = y;
    for (int i = 1; i < stages; i++) {
      end = y;
      double[] a = method.a()[i - 1];
      for (int j = 0; j < i; j++) {
        if (a[j] != 0) {
          end = end.plus(k[j].times(h * a[j]));
        }
      }
      k[i] = f.at(end, t.plus(h * method.c()[i]));
    }
    double[] error = new double[y.shape().size()];
    for (int j = 0; j < stages; j++) {
      if (method.error()[j] != 0) {
        Vectors.add(error, h * method.error()[j], Box.valueOf(k[j]).toDoubles());
      }
    }
    return new Step(end, Optional.of(k[stages - 1]), error, new Inside(method, y, k, h));
  }

  private record Inside(Tableau method, Tensor y, Tensor[] k, double h) implements Dense {
    @Override
    public Tensor at(double part) {
      Tensor sum = y;
      for (int j = 0; j < k.length; j++) {
        double weight = 0;
        double[] b = method.dense()[j];
        for (int q = b.length - 1; q >= 0; q--) {
          weight = (weight + b[q]) * part;
        }
        if (weight != 0) {
          sum = sum.plus(k[j].times(h * weight));
        }
      }
      return sum;
    }

    @Override
    public Tensor at(Tensor part) {
      Tensor sum = y;
      for (int j = 0; j < k.length; j++) {
        double[] b = method.dense()[j];
        Tensor weight = part.times(b[b.length - 1]);
        for (int q = b.length - 2; q >= 0; q--) {
          weight = weight.plus(b[q]).times(part);
        }
        sum = sum.plus(k[j].times(weight.times(h)));
      }
      return sum;
    }
  }
}
