package dev.millrace.sidecar.planner;

import dev.millrace.wire.AnalyzeResponse.Finding;
import dev.millrace.wire.Range;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.calcite.runtime.CalciteContextException;
import org.apache.calcite.sql.parser.SqlParseException;
import org.apache.flink.sql.parser.error.SqlValidateException;
import org.jspecify.annotations.Nullable;

/** Turns what Flink throws at a statement into one sentence and a place. */
public final class Findings {
  private static final Pattern POSITION =
      Pattern.compile(
          "(?:[Ff]rom|[Aa]t) line (\\d+), column (\\d+)"
              + "(?: to line (\\d+), column (\\d+))?[.:]?\\s*");

  private static final Pattern WRAPPER =
      Pattern.compile("^(?:SQL validation failed\\.|SQL parse failed\\.)\\s*");

  /** What Flink says goes on with the names of two dozen factories. */
  private static final Pattern MISSING_FORMAT =
      Pattern.compile(
          "Could not find any factory for identifier '([^']+)' that implements"
              + " '\\S*(?:S|Des)erializationFormatFactory'");

  private static final Pattern EXPECTED = Pattern.compile("\"([^\"]+)\" \\.\\.\\.");

  private static final int MOST_EXPECTED_TOKENS = 6;

  private Findings() {}

  /** The position that the exceptions themselves carry. */
  static Optional<Range> positionOf(Throwable thrown) {
    for (Throwable cause : chain(thrown)) {
      if (cause instanceof SqlParseException parse && parse.getPos() != null) {
        return StatementText.range(parse.getPos());
      }
      if (cause instanceof CalciteContextException context && context.getPosLine() > 0) {
        return Optional.of(
            new Range(
                context.getPosLine(),
                context.getPosColumn(),
                context.getEndPosLine(),
                context.getEndPosColumn()));
      }
      if (cause instanceof SqlValidateException validate && validate.getErrorPosition() != null) {
        return StatementText.range(validate.getErrorPosition());
      }
    }
    for (Throwable cause : chain(thrown)) {
      Matcher position = POSITION.matcher(String.valueOf(cause.getMessage()));
      if (position.find()) {
        int line = Integer.parseInt(position.group(1));
        int column = Integer.parseInt(position.group(2));
        return Optional.of(
            position.group(3) == null
                ? new Range(line, column, line, column)
                : new Range(
                    line,
                    column,
                    Integer.parseInt(position.group(3)),
                    Integer.parseInt(position.group(4))));
      }
    }
    return Optional.empty();
  }

  /** Flink's own sentence, in one line, without wrappers, positions and stack. */
  public static String messageOf(Throwable thrown) {
    List<Throwable> chain = chain(thrown);
    for (Throwable cause : chain) {
      if (cause instanceof SqlParseException parse) {
        return parseMessage(parse);
      }
    }
    String told = null;
    for (Throwable cause : chain) {
      String message = cause.getMessage();
      if (message != null && !message.isBlank() && isTheirs(cause)) {
        told = message;
      }
    }
    String message = told == null ? fallback(thrown) : told;
    return sentence(message) + missingClass(chain);
  }

  /** As {@link #messageOf}, with the place before it where it is known. */
  public static String placedMessage(Throwable thrown) {
    return positionOf(thrown)
            .map(range -> "Line " + range.line() + ", column " + range.column() + ": ")
            .orElse("")
        + messageOf(thrown);
  }

  /** The innermost cause of a job's failure: there it is Java that knows what went wrong. */
  public static String deepest(Throwable thrown) {
    List<Throwable> chain = chain(thrown);
    return sentence(fallback(chain.get(chain.size() - 1)));
  }

  private static String fallback(Throwable thrown) {
    String message = thrown.getMessage();
    return message == null ? thrown.getClass().getSimpleName() : message;
  }

  private static String sentence(String message) {
    Matcher missing = MISSING_FORMAT.matcher(message);
    if (missing.find()) {
      return "Nothing here has the format '"
          + missing.group(1)
          + "': name its jar in the table's config `jars`";
    }
    String text = WRAPPER.matcher(message.strip()).replaceFirst("");
    text = POSITION.matcher(text).replaceAll("");
    return text.strip().replaceAll("\\s+", " ");
  }

  /** A class that is not there is told with its name only, which says nothing alone. */
  private static String missingClass(List<Throwable> chain) {
    return chain.stream()
        .filter(ClassNotFoundException.class::isInstance)
        .map(cause -> " The class " + cause.getMessage() + " is not on the class path.")
        .findFirst()
        .orElse("");
  }

  /**
   * Whether an exception speaks about SQL; others below it speak about Java. An option's value that
   * is not of its type is an IllegalArgumentException.
   */
  private static boolean isTheirs(Throwable cause) {
    String name = cause.getClass().getName();
    return name.startsWith("org.apache.flink.")
        || name.startsWith("org.apache.calcite.")
        || cause.getClass() == IllegalArgumentException.class;
  }

  private static String parseMessage(SqlParseException parse) {
    String message = String.valueOf(parse.getMessage());
    String first = message.lines().findFirst().orElse(message);
    StringBuilder told =
        new StringBuilder(POSITION.matcher(first).replaceAll("").strip().replaceAll("\\.$", ""));
    Matcher expected = EXPECTED.matcher(message.substring(first.length()));
    List<String> tokens = new ArrayList<>();
    while (expected.find()) {
      tokens.add(expected.group(1));
    }
    if (!tokens.isEmpty() && tokens.size() <= MOST_EXPECTED_TOKENS) {
      told.append("; expected ").append(String.join(", ", tokens));
    }
    return told.toString().replaceAll("\\s+", " ");
  }

  /** A finding, placed by its position or else by its words. */
  static Finding of(
      Throwable thrown, @Nullable StatementText statement, @Nullable SubSelects subSelects) {
    String message = messageOf(thrown);
    Optional<Range> range = positionOf(thrown);
    if (range.isEmpty() && statement != null && subSelects != null) {
      range = ErrorPlaces.find(message, statement, subSelects);
    }
    return new Finding(message, range.orElse(null));
  }

  static List<Throwable> chain(Throwable thrown) {
    Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    List<Throwable> chain = new ArrayList<>();
    for (Throwable cause = thrown; cause != null && seen.add(cause); cause = cause.getCause()) {
      chain.add(cause);
    }
    return chain;
  }
}
