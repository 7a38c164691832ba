package org.cotangent.ops;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.primitive.Checkpoint;
import org.cotangent.primitive.Cond;
import org.cotangent.primitive.CustomJvp;
import org.cotangent.primitive.CustomVjp;
import org.cotangent.primitive.CustomVmap;
import org.cotangent.primitive.LinearSolve;
import org.cotangent.primitive.Primitive;
import org.cotangent.primitive.ReverseScan;
import org.cotangent.primitive.Root;
import org.cotangent.primitive.Scan;
import org.cotangent.primitive.While;

/// All families, so that programs can be read back and tests can ask each primitive for its sample.
public final class Families {
  private static final List<Class<?>> FAMILIES =
      List.of(
          Activation.class,
          Arithmetic.class,
          BandedSystems.class,
          BellFunctions.class,
          BesselFunctions.class,
          BetaFunctions.class,
          Comparison.class,
          ComplexFunctions.class,
          Contraction.class,
          Convolution.class,
          CountQuantiles.class,
          Cumulative.class,
          Debugging.class,
          Decompositions.class,
          Determinants.class,
          ElementaryFunctions.class,
          Eigen.class,
          ErrorFunctions.class,
          Exponential.class,
          Extrema.class,
          FloatingPoint.class,
          Forests.class,
          Fourier.class,
          GammaFunctions.class,
          IncompleteBetas.class,
          IncompleteGammas.class,
          Indexing.class,
          Interpolation.class,
          IntegralFunctions.class,
          LambertFunctions.class,
          Losses.class,
          MatrixFunctions.class,
          Pooling.class,
          Powers.class,
          Reduction.class,
          Remainders.class,
          Rounding.class,
          Sampling.class,
          Scattering.class,
          Searching.class,
          Shaping.class,
          Slicing.class,
          Sorting.class,
          Systems.class,
          Trigonometric.class,
          WholeNumbers.class,
          ZetaFunctions.class);

  private static final List<Class<? extends Primitive>> ALONE =
      List.of(
          StopGradient.class,
          Root.class,
          CustomJvp.class,
          CustomVjp.class,
          Cond.class,
          While.class,
          Scan.class,
          ReverseScan.class,
          Checkpoint.class,
          CustomVmap.class,
          LinearSolve.class);

  private Families() {}

  /// Every primitive of the library.
  public static List<Class<? extends Primitive>> primitives() {
    var primitives = new ArrayList<>(ALONE);
    for (Class<?> family : FAMILIES) {
      for (Class<?> member : family.getDeclaredClasses()) {
        if (member.isRecord() && Primitive.class.isAssignableFrom(member)) {
          primitives.add(member.asSubclass(Primitive.class));
        }
      }
    }
    return List.copyOf(primitives);
  }
}
