package org.cotangent.primitive;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.ShapeException;

/// What the checks of [Control] primitives share.
final class Signatures {
  private Signatures() {}

  static List<Aval> avals(List<? extends Atom> atoms) {
    var avals = new ArrayList<Aval>(atoms.size());
    for (Atom atom : atoms) {
      avals.add(atom.aval());
    }
    return avals;
  }

  /// Throws an [IllegalArgumentException] unless the two lists are equal.
  static void require(String name, String what, List<Aval> expected, List<Aval> given) {
    if (!expected.equals(given)) {
      throw new IllegalArgumentException(
          name + ": " + what + " are " + given + ", but have to be " + expected);
    }
  }

  /// Throws a [ShapeException] unless the arguments are those that the primitive takes.
  static void takes(String name, List<Aval> expected, List<Aval> given) {
    if (expected.size() != given.size()) {
      throw new ShapeException(
          name + ": takes " + expected.size() + " arguments, not " + given.size());
    }
    for (int i = 0; i < expected.size(); i++) {
      if (!expected.get(i).equals(given.get(i))) {
        throw new ShapeException(
            name + ": argument " + i + " is " + given.get(i) + ", not " + expected.get(i));
      }
    }
  }
}
