package dev.millrace.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.cli.options.Surroundings;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class MillraceCommandTest {
  private static final Surroundings NOBODY =
      new Surroundings(
          new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
          new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
          Map.of(),
          Path.of(""),
          Path.of(""),
          Path.of(""),
          Optional.empty());

  @Test
  void eachCommandIsKnownByItsOwnName() {
    assertThat(MillraceCommand.COMMANDS)
        .allSatisfy(
            (name, command) -> assertThat(command.apply(NOBODY).getCommandName()).isEqualTo(name));
  }

  @Test
  void theCommandThatIsMeantIsAllThatIsMade() {
    assertThat(made("run", "--select", "plan")).containsExactly("run");
  }

  @Test
  void whereAnotherWordComesFirstAllAreMade() {
    assertThat(made()).containsAll(MillraceCommand.COMMANDS.keySet());
    assertThat(made("rnu")).containsAll(MillraceCommand.COMMANDS.keySet());
    assertThat(made("--select", "totals", "run")).containsAll(MillraceCommand.COMMANDS.keySet());
    assertThat(made("debug")).contains("doctor", "debug");
  }

  private static Iterable<String> made(String... arguments) {
    CommandLine line = MillraceCommand.commandLine(NOBODY, List.of(arguments));
    return line.getSubcommands().keySet();
  }
}
