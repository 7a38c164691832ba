package org.cotangent.primitive;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.StringJoiner;
import org.cotangent.DType;

/// The text of a [Program]. Deterministic: names follow the order of appearance, parameters the order of the record's
/// components.
final class ProgramText {
  private ProgramText() {}

  static String of(Program program) {
    var text = new StringBuilder();
    append(text, program, "");
    return text.toString();
  }

  private static void append(StringBuilder text, Program program, String indent) {
    text.append("{ lambda");
    for (Var input : program.inputs()) {
      text.append(' ').append(typed(input));
    }
    text.append(" . let\n");
    for (Equation equation : program.equations()) {
      text.append(indent).append("    ");
      var outputs = new StringJoiner(" ");
      equation.outputs().forEach(output -> outputs.add(typed(output)));
      text.append(outputs).append(" = ").append(equation.primitive().name());
      appendParameters(text, equation.primitive(), indent + "    ");
      equation.inputs().forEach(input -> text.append(' ').append(input));
      text.append('\n');
    }
    var outputs = new StringJoiner(", ", "(", ")");
    program.outputs().forEach(output -> outputs.add(output.toString()));
    text.append(indent).append("  in ").append(outputs).append(" }");
  }

  private static String typed(Var variable) {
    return variable + ":" + variable.aval();
  }

  private static void appendParameters(StringBuilder text, Primitive primitive, String indent) {
    RecordComponent[] components = primitive.getClass().getRecordComponents();
    if (components == null || components.length == 0) {
      return;
    }
    text.append('[');
    for (int i = 0; i < components.length; i++) {
      text.append(i == 0 ? "" : ", ").append(components[i].getName()).append('=');
      appendValue(text, value(primitive, components[i]), indent);
    }
    text.append(']');
  }

  private static Object value(Primitive primitive, RecordComponent component) {
    try {
      var accessor = component.getAccessor();
      accessor.setAccessible(true);
      return accessor.invoke(primitive);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException("can't read " + component + " of " + primitive.getClass(), e);
    }
  }

  private static void appendValue(StringBuilder text, Object value, String indent) {
    switch (value) {
      case Program program -> append(text, program, indent);
      case Routine _ -> text.append("<host function>");
      case DType dtype -> text.append(dtype.text());
      case String string ->
          text.append('"').append(string.replace("\\", "\\\\").replace("\"", "\\\"")).append('"');
      case Enum<?> constant -> text.append(constant.name().toLowerCase(java.util.Locale.ROOT));
      case Collection<?> collection -> {
        String separator = "[";
        for (Object element : collection) {
          text.append(separator);
          appendValue(text, element, indent);
          separator = ", ";
        }
        text.append(collection.isEmpty() ? "[]" : "]");
      }
      case CustomVjp.Split split -> {
        append(text, split.program(), indent);
        text.append(" / ").append(split.outputs());
      }
      case CustomVjp.Forward _ -> text.append("<host function>");
      case LinearSolver solver ->
          text.append(solver instanceof Krylov krylov ? krylov : "<host function>");
      default -> text.append(value);
    }
  }
}
