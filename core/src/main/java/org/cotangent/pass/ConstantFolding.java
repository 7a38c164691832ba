package org.cotangent.pass;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.cotangent.Array;
import org.cotangent.kernel.Buffers;
import org.cotangent.ops.Shaping.Broadcast;
import org.cotangent.ops.Shaping.Convert;
import org.cotangent.ops.Shaping.Permute;
import org.cotangent.ops.Shaping.Reshape;
import org.cotangent.primitive.Atom;
import org.cotangent.primitive.Aval;
import org.cotangent.primitive.Control;
import org.cotangent.primitive.Literal;
import org.cotangent.primitive.Op;
import org.cotangent.primitive.Pointwise;
import org.cotangent.primitive.Primitive;
import org.cotangent.primitive.Program;

/// Evaluates equations of which all inputs are literals, by the kernels that would evaluate them later.
///
/// A result with more than [#LARGE] elements is taken only if it needs no more memory than the literals it is made of, or if one
/// element fills it, which is how a broadcast number is held. So no program grows large by it. What throws is left to throw when it
/// is run; functions and loops are left alone.
final class ConstantFolding implements Pass {
  private static final int LARGE = 64;

  @Override
  public String name() {
    return "constant folding";
  }

  @Override
  public Program apply(Program program) {
    return Rewriter.walk(program, this, (primitive, inputs, _) -> folded(primitive, inputs));
  }

  private static Optional<List<Atom>> folded(Primitive primitive, List<Atom> inputs) {
    var arrays = new ArrayList<Array>(inputs.size());
    var avals = new ArrayList<Aval>(inputs.size());
    long held = LARGE;
    boolean filled = !inputs.isEmpty();
    for (Atom input : inputs) {
      if (!(input instanceof Literal(Array array))) {
        return Optional.empty();
      }
      arrays.add(array);
      avals.add(array.aval());
      held += Buffers.filled(array) ? 0 : array.shape().size();
      filled &= Buffers.filled(array);
    }
    if (primitive instanceof Control || primitive.effectful()) {
      return Optional.empty();
    }
    try {
      Op op = Op.of(primitive);
      long size = 0;
      for (Aval aval : op.shapes(avals)) {
        size += aval.shape().size();
      }
      if (size > held && !(filled && fills(primitive))) {
        return Optional.empty();
      }
      var results = new ArrayList<Atom>();
      for (Array array : op.evaluateAll(arrays)) {
        if (size > held && !Buffers.filled(array)) {
          return Optional.empty();
        }
        results.add(new Literal(array));
      }
      return Optional.of(List.copyOf(results));
    } catch (RuntimeException _) {
      return Optional.empty();
    }
  }

  /// Whether filled arrays, in general, have a filled result.
  private static boolean fills(Primitive primitive) {
    return switch (primitive) {
      case Broadcast _, Reshape _, Permute _, Convert _ -> true;
      default -> primitive instanceof Pointwise;
    };
  }
}
