package dev.millrace.jinja.runtime;

import dev.millrace.jinja.Environment;
import dev.millrace.jinja.MacroDefinition;
import dev.millrace.jinja.Rendered;
import dev.millrace.jinja.SourceMap;
import dev.millrace.jinja.StaticCall;
import dev.millrace.jinja.Template;
import dev.millrace.jinja.syntax.SourceText;
import java.util.List;
import java.util.Map;

/** Makes templates. */
public final class TemplateCompiler {
  private TemplateCompiler() {}

  public static Template compile(Environment environment, SourceText source) {
    return new PlainText(source);
  }

  private record PlainText(SourceText source) implements Template {
    @Override
    public String name() {
      return source.name();
    }

    @Override
    public Rendered render(Map<String, ?> context) {
      SourceMap.Origin[] origins = {new SourceMap.Origin.Copied(source, 0)};
      return new Rendered(source.text(), new SourceMap(source, new int[] {0}, origins));
    }

    @Override
    public Object renderNative(Map<String, ?> context) {
      return source.text();
    }

    @Override
    public Map<String, MacroDefinition> macros() {
      return Map.of();
    }

    @Override
    public List<StaticCall> staticCalls() {
      return List.of();
    }
  }
}
