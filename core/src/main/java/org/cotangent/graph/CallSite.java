package org.cotangent.graph;

import java.lang.StackWalker.StackFrame;
import java.util.ArrayList;
import java.util.List;
import org.cotangent.primitive.Lines;

/// Where in the user's program, and where inside of the library's function called there, an operation is bound: how a graph
/// knows which equations belong to one call.
///
/// @param user the frame of the user's program
/// @param path the frames of the library, from the function that the user called inward
record CallSite(Position user, List<Position> path) {
  private static final StackWalker WALKER = StackWalker.getInstance();

  /// A place in a method.
  record Position(String type, String method, int index) {
    static Position of(StackFrame frame) {
      return new Position(frame.getClassName(), frame.getMethodName(), frame.getByteCodeIndex());
    }

    boolean sameMethod(Position other) {
      return type.equals(other.type) && method.equals(other.method);
    }
  }

  private static final Position NOWHERE = new Position("", "", 0);

  /// The place of the operation that is being bound.
  static CallSite current() {
    return WALKER.walk(frames -> {
      var path = new ArrayList<Position>();
      var rest = frames.iterator();
      while (rest.hasNext()) {
        StackFrame frame = rest.next();
        if (!Lines.ours(frame.getClassName())) {
          return new CallSite(Position.of(frame), path.reversed());
        }
        path.add(Position.of(frame));
      }
      return new CallSite(NOWHERE, path.reversed());
    });
  }

  /// The function of the library that the user called; empty if it is no operation but a transformation, whose equations stand
  /// for themselves.
  String entry() {
    if (path.isEmpty()) {
      return "";
    }
    Position first = path.getFirst();
    boolean operation =
        first.type.equals("org.cotangent.Tensor") || first.type.startsWith("org.cotangent.ops.");
    return operation && !first.method.equals("bind") ? first.method : "";
  }

  /// Whether this is a later place in the same call as `before`: a second call from the same line starts over, so its first place
  /// is not later than the last one of the first call. (A function that loops inside shows a node for each round.)
  boolean continues(CallSite before) {
    if (entry().isEmpty() || !user.equals(before.user)) {
      return false;
    }
    int common = Math.min(path.size(), before.path.size());
    for (int i = 0; i < common; i++) {
      Position here = path.get(i);
      Position there = before.path.get(i);
      if (!here.equals(there)) {
        return here.sameMethod(there) && here.index > there.index;
      }
    }
    return false;
  }
}
