package dev.millrace.jinja;

import static java.util.Objects.requireNonNull;

import java.util.List;

/** {@code return(x)} was called where no macro call is open to receive the value. */
public final class ReturnOutsideMacroException extends TemplateException {
  // Exceptions are serializable by inheritance only; nobody serializes this one.
  private final transient Object value;

  public ReturnOutsideMacroException(Object value, Position position) {
    super(ErrorKind.RAISED, "return() was called outside of a macro", position, List.of(), null);
    this.value = requireNonNull(value, "value");
  }

  /** What was to be returned. */
  public Object value() {
    return value;
  }
}
