package org.cotangent.primitive;

import java.util.List;
import org.cotangent.Array;
import org.cotangent.Tensor;

/// An operation that is linear in its linear inputs jointly: `f(a·x + b·z) = a·f(x) + b·f(z)`.
///
/// Its derivative is itself; the author states the transpose. Most have one input and one output and use the short forms.
public non-sealed interface Linear extends Primitive {
  /// Whether it is linear in input `i`; the others are data, such as indices.
  default boolean linear(int i) {
    return true;
  }

  /// The outputs' abstract values; throws a [org.cotangent.ShapeException] or [org.cotangent.DTypeException] for inputs that
  /// do not fit.
  List<Aval> shapes(List<Aval> inputs);

  /// Evaluates it.
  List<Array> evaluate(List<Array> inputs);

  /// Adds to `into` the cotangents of the wanted linear inputs: the transposed map applied to the outputs' `cotangents` (those
  /// that are absent are [Zero]). Of linear inputs only the abstract value may be used.
  void transpose(List<Tensor> cotangents, List<Tensor> inputs, Accumulator into);

  /// The same operation when every input has one more leading axis, and so have the outputs.
  Linear batched();

  /// The same operation when only the inputs in `mapped` have the leading axis; by default the others are repeated first, and
  /// [#batched] follows. An implementation may do better.
  default List<Tensor> batch(List<Tensor> inputs, boolean[] mapped, int size) {
    return batched().bindAll(Batching.repeat(inputs, mapped, size));
  }

  /// The form with one input and one output.
  interface Unary extends Linear {
    /// The output's abstract value.
    Aval shape(Aval x);

    /// Evaluates it.
    Array evaluate(Array x);

    /// The transposed map of the output's cotangent; `x` tells the input's shape.
    Tensor transpose(Tensor cotangent, Aval x);

    @Override
    default List<Aval> shapes(List<Aval> inputs) {
      return List.of(shape(inputs.get(0)));
    }

    @Override
    default List<Array> evaluate(List<Array> inputs) {
      return List.of(evaluate(inputs.get(0)));
    }

    @Override
    default void transpose(List<Tensor> cotangents, List<Tensor> inputs, Accumulator into) {
      if (into.wants(0)) {
        into.add(0, transpose(cotangents.get(0), inputs.get(0).aval()));
      }
    }
  }

  /// A linear operation that is pointwise too: its partial derivatives are constants. Everything follows from the formulas.
  interface OfElements extends Linear, Pointwise {
    @Override
    default List<Aval> shapes(List<Aval> inputs) {
      return List.of(Op.of(this).shape(inputs));
    }

    @Override
    default List<Array> evaluate(List<Array> inputs) {
      return List.of(Op.of(this).evaluate(inputs));
    }

    @Override
    default void transpose(List<Tensor> cotangents, List<Tensor> inputs, Accumulator into) {
      Tensor cotangent = cotangents.get(0);
      for (int i = 0; i < inputs.size(); i++) {
        if (into.wants(i)) {
          double factor = Op.of(this).partial(i).at(0, 0, 0, 0);
          into.add(
              i,
              factor == 1
                  ? cotangent
                  : factor == -1 ? cotangent.unaryMinus() : cotangent.times(factor));
        }
      }
    }

    @Override
    default Linear batched() {
      return this;
    }
  }

  /// A linear operation whose transpose can be added into a heap array without making the (mostly zero) cotangent first: a
  /// slice, a gather.
  interface InPlace extends Linear {
    /// Adds the transposed map of `cotangent` into `into`, the elements of the cotangent of input 0.
    void addTransposed(Array cotangent, List<Tensor> inputs, double[] into);
  }

  /// A linear operation that only moves: each element of its results is an element of a linear input, or 0. So it can be
  /// evaluated on names of elements as well as on elements, which is how straight-line code sees through it.
  interface Moves extends Linear {}
}
