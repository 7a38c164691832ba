package org.cotangent.bench;

import org.cotangent.trace.Node;
import org.openjdk.jol.info.ClassLayout;

/// What the reverse trace remembers of an operation on numbers, in bytes.
public final class NodeSize {
  private NodeSize() {}

  /// Prints the layout of a node.
  public static void main(String[] arguments) {
    System.out.println(ClassLayout.parseClass(Node.class).toPrintable());
  }

  /// The size of a node, which is all that is recorded of an operation on numbers.
  static long bytes() {
    System.setProperty("jol.skipDynamicAttach", "true"); // it only looks at a class
    return ClassLayout.parseClass(Node.class).instanceSize();
  }
}
