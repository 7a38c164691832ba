package org.cotangent.ops;

import java.util.List;
import org.cotangent.Array;
import org.cotangent.Tensor;
import org.cotangent.primitive.Aval;
import org.cotangent.primitive.General;
import org.cotangent.primitive.Scalar;
import org.cotangent.primitive.WrittenOut;

/// `x` as a constant: the value passes, the derivative does not.
public record StopGradient() implements General.Constant, WrittenOut {
  @Override
  public List<Aval> shapes(List<Aval> inputs) {
    return inputs;
  }

  @Override
  public List<Array> evaluate(List<Array> inputs) {
    return inputs;
  }

  @Override
  public List<List<Scalar>> elements(List<Aval> inputs, List<List<Scalar>> x) {
    return x;
  }

  @Override
  public List<Tensor> batch(List<Tensor> inputs, boolean[] mapped, int size) {
    return bindAll(inputs);
  }
}
