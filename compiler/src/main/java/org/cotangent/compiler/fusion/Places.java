package org.cotangent.compiler.fusion;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.cotangent.Array;
import org.cotangent.DType;
import org.cotangent.kernel.Buffers;
import org.cotangent.kernel.Rows;
import org.cotangent.ops.Indexing.Gather;
import org.cotangent.ops.Indexing.ScatterAdd;
import org.cotangent.primitive.Atom;
import org.cotangent.primitive.Aval;
import org.cotangent.primitive.Equation;
import org.cotangent.primitive.General;
import org.cotangent.primitive.Program;
import org.cotangent.primitive.Var;

/// Indices into so many rows as loops read them: checked, none negative, `I32`. One that is out of range is the error that a gather
/// has, at the gather's place in the program; so loops need not ask, and can't read beyond an array.
///
/// @param rows how many there are
public record Places(int rows) implements General.Constant {
  @Override
  public List<Aval> shapes(List<Aval> inputs) {
    return List.of(inputs.get(0).with(DType.I32));
  }

  @Override
  public List<Array> evaluate(List<Array> inputs) {
    Array indices = inputs.get(0);
    int[] places = new int[indices.shape().size()];
    Rows.places(Buffers.data(indices), rows, places);
    return List.of(Buffers.wrap(indices.aval().with(DType.I32), places));
  }

  /// The same program with the places of those gathers and scatters that loops may do as values of their own, which several share.
  public static Program written(Program program) {
    if (program.equations().stream().noneMatch(Places::wanted)) {
      return program;
    }
    record Key(Atom indices, int rows) {}
    Map<Key, Var> known = new HashMap<>();
    var equations = new ArrayList<Equation>();
    int next = program.variables();
    for (Equation equation : program.equations()) {
      if (!wanted(equation)) {
        equations.add(equation);
        continue;
      }
      Atom x = equation.inputs().get(0);
      var key = new Key(equation.inputs().get(1), rows(equation));
      Var places = known.get(key);
      if (places == null) {
        places = new Var(next++, key.indices.aval().with(DType.I32));
        known.put(key, places);
        equations.add(new Equation(new Places(key.rows), List.of(key.indices), List.of(places)));
      }
      equations.add(new Equation(equation.primitive(), List.of(x, places), equation.outputs()));
    }
    return new Program(program.inputs(), equations, program.outputs());
  }

  private static boolean wanted(Equation equation) {
    return switch (equation.primitive()) {
      case Gather _ -> Equations.plain(equation, 1);
      // Single precision is added up in double precision, which the library does.
      case ScatterAdd _ ->
          equation.outputs().getFirst().aval().dtype() == DType.F64 && Equations.plain(equation, 1);
      default -> false;
    };
  }

  private static int rows(Equation equation) {
    return equation.primitive() instanceof ScatterAdd scatter
        ? scatter.rows()
        : equation.inputs().getFirst().aval().shape().length(0);
  }
}
