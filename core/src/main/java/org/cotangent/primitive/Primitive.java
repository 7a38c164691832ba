package org.cotangent.primitive;

import java.util.List;
import org.cotangent.Tensor;

/// An operation; a record whose components are its parameters.
///
/// Its kind is one of five, sealed: transformations switch over the kinds and never name an operation. The kinds are open:
/// implement one to add an operation. Primitives do not broadcast, promote or default; the functions in front of them do.
///
/// Must be immutable, with `equals` by parameters, as records have it.
public sealed interface Primitive permits Elementwise, Linear, Bilinear, General, Control {
  /// The name that programs print: `reduce_sum` for `ReduceSum`.
  default String name() {
    return Names.of(getClass());
  }

  /// Whether the zeros of its cotangents and tangents mean *no influence*: then the pointwise rules after it multiply with the
  /// strong zero, `0 · anything = 0`.
  default boolean masks() {
    return false;
  }

  /// Whether it does something besides making its result: then programs keep it even if nobody uses the result.
  default boolean effectful() {
    return false;
  }

  /// Whether it ends, and throws nothing, whatever the values of its inputs are. Of a choice that differs from example to example all
  /// sides run; one with an operation that is not total runs only if some example takes it.
  default boolean total() {
    return true;
  }

  /// Applies it at the highest trace among its arguments. For primitives with one result.
  default Tensor bind(Tensor... arguments) {
    Op op = Op.of(this);
    return switch (arguments.length) {
      case 1 -> op.bind(arguments[0]);
      case 2 -> op.bind(arguments[0], arguments[1]);
      default -> op.bind(List.of(arguments)).getFirst();
    };
  }

  /// Applies it at the highest trace among its arguments.
  default List<Tensor> bindAll(List<? extends Tensor> arguments) {
    return Op.of(this).bind(List.copyOf(arguments));
  }
}
