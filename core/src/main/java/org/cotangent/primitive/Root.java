package org.cotangent.primitive;

/// `x`: what the root of a graph of nodes stands for.
public record Root() implements Linear.OfElements, Pointwise.Unary {
  @Override
  public Scalar value(Scalar x) {
    return x;
  }

  @Override
  public Scalar partial(Scalar x, Scalar y) {
    return Scalar.constant(1);
  }
}
