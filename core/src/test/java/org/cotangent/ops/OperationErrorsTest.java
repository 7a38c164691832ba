package org.cotangent.ops;

import static org.cotangent.Autodiff.jvp;
import static org.cotangent.Autodiff.vmap;
import static org.cotangent.Tensor.concat;
import static org.cotangent.Tensor.einsum;
import static org.cotangent.Tensor.indices;
import static org.cotangent.Tensor.matrix;
import static org.cotangent.Tensor.of;
import static org.cotangent.Tensor.ones;
import static org.cotangent.Tensor.scalar;
import static org.cotangent.Tensor.stack;
import static org.cotangent.Tensor.vector;
import static org.cotangent.Tensor.where;
import static org.cotangent.Tensor.zeros;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrowsExactly;

import java.util.function.Supplier;
import org.cotangent.Array;
import org.cotangent.Axes;
import org.cotangent.DTypeException;
import org.cotangent.Shape;
import org.cotangent.ShapeException;
import org.cotangent.Tensor;
import org.cotangent.tree.Trees;
import org.junit.jupiter.api.Test;

/// What a call says that can't be answered: its name, the shapes, and the way out.
class OperationErrorsTest {
  private static void shape(String message, Supplier<?> call) {
    assertEquals(message, assertThrowsExactly(ShapeException.class, call::get).getMessage());
  }

  private static void dtype(String message, Supplier<?> call) {
    assertEquals(message, assertThrowsExactly(DTypeException.class, call::get).getMessage());
  }

  private static void argument(String message, Supplier<?> call) {
    assertEquals(
        message, assertThrowsExactly(IllegalArgumentException.class, call::get).getMessage());
  }

  @Test
  void elementwise() {
    shape(
        "plus: (2,3) and (2) do not broadcast: lengths 3 and 2 at axis -1 differ and neither is 1",
        () -> ones(2, 3).plus(ones(2)));
    dtype(
        "where: the test is f64[2], not bool: compare it, or use to(BOOL)",
        () -> where(ones(2), ones(2), ones(2)));
    dtype(
        "and: f64[2] is not bool: compare it, or use to(BOOL)",
        () -> Comparison.and(ones(2), ones(2)));
    dtype(
        "at: a value of f64 does not fit into i64[2]: convert one of them with to(…)",
        () -> indices(1, 2).at(0).set(0.5));
    shape("item: (2) has 2 elements, not one: use get(…) or toDoubles()", () -> ones(2).item());
    dtype(
        "toLongs: F64 is not a type of whole numbers: use to(I64) first",
        () -> ((Array) ones(2)).toLongs());
  }

  @Test
  void construction() {
    shape("of: 3 elements do not fill (2,2), which has 4", () -> of(new double[] {1, 2, 3}, 2, 2));
    shape(
        "matrix: row 0 has 1 elements, row 1 has 2",
        () -> matrix(new double[] {1}, new double[] {1, 2}));
    shape("a shape has lengths of 0 or more: (-1)", () -> zeros(-1));
    shape(
        "too many elements for one tensor (at most 2147483647): (100000,100000)",
        () -> zeros(100000, 100000));
  }

