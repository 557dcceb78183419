package dev.millrace.engine.project.context;

import dev.millrace.jinja.Template;
import dev.millrace.jinja.UndefinedPolicy;
import dev.millrace.jinja.values.None;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The arguments of a generic test, rendered as dbt hands them to the test's macro. */
public final class TestArguments {
  /** The name under which a test's text finds its arguments. */
  public static final String NAME = "_dbt_generic_test_kwargs";

  private static final Pattern CALL =
      Pattern.compile("^\\s*(env_var|ref|var|source|doc)\\s*\\(.+\\)\\s*$");

  private TestArguments() {}

  /**
   * The arguments with every text rendered so that it keeps its type; the column's name stays text.
   *
   * @param file as positions name it
   * @throws dev.millrace.jinja.TemplateException when an argument cannot be rendered
   */
  public static Map<String, Object> render(
      Map<String, @Nullable Object> arguments, DbtContext context, String file) {
    Map<String, Object> rendered = new LinkedHashMap<>();
    arguments.forEach(
        (key, value) ->
            rendered.put(
                key,
                key.equals("column_name") && value != null
                    ? value
                    : rendered(value, context, file)));
    return rendered;
  }

  private static Object rendered(@Nullable Object value, DbtContext context, String file) {
    return switch (value) {
      case null -> None.NONE;
      case String text -> text(text, context, file);
      case List<?> list -> {
        List<Object> all = new ArrayList<>();
        list.forEach(element -> all.add(rendered(element, context, file)));
        yield all;
      }
      case Map<?, ?> map -> {
        Map<Object, Object> all = new LinkedHashMap<>();
        map.forEach(
            (key, element) -> all.put(String.valueOf(key), rendered(element, context, file)));
        yield all;
      }
      case Object other -> other;
    };
  }

  private static Object text(String text, DbtContext context, String file) {
    String source = CALL.matcher(text).matches() ? "{{ " + text + " }}" : text;
    if (!source.contains("{{") && !source.contains("{%") && !source.contains("{#")) {
      return source;
    }
    Template template = context.scope().environment().parse(source, file);
    return (context.isExecuting() ? template : template.under(UndefinedPolicy.CHAINABLE))
        .renderNative(context);
  }
}
