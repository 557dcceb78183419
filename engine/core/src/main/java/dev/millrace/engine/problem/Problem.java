package dev.millrace.engine.problem;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * One thing that is wrong, as a user reads it.
 *
 * @param message one sentence without a trailing period
 * @param remedy what to do about it, as one imperative sentence; empty when there is nothing to add
 */
public record Problem(
    ProblemCode code,
    Severity severity,
    String message,
    Optional<SourcePosition> position,
    Optional<String> remedy) {
  public Problem {
    requireNonNull(code, "code");
    requireNonNull(severity, "severity");
    requireNonNull(message, "message");
    requireNonNull(position, "position");
    requireNonNull(remedy, "remedy");
  }

  public static Problem error(ProblemCode code, String message) {
    return new Problem(code, Severity.ERROR, message, Optional.empty(), Optional.empty());
  }

  public static Problem warning(ProblemCode code, String message) {
    return new Problem(code, Severity.WARNING, message, Optional.empty(), Optional.empty());
  }

  public Problem at(SourcePosition where) {
    return new Problem(code, severity, message, Optional.of(where), remedy);
  }

  public Problem remedy(String sentence) {
    return new Problem(code, severity, message, position, Optional.of(sentence));
  }

  /** {@code P006 models/a.sql:3:14: message. Remedy.} */
  public String describe() {
    StringBuilder text = new StringBuilder(code.code()).append(' ');
    position.ifPresent(where -> text.append(where).append(": "));
    text.append(message);
    remedy.ifPresent(sentence -> text.append(". ").append(sentence));
    return text.toString();
  }
}
