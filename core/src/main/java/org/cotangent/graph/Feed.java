package org.cotangent.graph;

import java.util.LinkedHashMap;
import java.util.Map;
import org.cotangent.Tensor;

/// Values for placeholders, by name. Immutable; each method returns a new feed.
///
/// @param values the value for each name
public record Feed(Map<String, Tensor> values) {
  /// Copies the map.
  public Feed {
    values = Map.copyOf(values);
  }

  /// Nothing.
  public static Feed none() {
    return new Feed(Map.of());
  }

  /// One value.
  public static Feed of(Placeholder placeholder, Tensor value) {
    return of(placeholder.name(), value);
  }

  /// One value, by the placeholder's name.
  public static Feed of(String placeholder, Tensor value) {
    return new Feed(Map.of(placeholder, value));
  }

  /// One more value.
  public Feed and(Placeholder placeholder, Tensor value) {
    return and(placeholder.name(), value);
  }

  /// One more value, by the placeholder's name. Throws an [IllegalArgumentException] if it is fed already.
  public Feed and(String placeholder, Tensor value) {
    var more = new LinkedHashMap<>(values);
    if (more.put(placeholder, value) != null) {
      throw new IllegalArgumentException("feed: " + placeholder + " is fed twice");
    }
    return new Feed(more);
  }
}
