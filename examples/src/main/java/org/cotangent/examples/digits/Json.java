package org.cotangent.examples.digits;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// As much JSON as the reference curve needs: objects, lists, strings without escapes, numbers.
/// Read into maps, lists, strings and doubles.
final class Json {
  private final String text;
  private int at;

  private Json(String text) {
    this.text = text;
  }

  static Object parse(String text) {
    var json = new Json(text);
    var value = json.value();
    if (json.peek() != END) {
      throw json.unexpected();
    }
    return value;
  }

  private static final char END = '\0';

  private Object value() {
    return switch (peek()) {
      case '{' -> object();
      case '[' -> list();
      case '"' -> string();
      default -> number();
    };
  }

  private Map<String, Object> object() {
    var members = new LinkedHashMap<String, Object>();
    expect('{');
    while (peek() != '}') {
      var name = string();
      expect(':');
      members.put(name, value());
      separator('}');
    }
    expect('}');
    return members;
  }

  private List<Object> list() {
    var elements = new ArrayList<>();
    expect('[');
    while (peek() != ']') {
      elements.add(value());
      separator(']');
    }
    expect(']');
    return elements;
  }

  private String string() {
    expect('"');
    int start = at;
    while (at < text.length() && text.charAt(at) != '"' && text.charAt(at) != '\\') {
      at++;
    }
    var string = text.substring(start, at);
    expect('"');
    return string;
  }

  private Double number() {
    int start = at;
    while (at < text.length() && "+-.eE0123456789".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    if (start == at) {
      throw unexpected();
    }
    return Double.valueOf(text.substring(start, at));
  }

  private void separator(char close) {
    if (peek() != close) {
      expect(',');
    }
  }

  /// The next character that is not white space.
  private char peek() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
    return at < text.length() ? text.charAt(at) : END;
  }

  private void expect(char wanted) {
    if (peek() != wanted) {
      throw unexpected();
    }
    at++;
  }

  private IllegalArgumentException unexpected() {
    return new IllegalArgumentException("unexpected JSON at character " + at);
  }
}
