package org.cotangent.laws;

import static org.cotangent.laws.Samples.any;

import java.util.List;
import org.cotangent.DType;
import org.cotangent.Shape;
import org.cotangent.Tensor;
import org.cotangent.ops.Sampling;
import org.cotangent.testkit.Sample;

/// Random draws: the keys are inputs.
final class SamplingSamples {
  private SamplingSamples() {}

  static void addTo(List<Sample> all) {
    Tensor key = Sampling.key(7);
    Shape shape = Shape.of(2, 3);
    all.add(
        Sample.rough(
            "bits",
            x -> List.of(Sampling.bits(x.get(0), 32, shape), Sampling.bits(x.get(0), 64, shape)),
            key));
    all.add(Sample.rough("split", x -> List.of(Sampling.split(x.get(0), 3)), key));
    all.add(
        Sample.rough(
            "fold",
            x -> List.of(Sampling.fold(x.get(0), x.get(1))),
            key,
            Tensor.indices(5).reshape()));
    all.add(
        Sample.rough(
            "uniform", x -> List.of(Sampling.uniform(x.get(0), DType.F64, -1, 2, shape)), key));
    all.add(Sample.rough("integers", x -> List.of(Sampling.integers(x.get(0), 0, 9, shape)), key));
    all.add(
        Sample.rough(
            "integers", x -> List.of(Sampling.integers(x.get(0), DType.I32, -4, 5, shape)), key));
    all.add(Sample.rough("permutation", x -> List.of(Sampling.permutation(x.get(0), 5)), key));
    all.add(
        Sample.rough(
            "normal",
            x -> List.of(Sampling.normal(x.get(0), x.get(1).dtype(), shape).times(x.get(1))),
            key,
            any(3)));
    all.add(
        Sample.rough(
            "exponential", x -> List.of(Sampling.exponential(x.get(0), DType.F64, shape)), key));
    all.add(Sample.rough("gumbel", x -> List.of(Sampling.gumbel(x.get(0), DType.F32, shape)), key));
    all.add(
        Sample.rough(
            "bernoulli",
            x -> List.of(Sampling.bernoulli(x.get(0), x.get(1), shape)),
            key,
            Samples.in(0, 1, 3)));
    all.add(
        Sample.rough(
            "categorical",
            x -> List.of(Sampling.categorical(x.get(0), x.get(1), -1)),
            key,
            any(2, 3)));
  }
}
