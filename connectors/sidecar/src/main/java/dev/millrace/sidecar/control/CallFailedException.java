package dev.millrace.sidecar.control;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * A call that cannot be answered, for a reason its caller can act upon.
 *
 * <p>Its message and those of its causes are sent to the caller: they must hold no secret.
 */
public final class CallFailedException extends Exception {
  private static final long serialVersionUID = 1;

  private final FailureKind kind;

  public CallFailedException(FailureKind kind, String message) {
    this(kind, message, null);
  }

  public CallFailedException(FailureKind kind, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = requireNonNull(kind, "kind");
  }

  public FailureKind kind() {
    return kind;
  }
}
