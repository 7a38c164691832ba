package org.cotangent;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.cotangent.kernel.Buffers;
import org.cotangent.ops.Activation;
import org.cotangent.ops.Arithmetic;
import org.cotangent.ops.Comparison;
import org.cotangent.ops.Contraction;
import org.cotangent.ops.Cumulative;
import org.cotangent.ops.Debugging;
import org.cotangent.ops.Exponential;
import org.cotangent.ops.Indexing;
import org.cotangent.ops.Masking;
import org.cotangent.ops.Places;
import org.cotangent.ops.Reduction;
import org.cotangent.ops.Rounding;
import org.cotangent.ops.Shaping;
import org.cotangent.ops.Slicing;
import org.cotangent.ops.Special;
import org.cotangent.ops.Trigonometric;
import org.cotangent.primitive.Aval;

/// An immutable array of numbers, known ([Array]) or traced ([Box]). Thread-safe; may be traced.
///
/// Operations work element by element and broadcast by NumPy's rule unless they say otherwise: shapes are matched from the last
/// axis, and a length 1 stretches. Mixed dtypes are promoted, a Java number takes the tensor's floating dtype (`F64` beside
/// whole numbers). Shapes that do not fit throw a [ShapeException] at the call, naming both.
///
/// Methods are one-liners; the operations live in the families of `org.cotangent.ops`, which hold many more.
public sealed interface Tensor permits Array, Box {
  /// Dtype and shape together.
  Aval aval();

  /// Element type.
  default DType dtype() {
    return aval().dtype();
  }

  /// Shape; prints as `(2,3)`.
  default Shape shape() {
    return aval().shape();
  }

  /// Number of axes.
  default int rank() {
    return aval().shape().rank();
  }

  // Creation

  /// A rank-0 `F64`.
  static Tensor scalar(double value) {
    return new Array(value);
  }

  /// A rank-1 `F64`, copied.
  static Tensor vector(double... values) {
    return Buffers.wrap(Aval.of(DType.F64, Shape.of(values.length)), values.clone());
  }

  /// A rank-2 `F64`, copied. Throws a [ShapeException] if the rows differ in length.
  static Tensor matrix(double[]... rows) {
    int columns = rows.length == 0 ? 0 : rows[0].length;
    double[] data = new double[rows.length * columns];
    for (int i = 0; i < rows.length; i++) {
      if (rows[i].length != columns) {
        throw new ShapeException(
            "matrix: row 0 has " + columns + " elements, row " + i + " has " + rows[i].length);
      }
      System.arraycopy(rows[i], 0, data, i * columns, columns);
    }
    return Buffers.wrap(Aval.of(DType.F64, Shape.of(rows.length, columns)), data);
  }

  /// A rank-1 `I64`: for indices. Copied.
  static Tensor indices(long... values) {
    return Buffers.wrap(Aval.of(DType.I64, Shape.of(values.length)), values.clone());
  }

  /// Row-major data, copied: `F64`. Throws a [ShapeException] if there are more or fewer than the shape holds.
  static Tensor of(double[] data, int... shape) {
    return Buffers.wrap(aval(DType.F64, data.length, shape), data.clone());
  }

  /// Row-major data, copied: `F32`. Throws a [ShapeException] if there are more or fewer than the shape holds.
  static Tensor of(float[] data, int... shape) {
    return Buffers.wrap(aval(DType.F32, data.length, shape), data.clone());
  }

  /// Row-major data, copied: `I64`. Throws a [ShapeException] if there are more or fewer than the shape holds.
  static Tensor of(long[] data, int... shape) {
    return Buffers.wrap(aval(DType.I64, data.length, shape), data.clone());
  }

  /// Row-major data, copied: `I32`. Throws a [ShapeException] if there are more or fewer than the shape holds.
  static Tensor of(int[] data, int... shape) {
    return Buffers.wrap(aval(DType.I32, data.length, shape), data.clone());
  }

