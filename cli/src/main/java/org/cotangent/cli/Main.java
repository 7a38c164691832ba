package org.cotangent.cli;

import java.io.PrintWriter;
import org.cotangent.cli.conformance.ConformanceCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Spec;

/// What the launcher starts that is more than a script. Each subcommand is a class of its own, named in `subcommands`.
///
/// The exit code is 0 if all went well, 1 if a command failed or threw, and 2 if the command line was wrong.
@Command(
    name = "cotangent",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Exact derivatives of ordinary programs.",
    subcommands = ConformanceCommand.class)
public final class Main implements Runnable {
  @Spec private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

  private Main() {}

  /// Runs one command line and ends the process with its exit code.
  public static void main(String[] arguments) {
    var out = new PrintWriter(System.out, true);
    var err = new PrintWriter(System.err, true);
    System.exit(run(out, err, arguments));
  }

  /// The same without ending the process: returns the exit code.
  static int run(PrintWriter out, PrintWriter err, String... arguments) {
    return new CommandLine(new Main()).setOut(out).setErr(err).execute(arguments);
  }

  /// Without a subcommand: an error that lists them.
  @Override
  public void run() {
    throw new CommandLine.ParameterException(spec.commandLine(), "Which command?");
  }
}
