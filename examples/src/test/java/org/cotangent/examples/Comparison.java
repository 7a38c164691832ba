package org.cotangent.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Compares printed text: words exactly, numbers within a tolerance, white space (line ends too)
/// not at all.
///
/// @param relative difference allowed
/// @param absolute difference allowed, for what should be 0
record Comparison(double relative, double absolute) {
  /// A number that is not part of a name, or one other character.
  private static final Pattern TOKEN =
      Pattern.compile("(?<![\\w])-?(?:\\d+(?:\\.\\d+)?(?:[eE][+-]?\\d+)?|Infinity)|NaN|\\w+|\\S");

  void check(List<String> expected, List<String> actual) {
    var wanted = tokens(expected);
    var got = tokens(actual);
    for (int i = 0; i < Math.min(wanted.size(), got.size()); i++) {
      if (!same(wanted.get(i), got.get(i))) {
        // Fails with the difference of the whole texts, which says more than the one token.
        assertEquals(
            String.join("\n", expected),
            String.join("\n", actual),
            "wanted " + wanted.get(i) + ", got " + got.get(i));
      }
    }
    assertEquals(wanted.size(), got.size(), () -> "printed: " + String.join("\n", actual));
  }

  private boolean same(String wanted, String got) {
    if (wanted.equals(got)) {
      return true;
    }
    try {
      double x = Double.parseDouble(wanted);
      return Math.abs(Double.parseDouble(got) - x) <= Math.max(absolute, relative * Math.abs(x));
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private static List<String> tokens(List<String> lines) {
    var tokens = new ArrayList<String>();
    for (var line : lines) {
      TOKEN.matcher(line).results().forEach(match -> tokens.add(match.group()));
    }
    return tokens;
  }
}
