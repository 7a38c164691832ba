package org.cotangent.program;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.cotangent.primitive.Atom;
import org.cotangent.primitive.Aval;
import org.cotangent.primitive.Control;
import org.cotangent.primitive.Equation;
import org.cotangent.primitive.Op;
import org.cotangent.primitive.Primitive;
import org.cotangent.primitive.Program;

/// Programs as text and bytes, and their check. Thread-safe.
public final class Programs {
  /// The first line of a serialised program; the number changes when the form does.
  private static final String HEADER = "cotangent program 1\n";

  private Programs() {}

  /// The program that was printed: `parse(program.toString())` equals `program`. Throws an [IllegalArgumentException] that names
  /// line and column, and what was expected there.
  public static Program parse(String text) {
    return new Parser(text).parse();
  }

  /// Lets programs with a user's primitive be parsed: a record, known by its printed name. Throws an [IllegalArgumentException]
  /// for a class that is no record, or a name that another class has.
  public static void register(Class<? extends Primitive> primitive) {
    Registry.register(primitive);
  }

  /// `program`, if each equation's primitive takes what it is given and makes what is declared, also in the programs that primitives
  /// hold. Throws an [IllegalArgumentException] that shows the equation otherwise.
  public static Program check(Program program) {
    List<Equation> equations = program.equations();
    for (int i = 0; i < equations.size(); i++) {
      Equation equation = equations.get(i);
      if (equation.primitive() instanceof Control.OfPrograms control) {
        control.programs().forEach(Programs::check);
      }
      var inputs = new ArrayList<Aval>(equation.inputs().size());
      equation.inputs().forEach(input -> inputs.add(input.aval()));
      List<Aval> made;
      try {
        made = Op.of(equation.primitive()).shapes(inputs);
      } catch (RuntimeException e) {
        throw new IllegalArgumentException(
            "program: equation "
                + i
                + ", "
                + equation.primitive().name()
                + " of "
                + inputs
                + ", does not fit: "
                + e.getMessage(),
            e);
      }
      List<Aval> declared = equation.outputs().stream().map(Atom::aval).toList();
      if (!made.equals(declared)) {
        throw new IllegalArgumentException(
            "program: equation "
                + i
                + ", "
                + equation.primitive().name()
                + " of "
                + inputs
                + ", makes "
                + made
                + ", but "
                + declared
                + " is declared");
      }
    }
    return program;
  }

  /// Writes a program; [#read] reads it back, in another process too.
  public static void write(Program program, OutputStream out) throws IOException {
    out.write((HEADER + program).getBytes(StandardCharsets.UTF_8));
  }

  /// Reads what [#write] has written, to the end of the stream, and checks it. Throws an [IOException] if it is no program of this
  /// form.
  public static Program read(InputStream in) throws IOException {
    String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    if (!text.startsWith(HEADER)) {
      throw new IOException(
          "no program of this form: it does not start with \"" + HEADER.strip() + "\"");
    }
    try {
      return check(parse(text.substring(HEADER.length())));
    } catch (IllegalArgumentException e) {
      throw new IOException("a damaged program: " + e.getMessage(), e);
    }
  }
}
