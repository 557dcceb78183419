package dev.millrace.engine.query;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How rows are written to a file; always UTF-8. */
public enum ExportFormat {
  /** RFC 4180 with a header: CRLF, values in quotes, NULL an empty field, nested values as JSON. */
  CSV("csv"),
  /** One JSON object a line. */
  JSON_LINES("jsonl"),
  /** One JSON array of objects. */
  JSON_ARRAY("json");

  private final String ending;

  ExportFormat(String ending) {
    this.ending = ending;
  }

  /** The usual ending of such files, without the dot. */
  public String ending() {
    return ending;
  }

  /** The format that a file's name asks for; {@code .ndjson} is known too. */
  public static Optional<ExportFormat> of(Path file) {
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    if (name.endsWith(".ndjson")) {
      return Optional.of(JSON_LINES);
    }
    return Arrays.stream(values()).filter(format -> name.endsWith('.' + format.ending)).findFirst();
  }
}
