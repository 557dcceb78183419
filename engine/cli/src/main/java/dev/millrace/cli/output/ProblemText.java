package dev.millrace.cli.output;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import dev.millrace.engine.problem.Severity;
import dev.millrace.engine.problem.SourcePosition;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A problem as it is shown. */
public final class ProblemText {
  private ProblemText() {}

  /**
   *
   *
   * <pre>
   * error P006 models/a.sql:3:14
   *   There is no model `ordrs`
   *   Did you mean `orders`?
   * </pre>
   */
  public static String of(Problem problem) {
    StringBuilder text = new StringBuilder();
    text.append(problem.severity() == Severity.ERROR ? "error " : "warning ");
    text.append(problem.code().code());
    problem.position().ifPresent(position -> text.append(' ').append(position));
    text.append("\n  ").append(problem.message().replace("\n", "\n  "));
    problem.remedy().ifPresent(remedy -> text.append("\n  ").append(remedy));
    return text.toString();
  }

  /** The problem as dbt's logs have it. */
  static LogEvent event(Problem problem) {
    String text = of(problem);
    Map<String, @Nullable Object> data = new LinkedHashMap<>();
    data.put("problem", data(problem));
    if (problem.severity() == Severity.ERROR) {
      data.put("exc", text);
      return new LogEvent("MainEncounteredError", "Z002", LogLevel.ERROR, text, data);
    }
    if (problem.code() == ProblemCode.SELECTION_INVALID) {
      data.put("spec_raw", problem.message());
      return new LogEvent("NoNodesForSelectionCriteria", "M030", LogLevel.WARN, text, data);
    }
    data.put("msg", text);
    return new LogEvent("Note", "Z050", LogLevel.WARN, text, data);
  }

  private static Map<String, Object> data(Problem problem) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("severity", problem.severity().name().toLowerCase(Locale.ROOT));
    data.put("code", problem.code().code());
    data.put("message", problem.message());
    problem.position().ifPresent(position -> data.put("position", position.toString()));
    problem.remedy().ifPresent(remedy -> data.put("remedy", remedy));
    return data;
  }

  /** The JSON form. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Json(
      String severity,
      String code,
      String message,
      @Nullable String file,
      @Nullable Integer line,
      @Nullable Integer column,
      @Nullable String remedy) {
    public static Json of(Problem problem) {
      @Nullable SourcePosition position = problem.position().orElse(null);
      return new Json(
          problem.severity().name().toLowerCase(Locale.ROOT),
          problem.code().code(),
          problem.message(),
          position == null ? null : position.file(),
          position == null || position.line() == 0 ? null : position.line(),
          position == null || position.column() == 0 ? null : position.column(),
          problem.remedy().orElse(null));
    }
  }
}
