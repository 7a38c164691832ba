package org.cotangent.program;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.cotangent.Array;
import org.cotangent.DType;
import org.cotangent.Shape;
import org.cotangent.kernel.Buffers;
import org.cotangent.primitive.Atom;
import org.cotangent.primitive.Aval;
import org.cotangent.primitive.CustomVjp;
import org.cotangent.primitive.Equation;
import org.cotangent.primitive.Krylov;
import org.cotangent.primitive.LinearSolver;
import org.cotangent.primitive.Literal;
import org.cotangent.primitive.Primitive;
import org.cotangent.primitive.Program;
import org.cotangent.primitive.Routine;
import org.cotangent.primitive.Var;

/// Reads the text of a program.
///
/// ```text
/// program   = "{" "lambda" variable* "." "let" equation* "in" "(" atoms ")" "}"
/// variable  = name ":" type
/// equation  = variable* "=" primitive [ "[" name "=" value, … "]" ] atom*
/// atom      = name | number [ ":" type ] | "[" number, … "]" ":" type
/// type      = dtype [ "[" length, … "]" ]
/// ```
final class Parser {
  private final String text;
  private int at;

  Parser(String text) {
    this.text = text;
  }

  Program parse() {
    Program program = program();
    space();
    if (at < text.length()) {
      throw wrong("the end");
    }
    return program;
  }

  private Program program() {
    Map<String, Var> variables = new HashMap<>();
    expect("{");
    expect("lambda");
    var inputs = new ArrayList<Var>();
    while (!peek(".")) {
      inputs.add(definition(variables));
    }
    expect(".");
    expect("let");
    var equations = new ArrayList<Equation>();
    while (!atEnd()) {
      equations.add(equation(variables));
    }
    expect("in");
    expect("(");
    var outputs = new ArrayList<Atom>();
    while (!peek(")")) {
      if (!outputs.isEmpty()) {
        expect(",");
      }
      outputs.add(atom(variables));
    }
    expect(")");
    expect("}");
    return new Program(inputs, equations, outputs);
  }

  /// Whether `in (` follows: a variable may be named `in`, but then a colon follows.
  private boolean atEnd() {
    int from = at;
    space();
    boolean end =
        text.startsWith("in", at)
            && at + 2 < text.length()
            && Character.isWhitespace(text.charAt(at + 2));
    at = from;
    return end;
  }

  private Var definition(Map<String, Var> variables) {
    String name = word();
    expect(":");
    var variable = new Var(variables.size(), type());
    if (variables.put(name, variable) != null) {
      throw wrong("a new variable, not " + name + " again,");
    }
    return variable;
  }

  private Equation equation(Map<String, Var> variables) {
    var outputs = new ArrayList<Var>();
    while (!peek("=")) {
      outputs.add(definition(variables));
    }
    expect("=");
    int line = at;
    Primitive primitive = primitive();
    var inputs = new ArrayList<Atom>();
    while (!endOfLine()) {
      inputs.add(atom(variables));
    }
    if (line == at) {
      throw wrong("a primitive");
    }
    return new Equation(primitive, inputs, outputs);
  }

  private boolean endOfLine() {
    while (at < text.length() && text.charAt(at) == ' ') {
      at++;
    }
    return at >= text.length() || text.charAt(at) == '\n' || text.charAt(at) == '\r';
  }

  private Primitive primitive() {
    String name = word();
    Class<? extends Primitive> type;
    try {
      type = Registry.find(name);
    } catch (IllegalArgumentException e) {
      throw wrong(e.getMessage() + ";", e);
    }
    RecordComponent[] components = Objects.requireNonNull(type.getRecordComponents());
    Object[] values = new Object[components.length];
    if (values.length > 0) {
      expect("[");
      for (int i = 0; i < values.length; i++) {
        if (i > 0) {
          expect(",");
        }
        expect(components[i].getName());
        expect("=");
        values[i] = value(components[i]);
      }
      expect("]");
    }
    try {
      return Registry.make(type, values);
    } catch (IllegalArgumentException e) {
      throw wrong(e.getMessage() + ";", e);
    }
  }

  private Object value(RecordComponent component) {
    return component.getGenericType() instanceof ParameterizedType list
            && list.getActualTypeArguments()[0] == Program.class
        ? programs()
        : value(component.getType());
  }

  private List<Program> programs() {
    var result = new ArrayList<Program>();
    expect("[");
    while (!peek("]")) {
      if (!result.isEmpty()) {
        expect(",");
      }
      result.add(program());
    }
    expect("]");
    return List.copyOf(result);
  }

  private Object value(Class<?> type) {
    if (type == int.class) {
      return (int) whole();
    }
    if (type == long.class) {
      return whole();
    }
    if (type == double.class) {
      return number();
    }
    if (type == boolean.class) {
      return truth();
    }
    if (type == String.class) {
      return string();
    }
    if (type == DType.class) {
      return dtype();
    }
    if (type == Shape.class) {
      return Shape.of(lengths("(", ")").stream().mapToInt(i -> i).toArray());
    }
    if (type == List.class) {
      return lengths("[", "]");
    }
    if (type == Routine.class || type == Program.class) {
      return program();
    }
    if (type == CustomVjp.Forward.class) {
      Program program = program();
      expect("/");
      return new CustomVjp.Split(program, (int) whole());
    }
    if (type == LinearSolver.class) {
      return new Krylov(
          (Krylov.Method) value(Krylov.Method.class), number(), (int) whole(), (int) whole());
    }
    if (type.isEnum()) {
      String name = word();
      for (Object constant : type.getEnumConstants()) {
        if (((Enum<?>) constant).name().equalsIgnoreCase(name)) {
          return constant;
        }
      }
    }
    throw wrong("a parameter that can be read, not a " + type.getName() + ",");
  }

