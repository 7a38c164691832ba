package org.cotangent.tree;

import java.util.ArrayList;
import java.util.List;

/// The places in a structure, for messages.
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

  private static String child(Structure structure, String path, int i) {
    return switch (structure) {
      case Structure.OfRecord(RecordAccess access, List<Structure> _) ->
          (path.isEmpty() ? access.name() : path) + "." + access.component(i);
      case Structure.OfMap map -> root(path, "Map") + "[" + map.sorted().get(i) + "]";
      case Structure.OfOptional _ -> root(path, "Optional") + ".get()";
      case Structure.OfList _ -> root(path, "List") + "[" + i + "]";
      case Structure.OfArray(Class<?> component, List<Structure> _) ->
          root(path, component.getSimpleName() + "[]") + "[" + i + "]";
      case Structure.OfRegistered(Class<?> type, List<Structure> _) ->
          root(path, type.getSimpleName()) + "[" + i + "]";
      case Structure.Leaf _, Structure.Carried _, Structure.Static _ -> path;
    };
  }

  private static String root(String path, String name) {
    return path.isEmpty() ? name : path;
  }

  /// The first difference, in one line; empty if there is none. `loose`: static values may differ.
  static String difference(Structure from, Structure to, boolean loose) {
    return difference(from, to, loose, "");
  }

  private static String difference(Structure from, Structure to, boolean loose, String path) {
    String place = path.isEmpty() ? "the tree" : path;
    if (from instanceof Structure.Static(Object before) && to instanceof Structure.Static(Object after)) {
      return loose || from.equals(to)
          ? ""
          : place + " changed from " + before + " to " + after
              + (before instanceof Number ? ": make it a Tensor" : "");
    }
    if (from.getClass() != to.getClass() || !sameKind(from, to)) {
      return place + " is " + to.text() + " instead of " + from.text();
    }
    List<Structure> left = from.children();
    List<Structure> right = to.children();
    if (left.size() != right.size()) {
      return place + " has " + right.size() + " elements instead of " + left.size();
    }
    for (int i = 0; i < left.size(); i++) {
      String inside = difference(left.get(i), right.get(i), loose, child(from, path, i));
      if (!inside.isEmpty()) {
        return inside;
      }
    }
    return "";
  }

  /// Whether two of one form are of one class and have the same keys.
  private static boolean sameKind(Structure from, Structure to) {
    return switch (from) {
      case Structure.OfRecord(RecordAccess access, List<Structure> _) ->
          to instanceof Structure.OfRecord(RecordAccess other, List<Structure> _) && access.equals(other);
      case Structure.OfMap map -> to instanceof Structure.OfMap other && map.sorted().equals(other.sorted());
      case Structure.OfRegistered(Class<?> type, List<Structure> _) ->
          to instanceof Structure.OfRegistered(Class<?> other, List<Structure> _) && type == other;
      case Structure.Carried _ -> from.equals(to);
      case Structure.Leaf _, Structure.Static _, Structure.OfList _, Structure.OfArray _, Structure.OfOptional _ ->
          true;
    };
  }
}
