package dev.millrace.jinja;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A template that cannot be parsed or rendered. The message is in Jinja2's words where users know
 * them; the position is where the failing expression or token stands, inside a macro if it failed
 * there.
 */
public class TemplateException extends RuntimeException {
  private final ErrorKind kind;
  private final Position position;
  private final List<MacroFrame> frames;

  public TemplateException(
      ErrorKind kind,
      String message,
      Position position,
      List<MacroFrame> frames,
      @Nullable Throwable cause) {
    super(message, cause, false, false);
    this.kind = requireNonNull(kind, "kind");
    this.position = requireNonNull(position, "position");
    this.frames = List.copyOf(frames);
  }

  public final ErrorKind kind() {
    return kind;
  }

  public final Position position() {
    return position;
  }

  /** The macro calls that were open, innermost first; empty at the top level of a template. */
  public final List<MacroFrame> frames() {
    return frames;
  }

  /** The bare message, without the position. */
  @Override
  public String getMessage() {
    return requireNonNull(super.getMessage());
  }

  /** The message with its position and one line per open macro call. */
  public final String describe() {
    StringBuilder text = new StringBuilder(getMessage()).append("\n  at ").append(position);
    for (MacroFrame frame : frames) {
      text.append("\n  in macro ")
          .append(frame.macro())
          .append(", called at ")
          .append(frame.call());
    }
    return text.toString();
  }
}
