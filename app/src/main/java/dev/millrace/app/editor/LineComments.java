package dev.millrace.app.editor;

import java.util.List;

/** Comments lines out and in again. */
final class LineComments {
  private static final String MARK = "-- ";

  private LineComments() {}

  /** The lines with the comment signs taken away when all have one, else with one added to each. */
  static List<String> toggle(List<String> lines) {
    boolean all = lines.stream().filter(line -> !line.isBlank()).allMatch(LineComments::isComment);
    return lines.stream()
        .map(line -> line.isBlank() ? line : all ? without(line) : with(line))
        .toList();
  }

  private static boolean isComment(String line) {
    return line.stripLeading().startsWith("--");
  }

  private static String with(String line) {
    int indent = line.length() - line.stripLeading().length();
    return line.substring(0, indent) + MARK + line.substring(indent);
  }

  private static String without(String line) {
    int at = line.indexOf("--");
    String rest = line.substring(at + 2);
    return line.substring(0, at) + (rest.startsWith(" ") ? rest.substring(1) : rest);
  }
}
