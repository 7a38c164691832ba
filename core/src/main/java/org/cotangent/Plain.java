package org.cotangent;

import java.util.ArrayList;
import java.util.function.Function;
import org.cotangent.kernel.ProgramCompiler;
import org.cotangent.pass.Passes;
import org.cotangent.trace.Transform;
import org.cotangent.tree.TreeDef;
import org.cotangent.tree.Trees;

/// Functions of trees as functions of plain numbers.
final class Plain {
  private Plain() {}

  @SuppressWarnings("unchecked") // a TreeDef rebuilds what it was made from
  static <A, R> PlainFunction compile(Function<A, R> f, A example) {
    var leaves = new ArrayList<Tensor>();
    TreeDef structure = Trees.flatten(example, leaves);
    for (int i = 0; i < leaves.size(); i++) {
      require(structure, i, leaves.get(i), "the argument");
    }
    var staged =
        Transform.stage(
            "compilePlain",
            arguments -> {
              var outputs = new ArrayList<Tensor>();
              TreeDef result = Trees.flatten(f.apply((A) structure.unflatten(arguments)), outputs);
              for (int i = 0; i < outputs.size(); i++) {
                require(result, i, outputs.get(i), "the result");
              }
              return outputs;
            },
            leaves.stream().map(Tensor::aval).toList());
    if (!staged.captures().isEmpty()) {
      throw new TraceException(
          "compilePlain: f uses "
              + staged.captures().size()
              + " traced values from outside, which have no plain numbers: pass them as arguments");
    }
    return ProgramCompiler.compilePlain(Passes.optimise(staged.program()));
  }

  private static void require(TreeDef structure, int leaf, Tensor x, String what) {
    if (x.dtype() != DType.F64) {
      String path = structure.path(leaf);
      throw new DTypeException(
          "compilePlain: "
              + what
              + (path.isEmpty() ? "" : ", " + path + ",")
              + " is "
              + x.aval()
              + ", but plain functions take and return f64 only: convert with to(F64), or make it"
              + " a constant of f");
    }
  }
}
