package org.cotangent.kernel;

import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import org.cotangent.DType;
import org.cotangent.primitive.Scalar;

/// The seam to faster loops over large arrays: a service that makes a kernel of a scalar formula. Without one, core's own loops do
/// the work.
///
/// Which of the two computes a result depends on the formula, the dtypes and the size alone, never on what was called before: a
/// kernel may become faster while it is used, but it gives the same bits in every call.
public interface PointwiseCompiler {
  /// Arrays of so many elements and fewer belong to core's own loops.
  int SMALL = 512;

  /// What a kernel makes of its operands, at each place.
  enum Form {
    /// The formula of a value. Operands: those of the primitive.
    VALUE,
    /// The formula of a partial derivative times a cotangent, or a tangent. Operands: those of the primitive, its result, and the
    /// factor.
    PRODUCT,
    /// What was there, plus such a product. Operands: those of the primitive, its result, the factor, and what was there.
    SUM
  }

  /// What is known of an operand.
  ///
  /// @param dtype the type of its elements
  /// @param filled whether all are equal: then its array has one element
  record Operand(DType dtype, boolean filled) {}

  /// What a kernel is to do.
  ///
  /// @param formula of the operands and, in a partial derivative, the result
  /// @param form what is made of its value
  /// @param masked whether the product is that of the strong zero
  /// @param operands those that the form names, in its order
  /// @param result the type of the results' elements
  record Request(Scalar formula, Form form, boolean masked, List<Operand> operands, DType result) {
    /// Copies the list.
    public Request {
      operands = List.copyOf(operands);
    }
  }

  /// A loop over arrays. Thread-safe.
  interface Loop {
    /// Computes `size` elements. `arrays`: the heap arrays of the operands and, last, the one that is written. That one may be an
    /// operand too, since each place is read before it is written.
    void run(Object[] arrays, int size);
  }

  /// A kernel that does what is asked; none where core's own loops are as good. The answer to equal requests is always the same.
  Optional<Loop> prepare(Request request);

  /// The service that is there, if one is.
  static Optional<PointwiseCompiler> present() {
    return Holder.SERVICE;
  }

  /// Found once.
  final class Holder {
    static final Optional<PointwiseCompiler> SERVICE =
        ServiceLoader.load(PointwiseCompiler.class, PointwiseCompiler.class.getClassLoader())
            .findFirst();

    private Holder() {}
  }
}
