package org.cotangent.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class MainTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void theVersionIsThatOfTheModuleAndOfJava() {
    assertEquals(0, run("--version"));
    assertTrue(out.toString().startsWith("cotangent "), out.toString());
    assertTrue(out.toString().contains("java " + Runtime.version()), out.toString());
  }

  @Test
  void helpListsTheCommands() {
    assertEquals(0, run("--help"));
    assertTrue(out.toString().contains("conformance"), out.toString());
  }

  @Test
  void noCommandIsAnErrorThatListsThem() {
    assertEquals(2, run());
    assertTrue(err.toString().startsWith("Which command?"), err.toString());
    assertTrue(err.toString().contains("conformance"), err.toString());
  }

  @Test
  void anUnknownCommandIsNamed() {
    assertEquals(2, run("conform"));
    assertTrue(err.toString().contains("conform"), err.toString());
  }

  private int run(String... arguments) {
    return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
  }
}