  /// Row-major data, copied: `BOOL`. Throws a [ShapeException] if there are more or fewer than the shape holds.
  static Tensor of(boolean[] data, int... shape) {
    return Buffers.wrap(aval(DType.BOOL, data.length, shape), data.clone());
  }

  private static Aval aval(DType dtype, int count, int... lengths) {
    Shape shape = Shape.of(lengths);
    if (shape.size() != count) {
      throw new ShapeException(
          "of: " + count + " elements do not fill " + shape + ", which has " + shape.size());
    }
    return Aval.of(dtype, shape);
  }

  /// Zeros, `F64`.
  static Tensor zeros(int... shape) {
    return zeros(DType.F64, shape);
  }

  /// Zeros of a dtype.
  static Tensor zeros(DType dtype, int... shape) {
    return full(dtype, 0, shape);
  }

  /// Zeros of that shape, `F64`.
  static Tensor zeros(Shape shape) {
    return Buffers.fill(Aval.of(DType.F64, shape), 0);
  }

  /// Ones, `F64`.
  static Tensor ones(int... shape) {
    return ones(DType.F64, shape);
  }

  /// Ones of a dtype.
  static Tensor ones(DType dtype, int... shape) {
    return full(dtype, 1, shape);
  }

  /// `value` everywhere, rounded toward zero for whole numbers; the heap array is made when it is needed.
  static Tensor full(DType dtype, double value, int... shape) {
    double held =
        switch (dtype) {
          case F64 -> value;
          case F32 -> (float) value;
          case I32 -> (int) value;
          case I64 -> (long) value;
          case BOOL -> value != 0 ? 1 : 0;
        };
    return Buffers.fill(Aval.of(dtype, Shape.of(shape)), held);
  }

  /// The identity matrix.
  static Tensor eye(int n) {
    double[] data = new double[n * n];
    for (int i = 0; i < n; i++) {
      data[i * n + i] = 1;
    }
    return Buffers.wrap(Aval.of(DType.F64, Shape.of(n, n)), data);
  }

  /// `0, 1, …, n-1`, `I64`.
  static Tensor arange(int n) {
    long[] data = new long[Shape.of(n).size()];
    for (int i = 0; i < n; i++) {
      data[i] = i;
    }
    return Buffers.wrap(Aval.of(DType.I64, Shape.of(n)), data);
  }

  /// `count` equally spaced numbers, both ends included.
  static Tensor linspace(double from, double to, int count) {
    double[] data = new double[Shape.of(count).size()];
    for (int i = 0; i < count; i++) {
      data[i] = i == count - 1 ? to : from + i * ((to - from) / (count - 1));
    }
    return Buffers.wrap(Aval.of(DType.F64, Shape.of(count)), data);
  }

  /// `axes` that stay, with length 1: for reductions.
  static Axes keep(int... axes) {
    return new Axes(axes, true);
  }

  // Arithmetic

  /// `this + other`.
  default Tensor plus(Tensor other) {
    return Arithmetic.plus(this, other);
  }

  /// `this + other`.
  default Tensor plus(double other) {
    return Arithmetic.plus(this, other);
  }

  /// `this − other`.
  default Tensor minus(Tensor other) {
    return Arithmetic.minus(this, other);
  }

  /// `this − other`.
  default Tensor minus(double other) {
    return Arithmetic.minus(this, other);
  }

  /// `this · other`.
  default Tensor times(Tensor other) {
    return Arithmetic.times(this, other);
  }

  /// `this · other`.
  default Tensor times(double other) {
    return Arithmetic.times(this, other);
  }

  /// `this / other`, floating also for whole numbers.
  default Tensor div(Tensor other) {
    return Arithmetic.div(this, other);
  }

  /// `this / other`, floating also for whole numbers.
  default Tensor div(double other) {
    return Arithmetic.div(this, other);
  }

  /// `this` to the power `other`, floating also for whole numbers.
  default Tensor pow(Tensor other) {
    return Arithmetic.pow(this, other);
  }

  /// `this` to the power `other`, floating also for whole numbers.
  default Tensor pow(double other) {
    return Arithmetic.pow(this, other);
  }

