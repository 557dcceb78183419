package dev.millrace.connector.flink.rest;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.engine.connect.TextRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The exceptions behind one of Flink's error texts, outermost first.
 *
 * <p>Flink's endpoints answer an error with a Java stack trace in a string, often with the trace of
 * another server inside. Users want the one sentence at its bottom.
 *
 * @param causes outermost first; never empty
 */
public record CauseChain(List<Cause> causes) {
  private static final int LONGEST_MESSAGE = 2000;
  private static final Pattern EXCEPTION =
      Pattern.compile(
          "^\\[?(?:Caused by: |Suppressed: )?((?:[a-z_$][\\w$]*\\.)+[A-Z][\\w$]*)(?::\\s?(.*))?$");
  private static final Pattern FRAME = Pattern.compile("^\\s+(?:at |\\.\\.\\. \\d+ ).*");
  private static final Pattern WRAPPED =
      Pattern.compile("^(?:(?:[a-z_$][\\w$]*\\.)+[A-Z][\\w$]*(?:Exception|Error): )+");
  private static final Pattern RANGE =
      Pattern.compile(
          "(?:From )?line (\\d+), column (\\d+)(?: to line (\\d+), column (\\d+))?(?::\\s*)?");
  private static final Pattern SUBJECT =
      Pattern.compile(
          "Could not restore (?:keyed|operator) state backend for \\S+|Failed to deserialize \\w+"
              + "(?: record| '.*')?");
  private static final Pattern PARSER_TAIL = Pattern.compile("(?s)\\n?\\s*Was expecting.*");

  public CauseChain {
    causes = List.copyOf(causes);
    if (causes.isEmpty()) {
      throw new IllegalArgumentException("an error has a cause");
    }
  }

  /**
   * One exception.
   *
   * @param type its class name; empty when the text is no trace
   */
  public record Cause(String type, String message) {
    public Cause {
      requireNonNull(type, "type");
      requireNonNull(message, "message");
    }

    boolean isOf(String simpleName) {
      return type.endsWith("." + simpleName);
    }
  }

  /** Of the JSON {@code {"errors":[...]}} or of any other body. */
  public static CauseChain ofBody(Json json, String body) {
    try {
      JsonNode errors = json.parse(body).path("errors");
      // The last text is the trace; the first is often only "Internal server error.".
      return of(errors.isEmpty() ? body : errors.get(errors.size() - 1).asText());
    } catch (JsonProcessingException e) {
      return of(body);
    }
  }

  /** Of a stack trace, or of a plain sentence. */
  public static CauseChain of(String text) {
    List<Cause> causes = new ArrayList<>();
    StringBuilder message = new StringBuilder();
    String type = "";
    for (String line : text.split("\\R")) {
      if (FRAME.matcher(line).matches()
          || line.startsWith("<Exception on server side")
          || line.startsWith("End of exception on server side")) {
        continue;
      }
      Matcher exception = EXCEPTION.matcher(line);
      if (exception.matches()) {
        add(causes, type, message);
        type = exception.group(1);
        message.setLength(0);
        message.append(exception.group(2) == null ? "" : exception.group(2));
      } else {
        message.append('\n').append(line);
      }
    }
    add(causes, type, message);
    if (causes.isEmpty()) {
      causes.add(new Cause("", "no cause was given"));
    }
    return new CauseChain(causes);
  }

  /** The innermost exception that says something, without class names and expected tokens. */
  public String rootCause() {
    for (Cause cause : causes.reversed()) {
      String message = clean(cause.message());
      if (!message.isBlank()) {
        return shorten(RANGE.matcher(message).lookingAt() ? stripRange(message) : message);
      }
    }
    return causes.getLast().type().isEmpty() ? "no cause was given" : causes.getLast().type();
  }

  /**
   * {@link #rootCause()}, led by the cause that says whose state or which record it is about, where
   * one does: the innermost alone names neither.
   */
  public String rootCauseWithSubject() {
    String root = rootCause().lines().findFirst().orElse("");
    for (Cause cause : causes.reversed()) {
      Matcher subject = SUBJECT.matcher(cause.message());
      if (subject.find() && !root.contains(subject.group())) {
        return subject.group() + ": " + root;
      }
    }
    return root;
  }

  /** {@link #rootCause()} and, where a position is known, {@code (line 1, column 8)}. */
  public String rootCauseWithPosition() {
    String root = rootCause();
    if (RANGE.matcher(root).find()) {
      return root;
    }
    return range()
        .map(at -> root + " (line " + at.line() + ", column " + at.column() + ")")
        .orElse(root);
  }

  /** Where in the statement, if any exception of the chain says so. */
  public Optional<TextRange> range() {
    for (Cause cause : causes.reversed()) {
      Matcher matcher = RANGE.matcher(cause.message());
      if (matcher.find()) {
        int line = Integer.parseInt(matcher.group(1));
        int column = Integer.parseInt(matcher.group(2));
        return Optional.of(
            new TextRange(
                line,
                column,
                matcher.group(3) == null ? line : Integer.parseInt(matcher.group(3)),
                matcher.group(4) == null ? column : Integer.parseInt(matcher.group(4))));
      }
    }
    return Optional.empty();
  }

  /** Whether an exception of one of these simple names is in the chain. */
  public boolean hasType(String... simpleNames) {
    return causes.stream().anyMatch(cause -> List.of(simpleNames).stream().anyMatch(cause::isOf));
  }

  /** Whether a message of the chain holds this text. */
  public boolean mentions(String text) {
    return causes.stream().anyMatch(cause -> cause.message().contains(text));
  }

  /** Whether the statement itself is wrong. */
  public boolean isSqlInvalid() {
    return hasType(
        "ValidationException",
        "SqlParserException",
        "SqlParseException",
        "SqlValidatorException",
        "CalciteContextException",
        "SqlParserEOFException");
  }

  /** Whether the job was refused or failed because its state does not fit. */
  public boolean isRestoreFailure() {
    return hasType("StateMigrationException")
        || mentions("Failed to rollback to checkpoint/savepoint")
        || mentions("Cannot map checkpoint/savepoint state")
        || mentions("Cannot find checkpoint or savepoint")
        || mentions("Max parallelism mismatch between checkpoint/savepoint state")
        || mentions("Could not restore keyed state backend")
        || mentions("Could not restore operator state backend")
        || mentions("Cannot find meta data file");
  }

  private static void add(List<Cause> causes, String type, StringBuilder message) {
    String text = message.toString().strip();
    if (!type.isEmpty() || !text.isEmpty()) {
      causes.add(new Cause(type, text));
    }
  }

  private static String clean(String message) {
    String text = WRAPPED.matcher(message).replaceFirst("");
    return PARSER_TAIL.matcher(text).replaceFirst("").strip();
  }

  private static String stripRange(String message) {
    return RANGE.matcher(message).replaceFirst("");
  }

  private static String shorten(String message) {
    return message.length() <= LONGEST_MESSAGE
        ? message
        : message.substring(0, LONGEST_MESSAGE) + " ...";
  }
}
