package dev.millrace.engine.project;

import dev.millrace.engine.problem.SourcePosition;
import dev.millrace.jinja.Environment;
import dev.millrace.jinja.StaticCall;
import dev.millrace.jinja.TemplateException;
import dev.millrace.jinja.values.Python;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds what a Python model says of itself: calls of {@code dbt.ref}, {@code dbt.source} and {@code
 * dbt.config} whose arguments are literals, which Python and Jinja write alike. Nothing is run.
 */
final class PythonModelParser {
  private static final Pattern CALL = Pattern.compile("\\bdbt\\.(ref|source|config)\\s*\\(");
  private static final Pattern COMMENT =
      Pattern.compile("(\"\"\".*?\"\"\"|'''.*?''')|#[^\\n]*", Pattern.DOTALL);

  private final Environment environment;

  PythonModelParser(Environment environment) {
    this.environment = environment;
  }

  void parse(NodeDraft draft) {
    String code = draft.rawCode;
    Matcher calls = CALL.matcher(COMMENT.matcher(code).replaceAll(PythonModelParser::blank));
    while (calls.find()) {
      int end = end(code, calls.end());
      String arguments = code.substring(calls.end(), end);
      int line = 1 + (int) code.substring(0, calls.start()).chars().filter(c -> c == '\n').count();
      SourcePosition position = new SourcePosition(draft.path, line, 0);
      literal(calls.group(1), arguments).ifPresent(call -> note(call, draft, position));
    }
  }

  /** Blanks in place of a comment or a long text, so that all else keeps its place. */
  private static String blank(java.util.regex.MatchResult found) {
    return found.group().replaceAll("[^\n]", " ");
  }

  /** Where the bracket that has been opened closes. */
  private static int end(String code, int start) {
    int open = 1;
    char quote = 0;
    for (int at = start; at < code.length(); at++) {
      char next = code.charAt(at);
      if (quote != 0) {
        if (next == '\\') {
          at++;
        } else if (next == quote) {
          quote = 0;
        }
      } else if (next == '"' || next == '\'') {
        quote = next;
      } else if (next == '(' || next == '[' || next == '{') {
        open++;
      } else if (next == ')' || next == ']' || next == '}') {
        open--;
        if (open == 0) {
          return at;
        }
      }
    }
    return code.length();
  }

  private Optional<StaticCall> literal(String function, String arguments) {
    try {
      List<StaticCall> calls =
          environment.parse("{{ " + function + "(" + arguments + ") }}", "").staticCalls();
      return calls.stream().filter(StaticCall::literal).findFirst();
    } catch (TemplateException e) {
      // More Python than literals: dbt reads nothing from it either.
      return Optional.empty();
    }
  }

  private static void note(StaticCall call, NodeDraft draft, SourcePosition position) {
    List<Object> given = call.positional();
    switch (call.function()) {
      case "config" -> {
        for (Map.Entry<String, Object> entry : call.named().entrySet()) {
          draft.config.set(entry.getKey(), entry.getValue(), position);
        }
      }
      case "source" -> {
        if (given.size() == 2) {
          draft.references.add(
              new NodeDraft.Reference(
                  true,
                  Optional.of(String.valueOf(given.getFirst())),
                  String.valueOf(given.getLast()),
                  Optional.empty(),
                  position));
        }
      }
      default -> {
        if (given.size() == 1 || given.size() == 2) {
          Object version = call.named().getOrDefault("v", call.named().get("version"));
          draft.references.add(
              new NodeDraft.Reference(
                  false,
                  given.size() == 2
                      ? Optional.of(String.valueOf(given.getFirst()))
                      : Optional.empty(),
                  String.valueOf(given.getLast()),
                  Optional.ofNullable(version).map(Python::str),
                  position));
        }
      }
    }
  }
}
