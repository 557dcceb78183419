package dev.millrace.engine.project;

import java.util.ArrayList;
import java.util.List;

/** Comma-separated values by RFC 4180. */
public final class CsvText {
  private CsvText() {}

  /** A quote that is opened and never closed. */
  public static final class UnclosedQuoteException extends Exception {
    private static final long serialVersionUID = 1;
  }

  /**
   * The values, line by line; empty lines are left out.
   *
   * @throws UnclosedQuoteException when a quoted value does not end
   */
  public static List<List<String>> parse(String text, char delimiter)
      throws UnclosedQuoteException {
    List<List<String>> lines = new ArrayList<>();
    List<String> line = new ArrayList<>();
    StringBuilder value = new StringBuilder();
    boolean quoted = false;
    boolean wasQuoted = false;
    for (int i = 0; i <= text.length(); i++) {
      boolean end = i == text.length();
      char next = end ? '\n' : text.charAt(i);
      if (quoted) {
        if (end) {
          throw new UnclosedQuoteException();
        }
        if (next != '"') {
          value.append(next);
        } else if (i + 1 < text.length() && text.charAt(i + 1) == '"') {
          value.append('"');
          i++;
        } else {
          quoted = false;
        }
      } else if (next == '"' && value.toString().isBlank()) {
        value.setLength(0);
        quoted = true;
        wasQuoted = true;
      } else if (next == delimiter || next == '\n') {
        line.add(value.toString());
        value.setLength(0);
        if (next == '\n') {
          if (line.size() > 1 || wasQuoted || !line.getFirst().isBlank()) {
            lines.add(List.copyOf(line));
          }
          line.clear();
          wasQuoted = false;
        }
      } else if (next != '\r') {
        value.append(next);
      }
    }
    return lines;
  }
}
