package dev.millrace.connector.flink.local;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

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
}
