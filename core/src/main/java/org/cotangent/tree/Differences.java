package org.cotangent.tree;

import java.util.List;
import java.util.Objects;

/// Says in one line where two structures differ. Two that are not equal have a difference.
///
/// @param loose what is static may differ, and so may the classes of lists, maps and arrays
record Differences(boolean loose) {
  /// The first difference of `to`; empty if there is none.
  String between(Structure from, Structure to, String path) {
    String here = here(from, to);
    if (!here.isEmpty()) {
      return (path.isEmpty() ? "the tree" : path) + here;
    }
    List<Structure> left = from.children();
    List<Structure> right = to.children();
    for (int i = 0; i < left.size(); i++) {
      String inside = between(left.get(i), right.get(i), Paths.child(from, path, i));
      if (!inside.isEmpty()) {
        return inside;
      }
    }
    return "";
  }

  /// Without what is inside; if there is none, both have as many children.
  private String here(Structure from, Structure to) {
    return switch (from) {
      case Structure.Leaf _ when to instanceof Structure.Leaf -> "";
      case Structure.Carried _ when to instanceof Structure.Carried ->
          from.equals(to) ? "" : instead(from, to);
      case Structure.Static(Object value) when to instanceof Structure.Static(Object now) ->
          loose || from.equals(to) ? "" : Statics.change(value, now);
      case Structure.OfRecord(RecordAccess access, _)
          when to instanceof Structure.OfRecord(RecordAccess other, _) ->
          access.equals(other) ? "" : instead(access.type(), other.type(), from, to);
      case Structure.OfRegistered(Registered type, _)
          when to instanceof Structure.OfRegistered(Registered other, _) ->
          type.type() != other.type()
              ? instead(type.type(), other.type(), from, to)
              : loose || type.equals(other)
                  ? sizes(from, to)
                  : ": " + type.type().getSimpleName() + " was registered again";
      case Structure.OfList(Kinds.Lists kind, _)
          when to instanceof Structure.OfList(Kinds.Lists other, _) ->
          loose || kind == other ? sizes(from, to) : instead(kind.text, other.text);
      case Structure.OfArray(Class<?> component, _)
          when to instanceof Structure.OfArray(Class<?> other, _) ->
          loose || component == other
              ? sizes(from, to)
              : instead(component.getName() + "[]", other.getName() + "[]");
      case Structure.OfOptional(List<Structure> inside)
          when to instanceof Structure.OfOptional(List<Structure> other) ->
          inside.isEmpty() == other.isEmpty()
              ? ""
              : inside.isEmpty() ? instead("empty", "present") : instead("present", "empty");
      case Structure.OfMap map when to instanceof Structure.OfMap other -> maps(map, other);
      default -> instead(from, to);
    };
  }

  private String maps(Structure.OfMap from, Structure.OfMap to) {
    for (Object key : from.sorted()) {
      if (!to.sorted().contains(key)) {
        return " has no key " + key;
      }
    }
    for (Object key : to.sorted()) {
      if (!from.sorted().contains(key)) {
        return " has another key, " + key;
      }
    }
    // The same keys: what differs is how the map orders them. Leaves in another order would be
    // paired wrongly.
    if (!from.sorted().equals(to.sorted())) {
      return ordered(from.sorted(), to.sorted());
    }
    if (loose || from.kind().equals(to.kind())) {
      return "";
    }
    if (from.kind().form() != to.kind().form()) {
      return instead(from.kind().form().text, to.kind().form().text);
    }
    return Objects.equals(from.kind().comparator(), to.kind().comparator())
        ? ordered(order(from), order(to))
        : " has another comparator";
  }

  private static List<Object> order(Structure.OfMap map) {
    return map.kind().order().isEmpty() ? map.sorted() : map.kind().order();
  }

  private static String ordered(List<Object> from, List<Object> to) {
    return " has its keys in the order " + to + " instead of " + from;
  }

  private static String sizes(Structure from, Structure to) {
    int before = from.children().size();
    int after = to.children().size();
    return before == after
        ? ""
        : " has " + after + (after == 1 ? " element" : " elements") + " instead of " + before;
  }

  private static String instead(Structure from, Structure to) {
    return instead(text(from), text(to));
  }

  /// Classes that print alike are told apart by their full names.
  private static String instead(Class<?> before, Class<?> after, Structure from, Structure to) {
    if (!text(from).equals(text(to))) {
      return instead(from, to);
    }
    return before.getName().equals(after.getName())
        ? " is a " + after.getName() + " of another class loader"
        : instead("a " + before.getName(), "a " + after.getName());
  }

  private static String instead(String before, String after) {
    return " is " + after + " instead of " + before;
  }

  private static String text(Structure structure) {
    return structure instanceof Structure.Leaf ? "a tensor" : structure.text();
  }
}
