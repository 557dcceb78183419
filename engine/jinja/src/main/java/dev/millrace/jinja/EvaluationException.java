package dev.millrace.jinja;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * An error that does not know yet where it happened. Filters, tests and {@link Callable}s throw it;
 * the engine turns it into a {@link TemplateException} with the position and the macro calls.
 */
public final class EvaluationException extends RuntimeException {
  private final ErrorKind kind;

  public EvaluationException(ErrorKind kind, String message) {
    this(kind, message, null);
  }

  public EvaluationException(ErrorKind kind, String message, @Nullable Throwable cause) {
    // The Java stack says nothing about the template, and is the expensive part.
    super(message, cause, false, false);
    this.kind = requireNonNull(kind, "kind");
  }

  /** An operation that does not fit its values. */
  public static EvaluationException type(String message) {
    return new EvaluationException(ErrorKind.TYPE, message);
  }

  /** A failure reported on purpose, such as {@code exceptions.raise_compiler_error}. */
  public static EvaluationException raised(String message) {
    return new EvaluationException(ErrorKind.RAISED, message);
  }

  /** A limit was reached. */
  public static EvaluationException limit(String message) {
    return new EvaluationException(ErrorKind.LIMIT, message);
  }

  public ErrorKind kind() {
    return kind;
  }

  /** The message; never absent here. */
  @Override
  public String getMessage() {
    return requireNonNull(super.getMessage());
  }
}
