package dev.millrace.it.remote;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Another user of this machine, whose processes root may start. */
public record OsUser(String name, String uid, String gid) {
  public static OsUser named(String name) {
    return new OsUser(name, run(List.of("id", "-u", name)), run(List.of("id", "-g", name)));
  }

  /**
   * What comes before a command; it replaces itself, so that the process we hold is the command.
   */
  public List<String> prefix() {
    return List.of("setpriv", "--reuid=" + uid, "--regid=" + gid, "--clear-groups", "--");
  }

  public void own(Path folder) {
    run(List.of("chown", "-R", uid + ":" + gid, folder.toString()));
  }

  /** Whether the user can read this folder and everything in it. */
  boolean canRead(Path folder) {
    List<String> command = new ArrayList<>(prefix());
    command.addAll(List.of("ls", folder.toString()));
    return start(command).exitCode() == 0;
  }

  private static String run(List<String> command) {
    Outcome outcome = start(command);
    if (outcome.exitCode() != 0) {
      throw new IllegalStateException(String.join(" ", command) + " failed: " + outcome.output());
    }
    return outcome.output().strip();
  }

  private static Outcome start(List<String> command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException(String.join(" ", command) + " did not end");
      }
      return new Outcome(process.exitValue(), output);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot run " + command.getFirst(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private record Outcome(int exitCode, String output) {}
}