  @Test
  void products() {
    shape(
        "matmul: (2,3) and (4,5): inner sizes 3 and 4 differ", () -> ones(2, 3).matmul(ones(4, 5)));
    shape(
        "matmul: () and (4,5): a number has no rows: use times",
        () -> scalar(1).matmul(ones(4, 5)));
    shape(
        "matmul of stacks (2,2,3) and (3,3,2): (2) and (3) do not broadcast: lengths 2 and 3 at"
            + " axis -1 differ and neither is 1",
        () -> ones(2, 2, 3).matmul(ones(3, 3, 2)));
    shape("dot: (2) and (3) differ in length", () -> ones(2).dot(ones(3)));
    shape(
        "dot: (2,2) and (2) are not two vectors: use matmul or tensordot",
        () -> ones(2, 2).dot(ones(2)));
    shape(
        "tensordot: (2,3) and (4,2): axes 1 and 0 have lengths 3 and 4",
        () -> Contraction.tensordot(ones(2, 3), ones(4, 2), 1));
    shape(
        "cross: (4) and (3): the last axes are to have length 3, or 2",
        () -> Contraction.cross(ones(4), ones(3)));
    shape(
        "convolve: (2,2) and (2) are not two vectors with elements",
        () -> Contraction.convolve(ones(2, 2), ones(2), Contraction.Overlap.FULL));
    shape(
        "einsum: \"ij,jk->ik\": axis j has length 3 in (2,3) and 4 in (4,5)",
        () -> einsum("ij,jk->ik", ones(2, 3), ones(4, 5)));
    shape(
        "einsum: \"ij,jk->ik\" has 2 operands, but 1 are given",
        () -> einsum("ij,jk->ik", ones(2, 3)));
    shape(
        "einsum: \"ijk\" in \"ijk->i\" has 3 axes, but the operand is (2,3)",
        () -> einsum("ijk->i", ones(2, 3)));
    shape(
        "einsum: axis k of the result of \"ij->ik\" is in no operand, or named twice",
        () -> einsum("ij->ik", ones(2, 3)));
  }

  @Test
  void axes() {
    shape("sum: (2,3) has no axis 2: its axes are 0 to 1, or -1 to -2", () -> ones(2, 3).sum(2));
    shape("sum: axis -2 is named twice in [0, -2]", () -> ones(2, 3).sum(0, -2));
    shape("max: (0,3) has no elements along [0], so no max", () -> zeros(0, 3).max(0));
    shape("argmax: (0) has no elements along [0], so no argmax", () -> zeros(0).argmax(0));
    shape(
        "transpose: [0, 0] is not an order of the 2 axes of (2,3)",
        () -> ones(2, 3).transpose(0, 0));
    shape(
        "moveAxis: (2,3) has no axis 5: its axes are 0 to 1, or -1 to -2",
        () -> ones(2, 3).moveAxis(0, 5));
    shape("squeeze: axis 0 of (2,3) has length 2, not 1", () -> Shaping.squeeze(ones(2, 3), 0));
    shape(
        "expandDims: (2,3) has room for a new axis at 0 to 2 or -1 to -3, not at 4",
        () -> ones(2, 3).expandDims(4));
    shape(
        "norm: (2) has no axis 1: its axes are 0 to 0, or -1 to -1",
        () -> Reduction.norm(ones(2), 2, Axes.of(1)));
    shape("softmax: (2) has no axis 3: its axes are 0 to 0, or -1 to -1", () -> ones(2).softmax(3));
  }

  @Test
  void shapes() {
    shape("reshape: (2,3) has 6 elements, (4,2) has 8", () -> ones(2, 3).reshape(4, 2));
    shape(
        "reshape: (2,3) has 6 elements, which 4 does not divide: [4, -1]",
        () -> ones(2, 3).reshape(4, -1));
    shape("reshape: only one length may be -1: [-1, -1]", () -> ones(2, 3).reshape(-1, -1));
    shape(
        "broadcastTo: (2,3) does not broadcast to (3,2)",
        () -> ones(2, 3).broadcastTo(Shape.of(3, 2)));
    shape(
        "concat: (2,3) and (2,4) differ in other places than axis 0",
        () -> concat(0, ones(2, 3), ones(2, 4)));
    shape("concat: there is nothing to join", () -> concat(0));
    shape("stack: (2) and (3) differ", () -> stack(ones(2), ones(3)));
    shape(
        "pad: -1 and 0 along axis 0 of (2)",
        () -> Arranging.pad(ones(2), new int[] {-1}, new int[] {0}, 0));
    shape(
        "pad: 2 and 2 widths for the 1 axes of (2)",
        () -> Arranging.pad(ones(2), new int[] {1, 1}, new int[] {0, 0}, 0));
    shape("tile: -1 times along axis 0 of (2)", () -> Arranging.tile(ones(2), -1));
    shape(
        "split: axis 0 of (5) has length 5, which is no multiple of 2",
        () -> Arranging.split(ones(5), 2, 0));
    shape(
        "diag: (2,2,2) is no vector or matrix: use diagonal or diagonalMatrix",
        () -> Arranging.diag(ones(2, 2, 2), 0));
  }