  /// Remainder of a truncating division, with the sign of this.
  default Tensor rem(Tensor other) {
    return Arithmetic.rem(this, other);
  }

  /// Remainder of a truncating division, with the sign of this.
  default Tensor rem(double other) {
    return Arithmetic.rem(this, other);
  }

  /// The larger; NaN passes; equal elements share the derivative.
  default Tensor maximum(Tensor other) {
    return Comparison.maximum(this, other);
  }

  /// The larger; NaN passes; equal elements share the derivative.
  default Tensor maximum(double other) {
    return Comparison.maximum(this, other);
  }

  /// The smaller; NaN passes; equal elements share the derivative.
  default Tensor minimum(Tensor other) {
    return Comparison.minimum(this, other);
  }

  /// The smaller; NaN passes; equal elements share the derivative.
  default Tensor minimum(double other) {
    return Comparison.minimum(this, other);
  }

  /// `left − right`, with a number on the left that takes the tensor's floating dtype.
  static Tensor minus(double left, Tensor right) {
    return Arithmetic.minus(left, right);
  }

  /// `left / right`, with a number on the left that takes the tensor's floating dtype.
  static Tensor div(double left, Tensor right) {
    return Arithmetic.div(left, right);
  }

  /// `left` to the power `right`, with a number on the left that takes the tensor's floating dtype.
  static Tensor pow(double left, Tensor right) {
    return Arithmetic.pow(left, right);
  }

  /// `−x`.
  default Tensor unaryMinus() {
    return Arithmetic.negate(this);
  }

  /// `x²`.
  default Tensor square() {
    return Arithmetic.square(this);
  }

  /// `√x`.
  default Tensor sqrt() {
    return Arithmetic.sqrt(this);
  }

  /// `1/x`.
  default Tensor reciprocal() {
    return Arithmetic.reciprocal(this);
  }

  /// `|x|`; derivative 0 at 0.
  default Tensor abs() {
    return Arithmetic.abs(this);
  }

  /// −1, 0 or 1; NaN passes; derivative 0.
  default Tensor sign() {
    return Rounding.sign(this);
  }

  /// The largest whole number not above x; derivative 0.
  default Tensor floor() {
    return Rounding.floor(this);
  }

  /// The smallest whole number not below x; derivative 0.
  default Tensor ceil() {
    return Rounding.ceil(this);
  }

  /// The nearest whole number, halves to even; derivative 0.
  default Tensor round() {
    return Rounding.round(this);
  }

  // Exponential

  /// `eˣ`.
  default Tensor exp() {
    return Exponential.exp(this);
  }

  /// `ln x`.
  default Tensor log() {
    return Exponential.log(this);
  }

  /// `eˣ − 1`, without loss for small x.
  default Tensor expm1() {
    return Exponential.expm1(this);
  }

  /// `ln(1 + x)`, without loss for small x.
  default Tensor log1p() {
    return Exponential.log1p(this);
  }

  /// `1/(1 + e⁻ˣ)`, without overflow.
  default Tensor sigmoid() {
    return Exponential.sigmoid(this);
  }

  /// `ln(1 + eˣ)`, without overflow or loss.
  default Tensor softplus() {
    return Exponential.softplus(this);
  }

  /// `max(x, 0)`; NaN passes; derivative 0 at 0.
  default Tensor relu() {
    return Activation.relu(this);
  }

  /// `2/√π · ∫₀ˣ exp(−t²) dt`, the error function.
  default Tensor erf() {
    return Special.erf(this);
  }

  /// `ln |Γ(x)|`.
  default Tensor lgamma() {
    return Special.lgamma(this);
  }

  // Trigonometric

  /// `tan x`.
  default Tensor tan() {
    return Trigonometric.tan(this);
  }

  /// `asin x`.
  default Tensor asin() {
    return Trigonometric.asin(this);
  }

  /// `acos x`.
  default Tensor acos() {
    return Trigonometric.acos(this);
  }

  /// `atan x`.
  default Tensor atan() {
    return Trigonometric.atan(this);
  }

