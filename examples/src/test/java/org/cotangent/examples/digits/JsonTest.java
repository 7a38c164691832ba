package org.cotangent.examples.digits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonTest {
  @Test
  void readsWhatTheReferenceHas() {
    assertEquals(
        Map.of("a", List.of(1.0, -2.5e-3, List.of()), "b", Map.of("c", "text")),
        Json.parse(" {\"a\": [1, -2.5e-3,\n []], \"b\":{\"c\":\"text\"}} "));
  }

  @Test
  void refusesTheRest() {
    for (var wrong : List.of("", "{", "[1 2]", "[1] 2", "{\"a\" 1}", "\"a", "\"\\n\"", "nil")) {
      assertThrows(IllegalArgumentException.class, () -> Json.parse(wrong), wrong);
    }
  }
}
