package dev.millrace.connector.flink.local;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Processes that outlive the one that starts them, and what can be told of them afterwards. */
final class DetachedProcess {
  /**
   * A session of its own where the system has the command for it, else a process group of its own:
   * either way Ctrl-C and the closing of the terminal do not reach it. The shell ends at once.
   */
  private static final String SCRIPT =
      """
      umask 077
      if command -v setsid >/dev/null 2>&1
      then setsid "$@" >"$0" 2>&1 </dev/null &
      else set -m; "$@" >"$0" 2>&1 </dev/null &
      fi
      echo $!
      """;

  /** Enough to find files and speak the user's language; a secret in the environment stays here. */
  private static final Set<String> PASSED =
      Set.of("PATH", "HOME", "USER", "LOGNAME", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "SYSTEMROOT");

  private static final long PAUSE_MILLIS = 25;

  private DetachedProcess() {}

  /**
   * Starts a command.
   *
   * @param output takes its output and its errors, written anew
   * @return its process id
   */
  static long start(List<String> command, Path folder, Path output) throws IOException {
    if (File.separatorChar == '\\') {
      return keepEnvironment(
              new ProcessBuilder(command)
                  .directory(folder.toFile())
                  .redirectErrorStream(true)
                  .redirectOutput(output.toFile()))
          .start()
          .pid();
    }
    List<String> wrapped = new ArrayList<>(List.of("/bin/sh", "-c", SCRIPT, output.toString()));
    wrapped.addAll(command);
    Process shell =
        keepEnvironment(
                new ProcessBuilder(wrapped)
                    .directory(folder.toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD))
            .start();
    shell.getOutputStream().close();
    try (var answer = shell.inputReader(US_ASCII)) {
      String pid = answer.readLine();
      if (pid == null) {
        throw new IOException("the shell started nothing");
      }
      return Long.parseLong(pid.strip());
    } catch (NumberFormatException e) {
      throw new IOException("the shell named no process", e);
    }
  }

  /** Whether it runs; a process that has ended and that nobody has collected yet does not. */
  static boolean runs(long pid) {
    return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent() && !isZombie(pid);
  }

  /** Waits until it has ended. */
  static boolean awaitEnd(long pid, Duration atMost) throws InterruptedException {
    long end = System.nanoTime() + atMost.toNanos();
    while (runs(pid)) {
      if (System.nanoTime() - end > 0) {
        return false;
      }
      Thread.sleep(PAUSE_MILLIS);
    }
    return true;
  }

  /** Asks it to end, and ends it when it does not within this time. */
  static void end(long pid, Duration grace) throws InterruptedException {
    ProcessHandle.of(pid).ifPresent(ProcessHandle::destroy);
    if (!awaitEnd(pid, grace)) {
      ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
      awaitEnd(pid, grace);
    }
  }

  private static ProcessBuilder keepEnvironment(ProcessBuilder builder) {
    Map<String, String> kept = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    builder
        .environment()
        .forEach(
            (name, value) -> {
              if (PASSED.contains(name.toUpperCase(java.util.Locale.ROOT))) {
                kept.put(name, value);
              }
            });
    builder.environment().clear();
    builder.environment().putAll(kept);
    // With a memory arena for each of hundreds of threads glibc would keep what it does not need.
    builder.environment().put("MALLOC_ARENA_MAX", "2");
    return builder;
  }

  /** Where the first process of a container collects no orphans they stay listed for ever. */
  private static boolean isZombie(long pid) {
    Path stat = Path.of("/proc", Long.toString(pid), "stat");
    try {
      String line = Files.isReadable(stat) ? Files.readString(stat) : "";
      int name = line.lastIndexOf(')');
      return name >= 0 && line.startsWith(" Z", name + 1);
    } catch (IOException e) {
      // It ended between the two looks.
      return true;
    }
  }
}