  /// `sinh x`.
  default Tensor sinh() {
    return Trigonometric.sinh(this);
  }

  /// `cosh x`.
  default Tensor cosh() {
    return Trigonometric.cosh(this);
  }

  /// `sin x`.
  default Tensor sin() {
    return Trigonometric.sin(this);
  }

  /// `cos x`.
  default Tensor cos() {
    return Trigonometric.cos(this);
  }

  /// `tanh x`.
  default Tensor tanh() {
    return Trigonometric.tanh(this);
  }

  // Comparison

  /// `this < other`, `BOOL`.
  default Tensor less(Tensor other) {
    return Comparison.less(this, other);
  }

  /// `this < other`, `BOOL`.
  default Tensor less(double other) {
    return Comparison.less(this, other);
  }

  /// `this ≤ other`, `BOOL`.
  default Tensor lessEqual(Tensor other) {
    return Comparison.lessEqual(this, other);
  }

  /// `this ≤ other`, `BOOL`.
  default Tensor lessEqual(double other) {
    return Comparison.lessEqual(this, other);
  }

  /// `this = other`, `BOOL`.
  default Tensor equal(Tensor other) {
    return Comparison.equal(this, other);
  }

  /// `this = other`, `BOOL`.
  default Tensor equal(double other) {
    return Comparison.equal(this, other);
  }

  /// `this > other`, `BOOL`.
  default Tensor greater(Tensor other) {
    return Comparison.less(other, this);
  }

  /// `this > other`, `BOOL`.
  default Tensor greater(double other) {
    return Comparison.less(other, this);
  }

  /// `this ≥ other`, `BOOL`.
  default Tensor greaterEqual(Tensor other) {
    return Comparison.lessEqual(other, this);
  }

  /// `this ≥ other`, `BOOL`.
  default Tensor greaterEqual(double other) {
    return Comparison.lessEqual(other, this);
  }

  /// `test ? a : b`, all broadcast; the side that is not chosen has no influence, so it cannot make a gradient NaN. Throws a
  /// [DTypeException] if `test` is not `BOOL`.
  static Tensor where(Tensor test, Tensor a, Tensor b) {
    return Comparison.where(test, a, b);
  }

  // Reduction

  /// Sum of all elements.
  default Tensor sum() {
    return Reduction.sum(this, Axes.all());
  }

  /// Sum along axes, which disappear; negative axes count from the end.
  default Tensor sum(int axis, int... more) {
    return Reduction.sum(this, Axes.of(axis, more));
  }

  /// Sum along axes that may be kept with length 1: `sum(keep(-1))`.
  default Tensor sum(Axes axes) {
    return Reduction.sum(this, axes);
  }

  /// Mean of all elements.
  default Tensor mean() {
    return Reduction.mean(this, Axes.all());
  }

  /// Mean along axes, which disappear; negative axes count from the end.
  default Tensor mean(int axis, int... more) {
    return Reduction.mean(this, Axes.of(axis, more));
  }

  /// Mean along axes that may be kept with length 1: `mean(keep(-1))`.
  default Tensor mean(Axes axes) {
    return Reduction.mean(this, axes);
  }

  /// Largest element of all elements.
  default Tensor max() {
    return Reduction.max(this, Axes.all());
  }

  /// Largest element along axes, which disappear; negative axes count from the end.
  default Tensor max(int axis, int... more) {
    return Reduction.max(this, Axes.of(axis, more));
  }

  /// Largest element along axes that may be kept with length 1: `max(keep(-1))`.
  default Tensor max(Axes axes) {
    return Reduction.max(this, axes);
  }

  /// Smallest element of all elements.
  default Tensor min() {
    return Reduction.min(this, Axes.all());
  }

  /// Smallest element along axes, which disappear; negative axes count from the end.
  default Tensor min(int axis, int... more) {
    return Reduction.min(this, Axes.of(axis, more));
  }

  /// Smallest element along axes that may be kept with length 1: `min(keep(-1))`.
  default Tensor min(Axes axes) {
    return Reduction.min(this, axes);
  }

