package org.cotangent.primitive;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.Tensor;

/// Runs a program once for each slice of its stacked inputs, carrying values from step to step.
///
/// Arguments: constants, the carries' start, the inputs stacked along a leading axis of length `length`. Results: the carries after
/// the last step, then the outputs stacked likewise. Step `i` reads slice `i` and writes slice `i`; if `reverse`, the steps run from
/// the last slice to the first.
///
/// @param length number of steps
/// @param consts how many leading inputs of the body stay the same in each step
/// @param carries how many inputs of the body, after the constants, are the body's first outputs of the step before
/// @param reverse whether the last slice comes first
/// @param unroll how many steps compiled code does between two tests for the end; a hint
/// @param snapshots how many states reverse mode may keep at a time, recomputing the rest; 0: it keeps what it needs of each step
/// @param body `(constants…, carries…, slices…) → (carries…, outputs…)`
public record Scan(
    int length, int consts, int carries, boolean reverse, int unroll, int snapshots, Program body)
    implements Control.OfPrograms {
  /// Throws an [IllegalArgumentException] if the numbers do not fit the body.
  public Scan {
    List<Aval> inputs = Signatures.avals(body.inputs());
    List<Aval> outputs = Signatures.avals(body.outputs());
    if (length < 0 || consts < 0 || carries < 0 || unroll < 1 || snapshots < 0) {
      throw new IllegalArgumentException(
          "scan: length, constants, carries, snapshots must not be negative, nor unroll below 1");
    }
    if (consts + carries > inputs.size() || carries > outputs.size()) {
      throw new IllegalArgumentException(
          "scan: "
              + consts
              + " constants and "
              + carries
              + " carries do not fit a body with "
              + inputs.size()
              + " inputs and "
              + outputs.size()
              + " outputs");
    }
    Signatures.require(
        "scan",
        "the carries that the body returns",
        inputs.subList(consts, consts + carries),
        outputs.subList(0, carries));
  }

  /// Number of stacked inputs.
  public int xs() {
    return body.inputs().size() - consts - carries;
  }

  /// Number of stacked outputs.
  public int ys() {
    return body.outputs().size() - carries;
  }

  @Override
  public List<Program> programs() {
    return List.of(body);
  }

  @Override
  public boolean masks() {
    return body.masks();
  }

  @Override
  public boolean total() {
    return body.total();
  }

  @Override
  public boolean effectful() {
    return body.effectful();
  }

  @Override
  public List<Tensor> apply(List<Tensor> arguments) {
    Signatures.takes(name(), inputs(), Op.avals(arguments));
    return Steps.scan(this, arguments);
  }

  @Override
  public List<Aval> shapes(List<Aval> inputs) {
    Signatures.takes(name(), inputs(), inputs);
    return stacked(Signatures.avals(body.outputs()), carries);
  }

  private List<Aval> inputs() {
    return stacked(Signatures.avals(body.inputs()), consts + carries);
  }

  private List<Aval> stacked(List<Aval> avals, int from) {
    var all = new ArrayList<Aval>(avals.subList(0, from));
    for (Aval slice : avals.subList(from, avals.size())) {
      all.add(slice.stacked(length));
    }
    return all;
  }
}
