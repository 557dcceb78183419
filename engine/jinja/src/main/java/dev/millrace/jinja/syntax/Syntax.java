package dev.millrace.jinja.syntax;

import dev.millrace.jinja.BlockTag;
import dev.millrace.jinja.StaticCall;
import dev.millrace.jinja.TemplateException;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A parsed template.
 *
 * @param source where it came from
 * @param body its statements
 * @param calls all calls of names, in source order
 * @param callsByMacro the calls inside each macro, by the offset of the macro
 */
public record Syntax(
    SourceText source,
    List<Statement> body,
    List<StaticCall> calls,
    Map<Integer, List<StaticCall>> callsByMacro) {
  public Syntax {
    body = List.copyOf(body);
    calls = List.copyOf(calls);
    callsByMacro = Map.copyOf(callsByMacro);
  }

  /**
   * Parses a template.
   *
   * @param tags which of dbt's tags are known
   * @throws TemplateException of kind SYNTAX
   */
  public static Syntax parse(SourceText source, Set<BlockTag> tags) {
    return new StatementParser(source, tags).parse();
  }
}