  /// Product of all elements.
  default Tensor prod() {
    return Reduction.prod(this, Axes.all());
  }

  /// Product along axes, which disappear; negative axes count from the end.
  default Tensor prod(int axis, int... more) {
    return Reduction.prod(this, Axes.of(axis, more));
  }

  /// Product along axes that may be kept with length 1: `prod(keep(-1))`.
  default Tensor prod(Axes axes) {
    return Reduction.prod(this, axes);
  }

  /// `log Σ exp` without overflow of all elements.
  default Tensor logSumExp() {
    return Reduction.logSumExp(this, Axes.all());
  }

  /// `log Σ exp` without overflow along axes, which disappear; negative axes count from the end.
  default Tensor logSumExp(int axis, int... more) {
    return Reduction.logSumExp(this, Axes.of(axis, more));
  }

  /// `log Σ exp` without overflow along axes that may be kept with length 1: `logSumExp(keep(-1))`.
  default Tensor logSumExp(Axes axes) {
    return Reduction.logSumExp(this, axes);
  }

  /// Position of the first largest element along an axis, `I64`.
  default Tensor argmax(int axis) {
    return Reduction.argmax(this, axis);
  }

  /// Position of the first smallest element along an axis, `I64`.
  default Tensor argmin(int axis) {
    return Reduction.argmin(this, axis);
  }

  /// `exp x / Σ exp x` along an axis, without overflow.
  default Tensor softmax(int axis) {
    return Reduction.softmax(this, axis);
  }

  /// `log(softmax(x))`, without loss.
  default Tensor logSoftmax(int axis) {
    return Reduction.logSoftmax(this, axis);
  }

  /// Running sum along an axis.
  default Tensor cumsum(int axis) {
    return Cumulative.cumsum(this, axis, false);
  }

  // Contraction

  /// Matrix product with NumPy's meaning for ranks 1, 2 and stacks.
  default Tensor matmul(Tensor other) {
    return Contraction.matmul(this, other);
  }

  /// Inner product of two vectors.
  default Tensor dot(Tensor other) {
    return Contraction.dot(this, other);
  }

  /// Contraction in NumPy's notation: `einsum("ij,jk->ik", a, b)`.
  static Tensor einsum(String subscripts, Tensor... operands) {
    return Contraction.einsum(subscripts, operands);
  }

  // Shaping

  /// Swaps the last two axes; a vector stays as it is.
  default Tensor t() {
    return rank() < 2 ? this : Shaping.moveAxis(this, -1, -2);
  }

  /// Reorders axes; without arguments reverses them.
  default Tensor transpose(int... order) {
    return Shaping.transpose(this, order);
  }

  /// Same elements, other shape; one length may be −1: it follows from the others.
  default Tensor reshape(int... shape) {
    return Shaping.reshape(this, shape);
  }

  /// Same elements, other shape.
  default Tensor reshape(Shape shape) {
    return Shaping.reshape(this, shape);
  }

  /// Repeated to `shape` by the rule of broadcasting.
  default Tensor broadcastTo(Shape shape) {
    return Shaping.broadcastTo(this, shape);
  }

  /// Moves an axis; the others keep their order.
  default Tensor moveAxis(int from, int to) {
    return Shaping.moveAxis(this, from, to);
  }

  /// Converts the element type: floats to whole numbers toward zero, anything to `BOOL` by `≠ 0`.
  default Tensor to(DType dtype) {
    return Shaping.convert(this, dtype);
  }

  /// Inserts an axis of length 1; −1 puts it last.
  default Tensor expandDims(int axis) {
    return Shaping.expandDims(this, axis);
  }

  /// This tensor; it is printed to the standard output as `name: type value` whenever it is evaluated: also where the value is not
  /// known yet, in programs and batches, and even if nobody uses the result. Derivatives pass through and print nothing.
  default Tensor printed(String name) {
    return Debugging.printed(this, name);
  }

  // Indexing

  /// The part at these indices of the leading axes, which disappear; negative indices count from the end. Kotlin: `x[i, j]`.
  default Tensor get(int index, int... more) {
    return Slicing.get(this, index, more);
  }

