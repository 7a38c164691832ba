package org.cotangent.laws;

import static org.cotangent.laws.Samples.any;
import static org.cotangent.laws.Samples.whole;

import java.util.List;
import java.util.function.BinaryOperator;
import org.cotangent.Tensor;
import org.cotangent.ops.Contraction;
import org.cotangent.testkit.Sample;

/// Sums of products.
final class ContractionSamples {
  private ContractionSamples() {}

  static void addTo(List<Sample> all) {
    int[][][] shapes = {
      {{3}, {3}},
      {{2, 3}, {3}},
      {{3}, {3, 2}},
      {{2, 3}, {3, 4}},
      {{5, 2, 3}, {3, 4}},
      {{2, 3}, {5, 3, 4}},
      {{5, 2, 3}, {5, 3, 4}},
      {{1, 2, 3}, {5, 3, 4}},
      {{5, 1, 2, 3}, {4, 3, 2}},
      {{2, 0}, {0, 3}},
      {{0, 3}, {3, 2}},
      {{3}, {4, 3, 2}},
      {{4, 2, 3}, {3}}
    };
    for (int[][] pair : shapes) {
      pair(all, "matmul", Tensor::matmul, any(pair[0]), any(pair[1]));
    }
    pair(all, "matmul", (a, b) -> a.matmul(b.t()), any(2, 3), any(4, 3));
    pair(all, "dot", Tensor::dot, any(4), any(4));
    pair(all, "vdot", Contraction::vdot, any(2, 3), any(2, 3));
    pair(all, "inner", Contraction::inner, any(2, 3), any(4, 3));
    pair(all, "outer", Contraction::outer, any(2), any(3));
    pair(all, "kron", Contraction::kron, any(2, 3), any(2));
    pair(all, "cross", Contraction::cross, any(2, 3), any(3));
    pair(all, "tensordot", (a, b) -> Contraction.tensordot(a, b, 2), any(2, 3, 4), any(3, 4, 2));
    pair(
        all,
        "tensordot",
        (a, b) -> Contraction.tensordot(a, b, new int[] {2, 0}, new int[] {0, 1}),
        any(2, 3, 4),
        any(4, 2, 2));
    pair(
        all,
        "convolve",
        (a, b) -> Contraction.convolve(a, b, Contraction.Overlap.SAME),
        any(5),
        any(3));
    pair(
        all,
        "convolve",
        (a, b) -> Contraction.convolve(a, b, Contraction.Overlap.VALID),
        any(2),
        any(4));
    for (String spec :
        List.of(
            "ij,jk->ik",
            "ij,jk->ki",
            "ij,jk",
            "ij,jk->",
            "bij,jk->bik",
            "...j,jk->...k",
            "ij,jk->j")) {
      int[] left =
          spec.startsWith("b") || spec.startsWith(".") ? new int[] {2, 2, 3} : new int[] {2, 3};
      pair(all, "einsum", (a, b) -> Contraction.einsum(spec, a, b), any(left), any(3, 4));
    }
    all.add(
        Sample.smooth(
            "einsum",
            x ->
                List.of(
                    Contraction.einsum("ii->i", x.get(0)),
                    Contraction.einsum("ij->ji", x.get(0)),
                    Contraction.einsum("ii", x.get(0))),
            any(3, 3)));
    all.add(
        Sample.smooth(
            "einsum",
            x -> List.of(Contraction.einsum("ab,bc,cd->ad", x.get(0), x.get(1), x.get(2))),
            any(2, 3),
            any(3, 2),
            any(2, 4)));
    all.add(
        Sample.smooth(
            "multiDot", x -> List.of(Contraction.multiDot(x)), any(2, 3), any(3, 4), any(4, 2)));
    all.add(
        Sample.rough(
            "matmul", x -> List.of(x.get(0).matmul(x.get(1))), whole(5, 2, 3), whole(5, 3)));
    pair(all, "cross", Contraction::cross, any(4, 2), any(2));
    pair(all, "cross", Contraction::cross, any(2), any(4, 3));
    all.add(Sample.smooth("einsum", x -> List.of(Tensor.einsum("ii", x.get(0))), any(3, 3)));
  }

  private static void pair(
      List<Sample> all, String name, BinaryOperator<Tensor> f, Tensor a, Tensor b) {
    all.add(Sample.smooth(name, x -> List.of(f.apply(x.get(0), x.get(1))), a, b));
  }
}
