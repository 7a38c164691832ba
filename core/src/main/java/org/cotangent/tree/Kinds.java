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
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The lists and maps that are rebuilt. A gradient may be used where the original was, so its class is that of the original; what
/// cannot be rebuilt so is refused.
final class Kinds {
  private Kinds() {}

  /// A class of lists.
  enum Lists {
    /// `List.of`, `toList()`, unmodifiable views.
    IMMUTABLE,
    /// `java.util.ArrayList`.
    ARRAY_LIST,
    /// `java.util.LinkedList`.
    LINKED_LIST,
    /// `Arrays.asList`.
    FIXED;

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
  /// @param order the keys as the original has them
  /// @param comparator of a `TreeMap`, if it has one
  record Maps(Form form, List<Object> order, @Nullable Comparator<Object> comparator) {
    /// Which class.
    enum Form {
      IMMUTABLE,
      HASH_MAP,
      LINKED_HASH_MAP,
      TREE_MAP
    }

    @SuppressWarnings("unchecked") // the comparator of a map compares its keys
    static @Nullable Maps of(Map<?, ?> map) {
      List<Object> order = new ArrayList<>(map.keySet());
      if (map.getClass() == LinkedHashMap.class) {
        return new Maps(Form.LINKED_HASH_MAP, order, null);
      }
      if (map.getClass() == HashMap.class) {
        return new Maps(Form.HASH_MAP, order, null);
      }
      if (map instanceof TreeMap<?, ?> tree && map.getClass() == TreeMap.class) {
        return new Maps(Form.TREE_MAP, order, (Comparator<Object>) tree.comparator());
      }
      return immutable(map) ? new Maps(Form.IMMUTABLE, order, null) : null;
    }

    Object make(List<Object> sorted, List<Object> values) {
      var byKey = new HashMap<Object, Object>();
      for (int i = 0; i < values.size(); i++) {
        byKey.put(sorted.get(i), values.get(i));
      }
      Map<Object, Object> result =
          switch (form) {
            case IMMUTABLE, LINKED_HASH_MAP -> new LinkedHashMap<>();
            case HASH_MAP -> new HashMap<>();
            case TREE_MAP -> new TreeMap<>(comparator);
          };
      order.forEach(key -> result.put(key, byKey.get(key)));
      return form == Form.IMMUTABLE ? Collections.unmodifiableMap(result) : result;
    }
  }

  /// The JDK's immutable collections have no public classes.
  private static boolean immutable(Object collection) {
    String name = collection.getClass().getName();
    return name.startsWith("java.util.ImmutableCollections")
        || name.startsWith("java.util.Collections$Unmodifiable")
        || name.startsWith("java.util.Collections$Empty")
        || name.startsWith("java.util.Collections$Singleton")
        || name.equals("java.util.Collections$CopiesList");
  }
}
