package org.cotangent.compiler.kernel;

import java.lang.constant.ClassDesc;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.cotangent.compiler.VectorModule;

/// A nest made ready to run. Thread-safe.
///
/// It starts as code on single elements, which is fast to make and quick from the first call on. Once it has seen enough work, a
/// thread in the background makes the code on vectors and warms it on small arrays of its own; then it takes over. Both do the
/// same operations in the same order, so nothing else changes.
public final class Kernel {
  /// Partial sums where there are no vectors.
  private static final int SCALAR_WIDTH = 8;

  /// HotSpot compiles no method that is longer.
  private static final int LONGEST = 7_900;

  private final Nest nest;
  private final int width;
  private volatile Code code;

  /// What runs.
  ///
  /// @param run `run(arrays, from, to, slot)`
  /// @param vector whether it works on vectors
  private record Code(MethodHandle run, boolean vector) {}

  /// Prepares a nest, which should be collapsed.
  public Kernel(Nest nest) {
    this.nest = nest;
    boolean vectors = VectorModule.present() && vectorisable(nest);
    if (vectors) {
      Lane lane = lane(nest);
      int length = Species.length(lane);
      int unrolled = folds(nest) && nest.body().weight() < 40 ? 4 : 1;
      this.width = length * unrolled;
      MethodHandle run = define(new VectorNestCode(nest, lane, length, unrolled));
      this.code =
          run == null
              ? new Code(scalar(), false)
              : new Code(run, true);
    } else {
      this.width = SCALAR_WIDTH;
      this.code = new Code(scalar(), false);
    }
  }

  /// What it does.
  public Nest nest() {
    return nest;
  }

  private MethodHandle scalar() {
    return java.util.Objects.requireNonNull(
        define(new ScalarNestCode(nest, width)), "a nest too long for a method");
  }

  private static boolean folds(Nest nest) {
    return nest.outputs().stream().anyMatch(output -> output.folded(nest.loops()));
  }

  private static boolean vectorisable(Nest nest) {
    return nest.body().uniform()
        && nest.extents().getLast() >= Species.length(lane(nest)) / 2
        && nest.outputs().stream().allMatch(o -> o.lane() == Lane.BOOL || o.lane().floating());
  }

  /// The lane of the floating values.
  private static Lane lane(Nest nest) {
    for (Body.Instruction instruction : nest.body().instructions()) {
      if (instruction.lane().floating()) {
        return instruction.lane();
      }
    }
    return Lane.F64;
  }

  private static @org.jspecify.annotations.Nullable MethodHandle define(NestCode writer) {
    byte[] bytes = writer.write(ClassDesc.of(Kernel.class.getPackageName(), "Loops"));
    try {
      MethodHandles.Lookup lookup =
          MethodHandles.lookup()
              .defineHiddenClassWithClassData(bytes, writer.functions(), true);
      return lookup.findStatic(
          lookup.lookupClass(),
          "run",
          MethodType.methodType(void.class, Object[].class, int.class, int.class, int.class));
    } catch (IllegalAccessException | NoSuchMethodException e) {
      throw new AssertionError(e);
    }
  }

  /// Runs the part from `from` to `to` of the outermost loop.
  public void run(Object[] arrays, int from, int to, int slot) {
    try {
      code.run.invokeExact(arrays, from, to, slot);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }
}
