package org.cotangent.trace;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.Tensor;
import org.cotangent.primitive.Checkpoint;
import org.cotangent.primitive.Cond;
import org.cotangent.primitive.Control;
import org.cotangent.primitive.Op;
import org.cotangent.primitive.ReverseScan;
import org.cotangent.primitive.Scan;
import org.cotangent.primitive.While;

/// Choices and loops where values are known: the program that is chosen, or each step in turn, runs on the boxes themselves, so that a
/// trace sees the operations in it. A loop is then differentiated through exactly the steps that it takes.
final class InPlace {
  private InPlace() {}

  /// Whether `control` decides on values that are known, those of a choice the same for all examples.
  static boolean possible(Control.OfPrograms control, List<Tensor> arguments) {
    return switch (control) {
      case Cond _ -> Underneath.agreed(arguments.getFirst());
      case While _ -> !Underneath.written(arguments);
      case Scan _, ReverseScan _, Checkpoint _ -> false;
    };
  }

  static List<Tensor> run(Control.OfPrograms control, List<Tensor> arguments) {
    return switch (control) {
      case Cond cond ->
          cond.branch(Underneath.number(arguments.getFirst()))
              .apply(arguments.subList(1, arguments.size()));
      case While loop -> loop(loop, arguments);
      case Scan _, ReverseScan _, Checkpoint _ -> throw new AssertionError("decides on no value");
    };
  }

  /// Steps until the condition holds for no example; those for which it does not hold any more stay as they are.
  private static List<Tensor> loop(While loop, List<Tensor> arguments) {
    var all = new ArrayList<>(arguments);
    Op each = Op.of(Batched.step(loop));
    while (true) {
      Tensor test = loop.condition().apply(all).getFirst();
      if (Underneath.none(test)) {
        return List.copyOf(all.subList(loop.consts(), all.size()));
      }
      List<Tensor> next =
          Underneath.agreed(test)
              ? loop.body().apply(all)
              : each.bind(Staging.joined(List.of(test), all));
      for (int i = 0; i < next.size(); i++) {
        all.set(loop.consts() + i, next.get(i));
      }
    }
  }
}
