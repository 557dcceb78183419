package dev.millrace.engine.project.context;

import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import dev.millrace.engine.problem.SourcePosition;
import dev.millrace.jinja.MacroFrame;
import dev.millrace.jinja.Position;
import dev.millrace.jinja.TemplateException;
import java.util.Optional;

/** From the template engine's errors to problems. */
public final class Faults {
  private static final int MAX_FRAMES = 5;

  private Faults() {}

  /** What a failed template means to the user: place, macro calls, remedy. */
  public static Problem of(TemplateException failure) {
    Optional<Problem> ours = ours(failure);
    SourcePosition position = position(failure.position());
    if (ours.isPresent()) {
      Problem problem = ours.get();
      String message = problem.message() + stack(failure);
      return new Problem(
          problem.code(),
          problem.severity(),
          message,
          Optional.of(problem.position().orElse(position)),
          problem.remedy());
    }
    String message = failure.getMessage().strip().replaceFirst("\\.$", "") + stack(failure);
    return Problem.error(ProblemCode.JINJA_INVALID, message).at(position).remedy(remedy(failure));
  }

  public static SourcePosition position(Position position) {
    return new SourcePosition(position.template(), position.line(), position.column());
  }

  /** A problem to be thrown out of a template. */
  public static MillraceException fault(ProblemCode code, String message, String remedy) {
    return new MillraceException(Problem.error(code, message).remedy(remedy));
  }

  private static Optional<Problem> ours(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof MillraceException millrace) {
        return Optional.of(millrace.problem());
      }
    }
    return Optional.empty();
  }

  private static String stack(TemplateException failure) {
    StringBuilder text = new StringBuilder();
    failure.frames().stream()
        .limit(MAX_FRAMES)
        .forEach(
            frame ->
                text.append(text.isEmpty() ? " (in macro " : ", in macro ")
                    .append(frameText(frame)));
    return text.isEmpty() ? "" : text.append(')').toString();
  }

  private static String frameText(MacroFrame frame) {
    return frame.macro() + " called at " + frame.call();
  }

  private static String remedy(TemplateException failure) {
    return switch (failure.kind()) {
      case SYNTAX -> "Correct the Jinja at this place";
      case UNDEFINED ->
          "Define it with `set`, as a macro under macros/, or install the package it comes from";
      case TYPE -> "Check the values that the expression uses";
      case LIMIT -> "Look for a loop or a macro that calls itself without end";
      case RAISED -> "Do what the message asks for";
    };
  }
}
