package org.cotangent.examples.digits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.cotangent.RandomKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xml.sax.InputSource;

class DigitsDemoTest {
  @TempDir private Path folder;

  @Test
  void theShuffledRunReachesItsAccuracy() {
    var options = Options.STANDARD;
    var result =
        ShuffledRun.run(
            Digits.load(), RandomKey.of(options.seed()), options.epochs(), Progress.silent());
    assertEquals(360, result.heldOut().size());
    assertTrue(result.accuracy() >= 0.97, () -> "accuracy " + result.accuracy());
  }

  @Test
  void aQuickDemoPrintsItsCurveAndLeavesAReport() throws Exception {
    var report = folder.resolve("report.html");
    var printed = new ByteArrayOutputStream();
    int status =
        run(printed, "--quick", "--steps", "3", "--every", "1", "--out", report.toString());
    var text = printed.toString(StandardCharsets.UTF_8);
    assertEquals(0, status, text);
    assertTrue(text.contains("agrees with the reference"), text);
    assertTrue(text.contains("agrees with the traced run"), text);
    assertTrue(Pattern.compile("(?m)^accuracy 0\\.\\d{4}\\b").matcher(text).find(), text);
    // the first three losses of the reference, to eleven digits
    for (var loss : List.of("2.3413768936", "2.2454570031", "2.1676858597")) {
      assertTrue(text.contains(loss), text);
    }
    checkReport(Files.readString(report));
  }

  private static void checkReport(String html) throws Exception {
    assertFalse(
        Pattern.compile("(src|href)=\"(?!data:)").matcher(html).find(), "something is loaded");
    assertFalse(html.contains("url("), "something is loaded");
    assertEquals(2, count(html, "<svg class=\"chart\""));
    assertEquals(48, count(html, "data:image/png;base64,"));
    assertTrue(html.contains("prefers-color-scheme: dark"));
    assertTrue(html.contains("lambda") && html.contains("tanh"), "the program is missing");
    for (var svg : Pattern.compile("(?s)<svg.*?</svg>").matcher(html).results().toList()) {
      var source = new InputSource(new StringReader(svg.group()));
      var root = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(source);
      assertTrue(root.getElementsByTagName("polyline").getLength() > 0);
      assertFalse(svg.group().contains("NaN"));
    }
  }

  @Test
  void helpAndWrongOptionsNeedNoTraining() throws IOException {
    var printed = new ByteArrayOutputStream();
    assertEquals(0, run(printed, "--help"));
    assertEquals(Options.HELP, printed.toString(StandardCharsets.UTF_8));
    var wrong = new ByteArrayOutputStream();
    assertEquals(2, run(wrong, "--fast"));
    assertTrue(wrong.toString(StandardCharsets.UTF_8).contains("there is no option --fast"));
  }

  private static int run(ByteArrayOutputStream printed, String... arguments) throws IOException {
    var out = new PrintStream(printed, true, StandardCharsets.UTF_8);
    return DigitsDemo.run(List.of(arguments), out, out);
  }

  private static int count(String text, String part) {
    return text.split(Pattern.quote(part), -1).length - 1;
  }
}
