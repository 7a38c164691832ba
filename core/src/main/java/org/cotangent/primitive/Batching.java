package org.cotangent.primitive;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.Tensor;

/// What the `batch` rules of several kinds share.
public final class Batching {
  private Batching() {}

  /// `inputs`, those that are not mapped repeated along a leading axis of length `size`.
  public static List<Tensor> repeat(List<Tensor> inputs, boolean[] mapped, int size) {
    var repeated = new ArrayList<Tensor>(inputs.size());
    for (int i = 0; i < mapped.length; i++) {
      Tensor input = inputs.get(i);
      repeated.add(mapped[i] ? input : input.broadcastTo(input.shape().with(0, size)));
    }
    return repeated;
  }

  /// The same for the first `count` inputs only.
  public static List<Tensor> repeat(List<Tensor> inputs, boolean[] mapped, int size, int count) {
    return repeat(inputs.subList(0, count), java.util.Arrays.copyOf(mapped, count), size);
  }

  /// The fallback for users' primitives: one example after the other, the results stacked.
  public static List<Tensor> loop(
      Primitive primitive, List<Tensor> inputs, boolean[] mapped, int size) {
    if (size == 0) {
      throw new org.cotangent.ShapeException(
          primitive.name()
              + ": vmap over 0 examples needs a batch rule of its own: implement General.batch");
    }
    var results = new ArrayList<List<Tensor>>();
    for (int example = 0; example < size; example++) {
      var slices = new ArrayList<Tensor>(inputs.size());
      for (int i = 0; i < mapped.length; i++) {
        slices.add(mapped[i] ? inputs.get(i).get(example) : inputs.get(i));
      }
      List<Tensor> outputs = primitive.bindAll(slices);
      for (int k = 0; k < outputs.size(); k++) {
        if (example == 0) {
          results.add(new ArrayList<>());
        }
        results.get(k).add(outputs.get(k));
      }
    }
    return results.stream().<Tensor>map(Tensor::stack).toList();
  }
}
