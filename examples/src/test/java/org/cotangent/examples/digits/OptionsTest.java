package org.cotangent.examples.digits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class OptionsTest {
  @Test
  void nothingGivenIsTheWholeDemo() {
    assertEquals(
        new Options(600, 20, 42, 50, Path.of("digits-report.html"), false),
        Options.parse(List.of()));
  }

  @Test
  void everyOptionIsRead() {
    var all = "--steps 7 --epochs 2 --seed 9 --every 1 --out a.html --help".split(" ");
    assertEquals(new Options(7, 2, 9, 1, Path.of("a.html"), true), Options.parse(List.of(all)));
  }

  @Test
  void quickIsShortAndLaterOptionsWin() {
    assertEquals(60, Options.parse(List.of("--quick")).steps());
    assertEquals(5, Options.parse(List.of("--quick", "--steps", "5")).steps());
  }

  @Test
  void wrongOnesSayWhy() {
    assertEquals("there is no option --fast", refused("--fast"));
    assertEquals("--steps needs a value", refused("--steps"));
    assertEquals("--steps needs a whole number, not many", refused("--steps", "many"));
    assertEquals("--steps needs a number from 1 to 600, not 601", refused("--steps", "601"));
    assertEquals("--every needs a number from 1 to 600, not 0", refused("--every", "0"));
  }

  @Test
  void theHelpNamesEveryOption() {
    for (var option : List.of("--steps", "--epochs", "--seed", "--every", "--out", "--quick")) {
      assertTrue(Options.HELP.contains("  " + option), option);
    }
  }

  private static String refused(String... arguments) {
    return String.valueOf(
        assertThrows(IllegalArgumentException.class, () -> Options.parse(List.of(arguments)))
            .getMessage());
  }
}
