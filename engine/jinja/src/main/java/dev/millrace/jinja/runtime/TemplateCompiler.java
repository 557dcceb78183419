package dev.millrace.jinja.runtime;

import dev.millrace.jinja.Environment;
import dev.millrace.jinja.ErrorKind;
import dev.millrace.jinja.MacroDefinition;
import dev.millrace.jinja.Template;
import dev.millrace.jinja.TemplateException;
import dev.millrace.jinja.syntax.Expression;
import dev.millrace.jinja.syntax.SourceText;
import dev.millrace.jinja.syntax.Statement;
import dev.millrace.jinja.syntax.Syntax;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes templates from sources. */
public final class TemplateCompiler {
  private TemplateCompiler() {}

  /**
   * Parses and compiles.
   *
   * @throws TemplateException of kind SYNTAX
   */
  public static Template compile(Environment environment, SourceText source) {
    try {
      Syntax syntax = Syntax.parse(source, environment.blockTags());
      StatementCompiler compiler = new StatementCompiler(syntax, environment);
      Map<String, MacroDefinition> macros = new LinkedHashMap<>();
      for (Statement statement : syntax.body()) {
        if (statement instanceof Statement.Macro macro) {
          macros.put(macro.name(), compiler.macro(macro));
        }
      }
      return new CompiledTemplate(
          environment,
          environment.undefinedPolicy(),
          source,
          compiler.compile(syntax.body()),
          macros,
          syntax.calls(),
          typed(syntax, compiler));
    } catch (StackOverflowError overflow) {
      throw new TemplateException(
          ErrorKind.SYNTAX, "nested too deeply", source.position(0), List.of(), null);
    }
  }

  private static @Nullable Evaluator typed(Syntax syntax, StatementCompiler compiler) {
    if (syntax.body().size() != 1 || !(syntax.body().getFirst() instanceof Statement.Print print)) {
      return null;
    }
    Expression expression = print.expression();
    if (Constants.isConstant(expression)) {
      return null;
    }
    return compiler.expressions().compile(expression);
  }
}