  /// The rows at `indices` of axis 0: whole numbers, negative ones from the end. Of a `BOOL` mask, which covers leading axes, the
  /// elements where it is true: their number must be known, which it is not under `vmap` of the mask, `stage` and `compile`.
  default Tensor get(Tensor indices) {
    return indices.dtype() == DType.BOOL
        ? Masking.select(this, indices)
        : Indexing.take(this, indices, 0);
  }

  /// The elements whose indices for the leading axes are given by one tensor each, broadcast together: NumPy's `x[i, j]`.
  default Tensor get(Tensor first, Tensor second, Tensor... more) {
    return Indexing.at(this, listed(first, second, more));
  }

  private static List<Tensor> listed(Tensor first, Tensor second, Tensor... more) {
    return Stream.concat(Stream.of(first, second), Arrays.stream(more)).toList();
  }

  /// Basic slicing in NumPy's notation: `x.slice(":, 0:3")`.
  default Tensor slice(String spec) {
    return Slicing.slice(this, spec);
  }

  /// The place to write: `x.at(2).set(v)` is a new tensor.
  default Place at(int index, int... more) {
    return Places.at(
        this,
        IntStream.concat(IntStream.of(index), IntStream.of(more)).mapToObj(Slice::index).toList());
  }

  /// Several places along axis 0 to write to; of repeated indices `set` keeps the last, the others take all. Or a `BOOL` mask, which
  /// covers leading axes: the elements where it is true; what is written broadcasts to this tensor then.
  default Place at(Tensor indices) {
    return Places.at(this, indices);
  }

  /// The elements to write to whose indices for the leading axes are given by one tensor each, broadcast together.
  default Place at(Tensor first, Tensor second, Tensor... more) {
    return Places.atEach(this, listed(first, second, more));
  }

  /// A slice as the place to write to.
  default Place at(Slice first, Slice... more) {
    return Places.at(this, Stream.concat(Stream.of(first), Arrays.stream(more)).toList());
  }

  /// Basic slicing, one entry for each axis from the first: `x.slice(all(), span(0, 3))`.
  default Tensor slice(Slice first, Slice... more) {
    return Slicing.slice(this, Stream.concat(Stream.of(first), Arrays.stream(more)).toList());
  }

  /// Joins tensors along an axis that they have.
  static Tensor concat(int axis, Tensor... parts) {
    return Slicing.concat(axis, List.of(parts));
  }

  /// Joins tensors of equal shape along a new leading axis.
  static Tensor stack(Tensor... parts) {
    return Slicing.stack(List.of(parts));
  }

  /// Joins tensors of equal shape along a new leading axis.
  static Tensor stack(List<? extends Tensor> parts) {
    return Slicing.stack(parts);
  }

  // Reading out

  /// The only element as a number. Throws a [ShapeException] if there are several, a [TraceException] if it is not known yet.
  double item();

  /// A copy of the elements, row-major. Throws a [TraceException] if they are not known yet.
  double[] toDoubles();

  /// A write at some place of a tensor. Tensors never change: each method returns a new one. Written values are broadcast to the
  /// place, and converted to the tensor's dtype only where nothing narrows.
  interface Place {
    /// Replaces.
    Tensor set(Tensor value);

    /// Replaces by a number.
    Tensor set(double value);

    /// Adds; repeated indices add up.
    Tensor add(Tensor value);

    /// Adds a number.
    Tensor add(double value);

    /// Multiplies; of repeated indices all multiply. For floating tensors.
    Tensor multiply(Tensor value);

    /// Multiplies by a number.
    Tensor multiply(double value);

    /// The smaller; repeated indices meet, and equal ones share the derivative. NaN passes.
    Tensor min(Tensor value);

    /// The smaller of the place and a number.
    Tensor min(double value);

    /// The larger; repeated indices meet, and equal ones share the derivative. NaN passes.
    Tensor max(Tensor value);

    /// The larger of the place and a number.
    Tensor max(double value);
  }
}
