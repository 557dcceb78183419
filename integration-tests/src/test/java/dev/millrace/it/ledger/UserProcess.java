package dev.millrace.it.ledger;

import dev.millrace.it.CommandLineUser;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Runs a {@link LedgerUser} and talks with it. */
final class UserProcess implements AutoCloseable {
  private final Process process;
  private final BufferedWriter to;
  private final BufferedReader from;

  private UserProcess(Process process) {
    this.process = process;
    this.to =
        new BufferedWriter(
            new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
    this.from =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  /** Starts one on a folder, or on a database by its address. */
  static UserProcess on(Path folder, Optional<String> address) {
    return start(LedgerUser.class, List.of(folder.toString()), address);
  }

  /**
   * Starts a program that says {@code ready} and then a line for each that it is told.
   *
   * @param address of a ledger, its environment variable LEDGER
   */
  static UserProcess start(Class<?> program, List<String> arguments, Optional<String> address) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dmillrace.home=" + CommandLineUser.installation(),
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                program.getName()));
    command.addAll(arguments);
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    address.ifPresent(text -> builder.environment().put("LEDGER", text));
    try {
      UserProcess user = new UserProcess(builder.start());
      if (!"ready".equals(user.heard())) {
        throw new IllegalStateException("the process did not start");
      }
      return user;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Tells it to do something; the answer is heard by itself. */
  void say(String line) {
    try {
      to.write(line);
      to.newLine();
      to.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits for its next answer: {@code yes}, or the code of the problem. */
  String heard() {
    try {
      return String.valueOf(from.readLine());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String asked(String line) {
    say(line);
    return heard();
  }

  /** Sends it a signal, such as {@code STOP} and {@code CONT}. */
  void signal(String name) {
    try {
      Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
      if (kill.waitFor() != 0) {
        throw new IllegalStateException("no signal " + name);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  void kill() {
    process.destroyForcibly();
    await();
  }

  private void await() {
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        throw new IllegalStateException("the process does not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    if (process.isAlive()) {
      process.destroyForcibly();
      await();
    }
  }
}
