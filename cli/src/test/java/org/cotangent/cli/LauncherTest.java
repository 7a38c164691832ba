package org.cotangent.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// The script `cotangent`, as far as it goes without a build: what it says, and which JDK it takes.
@DisabledOnOs(
    value = OS.WINDOWS,
    disabledReason = "a script for sh; cotangent.cmd is the one for Windows")
class LauncherTest {
  private static final Path SCRIPT = Path.of("..", "cotangent").toAbsolutePath().normalize();

  @TempDir Path folder;

  @Test
  void helpNamesEachCommand() throws Exception {
    var said = run("help");
    assertEquals(0, said.status());
    for (var command :
        List.of("run", "demo", "shell", "test", "conformance", "bench", "classpath")) {
      assertTrue(said.out().contains("./cotangent " + command), command);
    }
  }

  @Test
  void helpIsWhatItSaysWithoutACommand() throws Exception {
    assertEquals(run("help"), run());
  }

  @Test
  void anUnknownCommandIsNamed() throws Exception {
    assertEquals(
        new Said(2, "", "cotangent: there is no command fly; ./cotangent help lists them\n"),
        run("fly"));
  }

  @Test
  void runNeedsAFileThatIsThere() throws Exception {
    assertEquals(
        new Said(2, "", "cotangent: run needs the file of a program: ./cotangent run FILE.java\n"),
        run("run"));
    assertEquals(
        new Said(2, "", "cotangent: there is no file Gone.java\n"), run("run", "Gone.java"));
  }

  @Test
  void takesTheJdkThatIsNamed() throws Exception {
    var jdk = jdk("a 25", "25.0.3");
    assertEquals(new Said(0, jdk + "\n", ""), runWith(jdk, "jdk"));
  }

  @Test
  void refusesAnotherJdkThatIsNamed() throws Exception {
    var jdk = jdk("old", "17.0.15");
    assertEquals(
        new Said(
            1,
            "",
            "cotangent: COTANGENT_JDK must name a JDK 25, but " + jdk + " has Java 17.0.15\n"),
        runWith(jdk, "run", SCRIPT.resolveSibling("examples/src/main/ir/XSinX.java").toString()));
  }

  @Test
  void refusesAFolderWithoutAJdk() throws Exception {
    assertEquals(
        new Said(
            1,
            "",
            "cotangent: COTANGENT_JDK must name a JDK 25, but " + folder + " has no bin/java\n"),
        runWith(folder, "jdk"));
  }

  @Test
  void worksThroughALink() throws Exception {
    var link = Files.createSymbolicLink(folder.resolve("link"), SCRIPT);
    assertEquals(run("version"), start(new ProcessBuilder(link.toString(), "version")));
  }

  private record Said(int status, String out, String err) {}

  private Path jdk(String name, String version) throws IOException {
    var home = Files.createDirectory(folder.resolve(name));
    Files.createDirectory(home.resolve("bin"));
    for (var program : List.of("java", "javac")) {
      var file = Files.writeString(home.resolve("bin").resolve(program), "#!/bin/sh\nexit 1\n");
      assertTrue(file.toFile().setExecutable(true));
    }
    Files.writeString(
        home.resolve("release"), "IMPLEMENTOR=\"a=b\"\nJAVA_VERSION=\"" + version + "\"\n");
    return home;
  }

  private Said run(String... arguments) throws IOException, InterruptedException {
    return start(command(arguments));
  }

  private Said runWith(Path jdk, String... arguments) throws IOException, InterruptedException {
    var builder = command(arguments);
    builder.environment().put("COTANGENT_JDK", jdk.toString());
    return start(builder);
  }

  private static ProcessBuilder command(String... arguments) {
    var command = new ArrayList<String>();
    command.add(SCRIPT.toString());
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command);
  }

  private Said start(ProcessBuilder builder) throws IOException, InterruptedException {
    var out = Files.createTempFile(folder, "out", "");
    var err = Files.createTempFile(folder, "err", "");
    int status = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start().waitFor();
    return new Said(status, Files.readString(out), Files.readString(err));
  }
}
