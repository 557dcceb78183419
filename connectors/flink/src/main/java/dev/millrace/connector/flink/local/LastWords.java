package dev.millrace.connector.flink.local;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The line of a dead process's output that says why it ended. */
final class LastWords {
  private static final String MARK = "cause: ";

  private LastWords() {}

  /** The last line marked as the cause, else the last line at all. */
  static String of(Path output) {
    List<String> lines;
    try {
      lines = Files.readAllLines(output).stream().filter(line -> !line.isBlank()).toList();
    } catch (MalformedInputException e) {
      return "its output is not text";
    } catch (IOException e) {
      return "it left no output";
    }
    for (String line : lines.reversed()) {
      if (line.startsWith(MARK)) {
        return line.substring(MARK.length()).strip();
      }
    }
    return lines.isEmpty() ? "it said nothing" : lines.getLast().strip();
  }

  /** What a log's last error was caused by; empty when it has none. */
  static Optional<String> ofLog(Path log) {
    List<String> lines;
    try {
      lines = Files.readAllLines(log);
    } catch (IOException e) {
      return Optional.empty();
    }
    int error = lines.size() - 1;
    while (error >= 0 && !lines.get(error).contains(" ERROR ")) {
      error--;
    }
    if (error < 0) {
      return Optional.empty();
    }
    String words = lines.get(error).substring(lines.get(error).indexOf(" - ") + 3);
    boolean thrown = false;
    for (String line : lines.subList(error + 1, lines.size())) {
      if (line.startsWith("Caused by: ")) {
        words = line.substring("Caused by: ".length());
      } else if (!thrown && !line.isBlank() && !Character.isWhitespace(line.charAt(0))) {
        words = line;
      }
      thrown = true;
    }
    return Optional.of(words.strip());
  }
}
