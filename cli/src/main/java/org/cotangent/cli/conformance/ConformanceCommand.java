package org.cotangent.cli.conformance;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Evaluates reference cases and writes the results for a checker.
///
/// Names that are not known here are listed at the end as missing, never left out in silence. The exit code is 0 if no case
/// threw that was not expected to.
@Command(
    name = "conformance",
    mixinStandardHelpOptions = true,
    description = {
      "Evaluates reference cases: of operations their outputs, vjp, jvp and second derivative,",
      "of programs what the case asks for. What is not known here is listed as missing."
    })
public final class ConformanceCommand implements Callable<Integer> {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @Spec private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

  @Parameters(paramLabel = "CASES", arity = "1..*", description = "Case files, or folders of them.")
  private List<Path> cases = List.of();

  @Option(
      names = "--out",
      paramLabel = "RESULTS",
      required = true,
      description = "Where the results go: JSON.")
  private Path out = Path.of("results.json");

  private ConformanceCommand() {}

  @Override
  public Integer call() throws IOException {
    PrintWriter terminal = spec.commandLine().getOut();
    var run = new Conformance();
    for (Path file : files(cases)) {
      run.add(JSON.readTree(file.toFile()), new DataFiles(file));
    }
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.set("results", run.results());
    JSON.writeValue(out.toFile(), document);
    run.missing()
        .forEach((name, count) -> terminal.println("missing: " + name + " (" + count + " cases)"));
    run.errors().forEach(terminal::println);
    terminal.println(
        run.results().size()
            + " evaluated, "
            + run.missing().values().stream().mapToInt(i -> i).sum()
            + " missing ("
            + run.missing().size()
            + " names), "
            + run.errors().size()
            + " errors; results in "
            + out);
    return run.errors().isEmpty() ? 0 : 1;
  }

  private static List<Path> files(List<Path> paths) throws IOException {
    var files = new ArrayList<Path>();
    for (Path path : paths) {
      if (Files.isDirectory(path)) {
        try (var walk = Files.walk(path)) {
          walk.filter(file -> file.toString().endsWith(".json")).sorted().forEach(files::add);
        }
      } else {
        files.add(path);
      }
    }
    return files;
  }
}
