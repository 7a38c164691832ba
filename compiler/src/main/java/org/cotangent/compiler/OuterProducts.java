package org.cotangent.compiler;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.Shape;
import org.cotangent.kernel.Buffers;
import org.cotangent.ops.Arithmetic.Add;
import org.cotangent.ops.Arithmetic.Mul;
import org.cotangent.ops.Contraction.DotGeneral;
import org.cotangent.ops.Shaping.Broadcast;
import org.cotangent.ops.Shaping.Reshape;
import org.cotangent.primitive.Atom;
import org.cotangent.primitive.Aval;
import org.cotangent.primitive.Equation;
import org.cotangent.primitive.Literal;
import org.cotangent.primitive.Primitive;
import org.cotangent.primitive.Program;
import org.cotangent.primitive.Var;

/// Contractions in which nothing is added up, as what they are: products of elements, which loops do together with what follows, such
/// as the sum of outer products that the gradient of a recurrent network is.
///
/// A kernel adds its one product to 0, so this does, too: the sign of a zero stays the same.
final class OuterProducts {
  private final List<Equation> equations = new ArrayList<>();
  private int next;

  private OuterProducts(int next) {
    this.next = next;
  }

  /// The same program with such contractions written out.
  static Program writtenOut(Program program) {
    if (program.equations().stream().noneMatch(OuterProducts::outer)) {
      return program;
    }
    var writer = new OuterProducts(program.variables());
    for (Equation equation : program.equations()) {
      if (outer(equation)) {
        writer.write(equation, (DotGeneral) equation.primitive());
      } else {
        writer.equations.add(equation);
      }
    }
    return new Program(program.inputs(), writer.equations, program.outputs());
  }

  private static boolean outer(Equation equation) {
    if (!(equation.primitive() instanceof DotGeneral dot)
        || !equation.outputs().getFirst().aval().dtype().floating()) {
      return false;
    }
    Shape left = equation.inputs().getFirst().aval().shape();
    return dot.leftSum().stream().allMatch(axis -> left.length(axis) == 1);
  }

  private void write(Equation equation, DotGeneral dot) {
    Var result = equation.outputs().getFirst();
    Atom left = equation.inputs().get(0);
    Atom right = equation.inputs().get(1);
    int batch = dot.leftBatch().size();
    int free = left.aval().shape().rank() - batch - dot.leftSum().size();
    Var product =
        made(
            new Mul(),
            result.aval(),
            spread(left, dot.leftBatch(), dot.leftSum(), batch, result.aval()),
            spread(right, dot.rightBatch(), dot.rightSum(), batch + free, result.aval()));
    var zero = new Literal(Buffers.fill(result.aval(), 0));
    equations.add(new Equation(new Add(), List.of(product, zero), List.of(result)));
  }

  /// An operand over the places of the result, its free axes from axis `first` on.
  private Var spread(Atom x, List<Integer> batch, List<Integer> sum, int first, Aval result) {
    Shape shape = x.aval().shape();
    var lengths = new ArrayList<Integer>();
    var axes = new ArrayList<Integer>();
    int free = first;
    for (int axis = 0; axis < shape.rank(); axis++) {
      if (!sum.contains(axis)) {
        lengths.add(shape.length(axis));
        axes.add(batch.contains(axis) ? batch.indexOf(axis) : free++);
      }
    }
    Shape kept = Shape.of(lengths.stream().mapToInt(i -> i).toArray());
    Atom from = sum.isEmpty() ? x : made(new Reshape(kept), x.aval().with(kept), x);
    return made(new Broadcast(result.shape(), axes), result, from);
  }

  private Var made(Primitive primitive, Aval aval, Atom... inputs) {
    var variable = new Var(next++, aval);
    equations.add(new Equation(primitive, List.of(inputs), List.of(variable)));
    return variable;
  }
}
