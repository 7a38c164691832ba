package org.cotangent.compiler;

import java.util.List;
import org.cotangent.compiler.fusion.Contractions;
import org.cotangent.compiler.fusion.Fusion;
import org.cotangent.compiler.kernel.Nest;
import org.cotangent.kernel.MatrixProduct;
import org.cotangent.kernel.Products;
import org.cotangent.ops.Contraction.DotGeneral;
import org.cotangent.primitive.Atom;
import org.cotangent.primitive.Equation;
import org.cotangent.primitive.Var;

/// Rows of the matrix products of a contraction, or products of its stack.
final class ProductPass implements Sweep.Pass {
  private final Products.Layout layout;

  /// Whether strips are products; else they are rows.
  private final boolean stacked;

  /// The rows of a result as it lies, and the whole number of products.
  private final int rows;

  private final int stack;

  /// Which arrays start where the strip does.
  private final boolean[] strip;

  private final List<Sweep.Place> places;
  private final long work;

  ProductPass(Fusion.Product product, Fusion.Strips strips, Plan plan, Storage storage) {
    Equation equation = product.equation();
    Atom left = equation.inputs().get(0);
    Atom right = equation.inputs().get(1);
    Var output = equation.outputs().getFirst();
    Products.Layout whole = Contractions.layout(equation).orElseThrow();
    this.layout =
        Contractions.layout(equation, strips.shape(left), strips.shape(right)).orElseThrow();
    this.stack = whole.batch();
    this.stacked = product.axis() < ((DotGeneral) equation.primitive()).leftBatch().size();
    this.strip =
        new boolean[] {
          strips.axes().containsKey(left),
          strips.axes().containsKey(right),
          strips.axes().containsKey(output)
        };
    this.rows = strip[2] && !stacked ? strips.length() : whole.m();
    this.work = (long) stack * whole.m() * whole.n() * whole.k();
    var target = new Sweep.Target(storage.buffer(output), -1, Nest.Reduction.NONE, Double.NaN);
    this.places =
        List.of(
            new Sweep.Place(plan.slot(left), left, null),
            new Sweep.Place(plan.slot(right), right, null),
            new Sweep.Place(output.index(), output, target));
  }

  @Override
  public List<Sweep.Place> places() {
    return places;
  }

  @Override
  public void run(Object[] arrays, int from, int to, int part) {
    int first = stacked ? from : 0;
    int last = stacked ? to : stack;
    int row = stacked ? 0 : from;
    int m = stacked ? layout.m() : to - from;
    for (int s = first; s < last; s++) {
      int left = (strip[0] ? s - first : s) * layout.left().batch();
      int right = (strip[1] ? s - first : s) * layout.right().batch();
      int out = (strip[2] ? s - first : s) * rows * layout.n();
      multiply(
          m,
          arrays,
          left + (strip[0] ? 0 : row) * layout.left().free(),
          right,
          out + (strip[2] ? 0 : row) * layout.n());
    }
  }

  private void multiply(int m, Object[] arrays, int left, int right, int out) {
    Products.Steps a = layout.left();
    Products.Steps b = layout.right();
    if (arrays[2] instanceof double[] result) {
      MatrixProduct.multiply(
          m,
          layout.n(),
          layout.k(),
          (double[]) arrays[0],
          left,
          a.free(),
          a.summed(),
          (double[]) arrays[1],
          right,
          b.summed(),
          b.free(),
          result,
          out,
          layout.n(),
          false);
    } else {
      MatrixProduct.multiply(
          m,
          layout.n(),
          layout.k(),
          (float[]) arrays[0],
          left,
          a.free(),
          a.summed(),
          (float[]) arrays[1],
          right,
          b.summed(),
          b.free(),
          (float[]) arrays[2],
          out,
          layout.n(),
          false);
    }
  }

  @Override
  public boolean ordered() {
    return false;
  }

  @Override
  public long work() {
    return work;
  }

  @Override
  public String describe(Plan plan) {
    return "product ("
        + (stacked ? layout.m() + "," : "rows,")
        + layout.k()
        + ")·("
        + layout.k()
        + ","
        + layout.n()
        + (stack == 1 ? ")" : ") × " + stack)
        + ": "
        + plan.name(places.get(2).slot())
        + " from "
        + plan.names(new int[] {places.get(0).slot(), places.get(1).slot()});
  }
}
