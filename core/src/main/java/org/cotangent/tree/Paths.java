package org.cotangent.tree;

import java.util.ArrayList;
import java.util.List;

/// The places in a structure, for messages: `Params.layers[2].bias`.
final class Paths {
  private Paths() {}

  /// The places of all leaves.
  static List<String> leaves(Structure structure) {
    var paths = new ArrayList<String>();
    collect(structure, "", paths);
    return paths;
  }

  private static void collect(Structure structure, String path, List<String> paths) {
    if (structure instanceof Structure.Leaf) {
      paths.add(path);
      return;
    }
    List<Structure> children = structure.children();
    for (int i = 0; i < children.size(); i++) {
      collect(children.get(i), child(structure, path, i), paths);
    }
  }

  /// The place of child `i` of what is at `path`, which is empty for the whole tree.
  static String child(Structure structure, String path, int i) {
    return switch (structure) {
      case Structure.OfRecord(RecordAccess access, List<Structure> _) ->
          (path.isEmpty() ? access.name() : path) + "." + access.component(i);
      case Structure.OfMap map -> root(path, "Map") + "[" + map.sorted().get(i) + "]";
      case Structure.OfOptional _ -> root(path, "Optional") + ".get()";
      case Structure.OfList _ -> root(path, "List") + "[" + i + "]";
      case Structure.OfArray(Class<?> component, List<Structure> _) ->
          root(path, component.getSimpleName() + "[]") + "[" + i + "]";
      case Structure.OfRegistered(Registered type, List<Structure> _) ->
          root(path, type.type().getSimpleName()) + "[" + i + "]";
      case Structure.Leaf _, Structure.Carried _, Structure.Static _ -> path;
    };
  }

  private static String root(String path, String name) {
    return path.isEmpty() ? name : path;
  }
}
