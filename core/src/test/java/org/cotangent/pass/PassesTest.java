package org.cotangent.pass;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.cotangent.primitive.Program;
import org.cotangent.program.Programs;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Programs in, programs out: `passes.txt` holds for each case a title, the program, and what the passes make of it. The title of a
/// case for one pass starts with the pass's name. `./dev golden` writes it anew.
class PassesTest {
  private static final Path FILE = Path.of("src/test/resources/org/cotangent/pass/passes.txt");

  private record Case(String title, String program, String expected) {
    String written(String result) {
      return "# " + title + "\n" + program + "\n=>\n" + result + "\n";
    }
  }

  @TestFactory
  Stream<DynamicTest> programsInProgramsOut() throws IOException {
    var cases = new ArrayList<Case>();
    String all = Files.readString(FILE);
    for (String part : ("\n" + all).split("\n# ")) {
      if (!part.isBlank()) {
        String title = part.lines().findFirst().orElseThrow();
        String[] sides = part.substring(title.length()).split("\n=>\n", -1);
        cases.add(new Case(title, sides[0].strip(), sides.length > 1 ? sides[1].strip() : ""));
      }
    }
    assertTrue(cases.size() > 30, () -> cases.size() + " cases were read");
    if (Boolean.getBoolean("cotangent.golden.update")) {
      var text = new StringBuilder();
      for (Case one : cases) {
        text.append(text.isEmpty() ? "" : "\n").append(one.written(result(one)));
      }
      Files.writeString(FILE, text);
    }
    return cases.stream()
        .map(one -> dynamicTest(one.title, () -> assertEquals(one.expected, result(one))));
  }

  private static String result(Case one) {
    Program program = Programs.check(Programs.parse(one.program));
    Program result =
        Stream.of(
                new Inlining(),
                new ConstantFolding(),
                new Simplify(),
                new TransposesIntoDots(),
                new CommonSubexpressions(),
                new LoopInvariants(),
                new DeadCode())
            .filter(pass -> one.title.startsWith(pass.name() + ":"))
            .findFirst()
            .map(pass -> pass.apply(program))
            .orElseGet(() -> Passes.optimise(program));
    Programs.check(result);
    assertEquals(result, Programs.parse(result.toString()));
    return result.toString();
  }

  @Test
  void aProgramWithNothingToDoIsReturned() {
    Program program = Programs.parse("{ lambda a:f64[3] . let\n b:f64[3] = sin a\n in (b) }");
    assertSame(program, Passes.optimise(program));
    assertEquals(List.of(), Passes.stages(program));
  }

  @Test
  void stagesTellWhatEachPassDid() {
    Program program =
        Programs.parse(
            """
            { lambda a:f64[3] . let
                b:f64 = add 1.0 1.0
                c:f64[3] = broadcast[shape=(3), axes=[]] b
                d:f64[3] = div a c
                e:f64[3] = mul a 0.5:f64[3]
                f:f64[3] = add d e
              in (f) }\
            """);
    assertEquals(
        List.of("constant folding", "simplification", "common subexpressions"),
        Passes.stages(program).stream().map(Passes.Stage::pass).toList());
    assertEquals(
        """
        { lambda a:f64[3] . let
            b:f64[3] = mul a 0.5:f64[3]
            c:f64[3] = add b b
          in (c) }\
        """,
        Passes.optimise(program).toString());
  }

  @Test
  void eachIdentityHasItsTextAndIsFound() {
    Stream.of(
            ArithmeticIdentities.ALL,
            ChoiceIdentities.ALL,
            ShapingIdentities.ALL,
            SlicingIdentities.ALL,
            ReductionIdentities.ALL)
        .flatMap(List::stream)
        .forEach(identity -> {
          assertFalse(identity.text().isBlank());
          assertTrue(Simplify.family(identity.primitive()).contains(identity), identity.toString());
        });
  }
}