  @Test
  void places() {
    shape(
        "index 2 is out of range for axis 0 of (2,3), whose length is 2", () -> ones(2, 3).get(2));
    shape("get: 2 indices for the 1 axes of (2)", () -> ones(2).get(0, 0));
    argument(
        "slice: can't read \"a\" in \"0, a\": an entry is 2, 1:3, ::-1 or ...",
        () -> ones(2, 3).slice("0, a"));
    shape("slice: 2 entries for the 1 axes of (2)", () -> ones(2).slice(":, :"));
    shape("index 3 is out of range for an axis of length 3", () -> ones(3).get(indices(3)));
    dtype(
        "take: indices are whole numbers, not f64[1]: use indices(…) or to(I64)",
        () -> ones(3).get(vector(1)));
    shape(
        "takeAlongAxis: (2,3) and (1) differ in rank: indices have x's axes",
        () -> Indexing.takeAlongAxis(ones(2, 3), indices(1), 0));
    shape(
        "scatterAdd: (3,2) does not broadcast to (2,2), the rows of (3,2) at indices of (2)",
        () -> ones(3, 2).at(indices(0, 1)).add(ones(3, 2)));
    shape(
        "dynamicSlice: 5 elements along axis 0 of (3)",
        () -> Arranging.dynamicSlice(ones(3), indices(0), 5));
    dtype(
        "oneHot: indices are whole numbers, not f64[2]: use indices(…) or to(I64)",
        () -> Indexing.oneHot(ones(2), 3));
    shape(
        "segmentSum: (3) and (1): each row needs one segment number",
        () -> Scattering.segmentSum(ones(3), indices(0), 2));
  }

  @Test
  void order() {
    shape("topK: 3 of the 2 elements along the last axis of (2)", () -> Sorting.topK(ones(2), 3));
    argument(
        "quantile: q is 2.0, not between 0 and 1",
        () -> Sorting.quantile(ones(2), 2, 0, Sorting.Interpolation.LINEAR));
    argument(
        "quantiles: none is asked for",
        () -> Sorting.quantiles(ones(2), new double[0], Axes.all(), Sorting.Interpolation.LINEAR));
    argument(
        "percentile: 101.0 is not between 0 and 100",
        () -> Sorting.percentile(ones(2), 101, Axes.all(), Sorting.Interpolation.LINEAR));
    shape("quantile: (2,0) has no elements along [1]", () -> Sorting.median(zeros(2, 0), 1));
  }

  @Test
  void matrices() {
    shape(
        "solve: (2,3) is not a square matrix or a stack of them",
        () -> LinearAlgebra.solve(ones(2, 3), ones(2)));
    shape(
        "solve: (2,2) and (3): the matrix has 2 rows, the right side does not",
        () -> LinearAlgebra.solve(ones(2, 2), ones(3)));
    shape("svd: (3) is no matrix or stack of them", () -> LinearAlgebra.svd(ones(3)));
  }

  @Test
  void transformations() {
    shape(
        "unravel: (3) given, but the tree has (2)",
        () -> Trees.ravel(ones(2)).unravel().apply(ones(3)));
    shape(
        "vmap: argument 1 has 3 examples in (3), another one has 2",
        () -> vmap((Tensor x, Tensor y) -> x.plus(y)).apply(ones(2), ones(3)));
    shape(
        "jvp: the tangent is f64[3], but the argument is f64[2]",
        () -> jvp(Tensor::sin, ones(2), ones(3)));
  }
}