  private List<Integer> lengths(String open, String close) {
    var result = new ArrayList<Integer>();
    expect(open);
    while (!peek(close)) {
      if (!result.isEmpty()) {
        expect(",");
      }
      result.add((int) whole());
    }
    expect(close);
    return List.copyOf(result);
  }

  private Atom atom(Map<String, Var> variables) {
    space();
    if (peek("[")) {
      return elements();
    }
    int from = at;
    String token = token();
    boolean typed = at < text.length() && text.charAt(at) == ':';
    Var variable = variables.get(token);
    if (variable != null && !typed) {
      return variable;
    }
    char first = token.isEmpty() ? ' ' : token.charAt(0);
    if (!typed && Character.isLowerCase(first)) {
      at = from;
      throw wrong("a variable that is defined before, not " + token + ",");
    }
    Aval aval = Aval.NUMBER;
    if (typed) {
      expect(":");
      aval = type();
    }
    return new Literal(filled(token, aval, from));
  }

  private Array filled(String token, Aval aval, int from) {
    try {
      return switch (aval.dtype()) {
        case F64 -> Buffers.fill(aval, Double.parseDouble(token));
        case F32 -> Buffers.fill(aval, Float.parseFloat(token));
        case I32, I64 -> {
          long value = Long.parseLong(token);
          long[] all = new long[aval.shape().size()];
          java.util.Arrays.fill(all, value);
          yield (long) (double) value == value
              ? Buffers.fill(aval, value)
              : Buffers.ofLongs(aval, all);
        }
        case BOOL -> Buffers.fill(aval, token.equals("true") ? 1 : 0);
      };
    } catch (NumberFormatException e) {
      at = from;
      throw wrong("a value of " + aval + ", not " + token + ",", e);
    }
  }

  private Atom elements() {
    var tokens = new ArrayList<String>();
    expect("[");
    while (!peek("]")) {
      if (!tokens.isEmpty()) {
        expect(",");
      }
      space();
      tokens.add(token());
    }
    expect("]");
    expect(":");
    Aval aval = type();
    if (tokens.size() != aval.shape().size()) {
      throw wrong(aval.shape().size() + " elements, not " + tokens.size() + ",");
    }
    int from = at;
    try {
      return new Literal(
          aval.dtype().floating()
              ? Buffers.ofDoubles(
                  aval,
                  tokens.stream()
                      .mapToDouble(t ->
                          aval.dtype() == DType.F32 ? Float.parseFloat(t) : Double.parseDouble(t))
                      .toArray())
              : Buffers.ofLongs(
                  aval,
                  tokens.stream()
                      .mapToLong(t ->
                          aval.dtype() == DType.BOOL
                              ? (t.equals("true") ? 1 : 0)
                              : Long.parseLong(t))
                      .toArray()));
    } catch (NumberFormatException e) {
      at = from;
      throw wrong("elements of " + aval, e);
    }
  }

  private Aval type() {
    DType dtype = dtype();
    if (at < text.length() && text.charAt(at) == '[') {
      return Aval.of(dtype, Shape.of(lengths("[", "]").stream().mapToInt(i -> i).toArray()));
    }
    return Aval.of(dtype, Shape.SCALAR);
  }

  private DType dtype() {
    String name = word();
    for (DType dtype : DType.values()) {
      if (dtype.text().equals(name)) {
        return dtype;
      }
    }
    throw wrong("a dtype, not " + name + ",");
  }

  private long whole() {
    space();
    String token = token();
    try {
      return Long.parseLong(token);
    } catch (NumberFormatException e) {
      throw wrong("a whole number, not " + token + ",", e);
    }
  }

  private double number() {
    space();
    String token = token();
    try {
      return Double.parseDouble(token);
    } catch (NumberFormatException e) {
      throw wrong("a number, not " + token + ",", e);
    }
  }

  private boolean truth() {
    String word = word();
    return switch (word) {
      case "true" -> true;
      case "false" -> false;
      default -> throw wrong("true or false, not " + word + ",");
    };
  }

  private String string() {
    expect("\"");
    var result = new StringBuilder();
    while (at < text.length() && text.charAt(at) != '"') {
      if (text.charAt(at) == '\\') {
        at++;
      }
      result.append(text.charAt(at++));
    }
    expect("\"");
    return result.toString();
  }

  /// A run of letters, digits and underscores.
  private String word() {
    space();
    int from = at;
    while (at < text.length()
        && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '_')) {
      at++;
    }
    if (from == at) {
      throw wrong("a name");
    }
    return text.substring(from, at);
  }

  /// A run up to the next space, comma, colon or bracket.
  private String token() {
    int from = at;
    while (at < text.length() && " ,:)]\n\r".indexOf(text.charAt(at)) < 0) {
      at++;
    }
    return text.substring(from, at);
  }

  private void space() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  private boolean peek(String expected) {
    space();
    return text.startsWith(expected, at);
  }

  private void expect(String expected) {
    if (!peek(expected)) {
      throw wrong(expected);
    }
    at += expected.length();
  }

  private IllegalArgumentException wrong(String expected) {
    return wrong(expected, null);
  }

  private IllegalArgumentException wrong(
      String expected, @org.jspecify.annotations.Nullable Exception cause) {
    int line = 1 + (int) text.substring(0, at).chars().filter(c -> c == '\n').count();
    int column = at - text.lastIndexOf('\n', at - 1);
    String found =
        at < text.length()
            ? "\""
                + text.substring(at, Math.min(text.length(), at + 12))
                    .lines()
                    .findFirst()
                    .orElse("")
                + "\""
            : "the end";
    return new IllegalArgumentException(
        "parse: line " + line + ", column " + column + ": expected " + expected + " found " + found,
        cause);
  }
}
