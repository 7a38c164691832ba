package org.cotangent.primitive;

import java.util.List;
import org.cotangent.Array;
import org.cotangent.Tensor;

/// Any other operation. The author states the forward derivative in tensor operations; reverse mode follows by recording what
/// it does to the tangents and transposing that, unless the author states it too ([WithVjp]).
///
/// Because rules are written in tensor operations they can be differentiated again, to any order.
public non-sealed interface General extends Primitive {
  /// The outputs' abstract values; throws a [org.cotangent.ShapeException] or [org.cotangent.DTypeException] for inputs that
  /// do not fit.
  List<Aval> shapes(List<Aval> inputs);

  /// Evaluates it.
  List<Array> evaluate(List<Array> inputs);

  /// The outputs' tangents, linear in the inputs' `tangents` (those that are absent are [Zero], as are those of inputs and
  /// outputs that are not floating). `outputs` are the results for `inputs`.
  List<Tensor> jvp(List<Tensor> inputs, List<Tensor> outputs, List<Tensor> tangents);

  /// The operation on inputs of which those in `mapped` (at least one) have a leading axis of length `size` more; so have all
  /// results. By default a loop over the examples, which every operation of this library replaces.
  default List<Tensor> batch(List<Tensor> inputs, boolean[] mapped, int size) {
    return Batching.loop(this, inputs, mapped, size);
  }

  /// An operation with a reverse rule of its own.
  interface WithVjp extends General {
    /// Adds to `into` the cotangents of the wanted inputs, given those of the outputs (absent ones are [Zero]).
    void vjp(List<Tensor> inputs, List<Tensor> outputs, List<Tensor> cotangents, Accumulator into);
  }

  /// An operation without derivative: its outputs are whole numbers or truth values, or locally constant.
  interface Constant extends General {
    @Override
    default List<Tensor> jvp(List<Tensor> inputs, List<Tensor> outputs, List<Tensor> tangents) {
      return outputs.stream().<Tensor>map(y -> new Zero(y.aval())).toList();
    }
  }
}
