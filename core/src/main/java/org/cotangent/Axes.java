package org.cotangent;

import java.util.Arrays;

/// The axes of a reduction, and whether they stay with length 1. Made by [Tensor#keep]. Immutable.
public final class Axes {
  private final int[] axes;
  private final boolean kept;

  Axes(int[] axes, boolean kept) {
    this.axes = axes.clone();
    this.kept = kept;
  }

  /// All axes.
  public static Axes all() {
    return new Axes(new int[0], false);
  }

  /// These axes, which disappear.
  public static Axes of(int axis, int... more) {
    int[] axes = new int[more.length + 1];
    axes[0] = axis;
    System.arraycopy(more, 0, axes, 1, more.length);
    return new Axes(axes, false);
  }

  /// The axes as they were written; none means all.
  public int[] toArray() {
    return axes.clone();
  }

  /// Whether they stay with length 1.
  public boolean kept() {
    return kept;
  }

  @Override
  public String toString() {
    return (kept ? "keep" : "axes") + Arrays.toString(axes).replace('[', '(').replace(']', ')');
  }
}
