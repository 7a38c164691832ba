package org.cotangent.tree;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The lists and maps that are rebuilt. A gradient may be used where the original was, so its class is that of the original; what
/// cannot be rebuilt so is refused.
final class Kinds {
  private Kinds() {}

  /// A class of lists.
  enum Lists {
    /// `List.of`, `toList()`, unmodifiable views.
    IMMUTABLE("an unmodifiable list"),
    /// `java.util.ArrayList`.
    ARRAY_LIST("an ArrayList"),
    /// `java.util.LinkedList`.
    LINKED_LIST("a LinkedList"),
    /// `Arrays.asList`.
    FIXED("a list of Arrays.asList");

    final String text;

    Lists(String text) {
      this.text = text;
    }

    static @Nullable Lists of(List<?> list) {
      if (list.getClass() == ArrayList.class) {
        return ARRAY_LIST;
      }
      if (immutable(list)) {
        return IMMUTABLE;
      }
      if (list.getClass() == LinkedList.class) {
        return LINKED_LIST;
      }
      return list.getClass().getName().equals("java.util.Arrays$ArrayList") ? FIXED : null;
    }

    Object make(List<Object> values) {
      return switch (this) {
        case IMMUTABLE -> Collections.unmodifiableList(values);
        case ARRAY_LIST -> values;
        case LINKED_LIST -> new LinkedList<>(values);
        case FIXED -> Arrays.asList(values.toArray());
      };
    }
  }

  /// A class of maps, with the order in which the original has its keys.
  ///
  /// @param form which class
  /// @param order the keys as the original has them; empty if that is the order of the leaves, or the class alone decides
  /// @param comparator of a sorted map, if it has one
  record Maps(Form form, List<Object> order, @Nullable Comparator<Object> comparator) {
    /// Which class.
    enum Form {
      /// `Map.of`, `Map.copyOf`: in no order that a program may count on.
      IMMUTABLE("a map of Map.of"),
      /// Unmodifiable views, which may be of a map with an order.
      ORDERED_VIEW("an unmodifiable map"),
      /// The same of a sorted map.
      SORTED_VIEW("an unmodifiable sorted map"),
      /// `java.util.HashMap`.
      HASH_MAP("a HashMap"),
      /// `java.util.LinkedHashMap`.
      LINKED_HASH_MAP("a LinkedHashMap"),
      /// `java.util.TreeMap`.
      TREE_MAP("a TreeMap");

      final String text;

      Form(String text) {
        this.text = text;
      }
    }

    @SuppressWarnings("unchecked") // the comparator of a map compares its keys
    static @Nullable Maps of(Map<?, ?> map) {
      Form form = form(map);
      if (form == null) {
        return null;
      }
      boolean ordered = form == Form.LINKED_HASH_MAP || form == Form.ORDERED_VIEW;
      return new Maps(
          form,
          ordered ? Collections.unmodifiableList(new ArrayList<Object>(map.keySet())) : List.of(),
          map instanceof SortedMap<?, ?> sorted ? (Comparator<Object>) sorted.comparator() : null);
    }

    /// The same kind, given the order of the leaves.
    Maps with(List<Object> sorted) {
      return order.equals(sorted) ? new Maps(form, List.of(), comparator) : this;
    }

    private static @Nullable Form form(Map<?, ?> map) {
      if (map.getClass() == LinkedHashMap.class) {
        return Form.LINKED_HASH_MAP;
      }
      if (map.getClass() == HashMap.class) {
        return Form.HASH_MAP;
      }
      if (map.getClass() == TreeMap.class) {
        return Form.TREE_MAP;
      }
      if (!immutable(map)) {
        return null;
      }
      if (map instanceof SortedMap) {
        return Form.SORTED_VIEW;
      }
      return map.getClass().getName().startsWith(UNMODIFIABLE) ? Form.ORDERED_VIEW : Form.IMMUTABLE;
    }

    Object make(List<Object> sorted, List<Object> values) {
      var byKey = new LinkedHashMap<Object, Object>();
      for (int i = 0; i < values.size(); i++) {
        byKey.put(sorted.get(i), values.get(i));
      }
      return switch (form) {
        case IMMUTABLE -> Map.copyOf(byKey);
        // Sequenced, because the original may be.
        case ORDERED_VIEW -> Collections.unmodifiableSequencedMap(inOrder(byKey));
        case SORTED_VIEW -> Collections.unmodifiableNavigableMap(sorted(byKey));
        case HASH_MAP -> new HashMap<>(byKey);
        case LINKED_HASH_MAP -> inOrder(byKey);
        case TREE_MAP -> sorted(byKey);
      };
    }

    private LinkedHashMap<Object, Object> inOrder(LinkedHashMap<Object, Object> byKey) {
      if (order.isEmpty()) {
        return byKey;
      }
      var result = new LinkedHashMap<Object, Object>();
      for (Object key : order) {
        result.put(key, byKey.get(key));
      }
      return result;
    }

    private TreeMap<Object, Object> sorted(Map<Object, Object> byKey) {
      var result = new TreeMap<Object, Object>(comparator);
      result.putAll(byKey);
      return result;
    }
  }

  private static final String UNMODIFIABLE = "java.util.Collections$Unmodifiable";

  /// The JDK's immutable collections have no public classes.
  private static boolean immutable(Object collection) {
    String name = collection.getClass().getName();
    return name.startsWith("java.util.ImmutableCollections")
        || name.startsWith(UNMODIFIABLE)
        || name.startsWith("java.util.Collections$Empty")
        || name.startsWith("java.util.Collections$Singleton")
        || name.equals("java.util.Collections$CopiesList");
  }
}
