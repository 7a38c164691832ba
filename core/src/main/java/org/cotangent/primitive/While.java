package org.cotangent.primitive;

import java.util.List;
import org.cotangent.DType;
import org.cotangent.Tensor;

/// Repeats a program while a condition holds.
///
/// Arguments: constants, then the carries' start; both programs take these. Results: the carries for which the condition no longer
/// holds.
///
/// @param consts how many leading inputs of both programs stay the same in each step
/// @param condition `(constants…, carries…) → bool`
/// @param body `(constants…, carries…) → carries…`
public record While(int consts, Program condition, Program body) implements Control.OfPrograms {
  /// Throws an [IllegalArgumentException] if the programs do not fit together.
  public While {
    List<Aval> inputs = Signatures.avals(body.inputs());
    if (consts < 0 || consts > inputs.size()) {
      throw new IllegalArgumentException(
          "while: " + consts + " constants of " + inputs.size() + " inputs");
    }
    Signatures.require(
        "while", "the condition's inputs", inputs, Signatures.avals(condition.inputs()));
    Signatures.require(
        "while",
        "the condition's outputs",
        List.of(Aval.of(DType.BOOL, org.cotangent.Shape.SCALAR)),
        Signatures.avals(condition.outputs()));
    Signatures.require(
        "while",
        "the body's outputs",
        inputs.subList(consts, inputs.size()),
        Signatures.avals(body.outputs()));
  }

  /// How many values are carried from step to step.
  public int carries() {
    return body.outputs().size();
  }

  @Override
  public List<Program> programs() {
    return List.of(condition, body);
  }

  @Override
  public boolean masks() {
    return body.masks();
  }

  @Override
  public boolean total() {
    return false;
  }

  @Override
  public boolean effectful() {
    return condition.effectful() || body.effectful();
  }

  @Override
  public List<Tensor> apply(List<Tensor> arguments) {
    Signatures.takes(name(), Signatures.avals(body.inputs()), Op.avals(arguments));
    return Steps.repeat(this, arguments);
  }

  @Override
  public List<Aval> shapes(List<Aval> inputs) {
    Signatures.takes(name(), Signatures.avals(body.inputs()), inputs);
    return Signatures.avals(body.outputs());
  }
}
