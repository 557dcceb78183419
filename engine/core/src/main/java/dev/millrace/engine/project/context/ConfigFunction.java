package dev.millrace.engine.project.context;

import dev.millrace.engine.problem.ProblemCode;
import dev.millrace.engine.trust.Bindings;
import dev.millrace.engine.trust.SecretResolver;
import dev.millrace.jinja.Arguments;
import dev.millrace.jinja.Callable;
import dev.millrace.jinja.EvaluationException;
import dev.millrace.jinja.JinjaObject;
import dev.millrace.jinja.values.None;
import dev.millrace.jinja.values.Python;
import dev.millrace.jinja.values.Values;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code config(...)}, {@code config.get(...)} and their kin. */
final class ConfigFunction implements Callable, JinjaObject {
  private final DbtContext context;

  ConfigFunction(DbtContext context) {
    this.context = context;
  }

  @Override
  public String name() {
    return "config";
  }

  @Override
  public Object call(Arguments arguments) {
    Map<String, Object> values = new LinkedHashMap<>();
    switch (arguments.positional().size()) {
      case 0 -> {}
      case 1 -> {
        if (!(arguments.positional().getFirst() instanceof Map<?, ?> map)) {
          throw EvaluationException.type("config() takes keywords or one dict");
        }
        map.forEach((key, value) -> put(values, Python.str(Values.of(key)), value));
      }
      default -> throw EvaluationException.type("config() takes keywords or one dict");
    }
    arguments.named().forEach((key, value) -> put(values, key, value));
    context.actions().configure(values, arguments.context().position());
    return "";
  }

  private void put(Map<String, Object> values, String key, @Nullable Object value) {
    Object plain = PlainValues.of(value, key, this::withoutSecrets);
    if (plain != null) {
      values.put(key, plain);
    }
  }

  private String withoutSecrets(String key, String text) {
    return SecretResolver.isSecretKey(key) ? hidden(text) : text;
  }

  private String hidden(String text) {
    String hidden = text;
    for (Map.Entry<String, String> read : context.environmentReads().entrySet()) {
      if (!read.getValue().isEmpty()) {
        hidden = hidden.replace(read.getValue(), Bindings.secretPlaceholder(read.getKey()));
      }
    }
    return hidden;
  }

  @Override
  public @Nullable Object attribute(String attribute) {
    return switch (attribute) {
      case "get" -> (Callable) arguments -> get(arguments);
      case "require" -> (Callable) this::require;
      case "set" -> (Callable) this::set;
      case "persist_relation_docs", "persist_column_docs" -> (Callable) arguments -> false;
      default -> null;
    };
  }

  private Object get(Arguments arguments) {
    Object value = context.actions().configured(arguments.string(0, "name"));
    if (value != null) {
      return Values.of(value);
    }
    return arguments.get(1, "default", context.isExecuting() ? None.NONE : "");
  }

  private Object require(Arguments arguments) {
    String key = arguments.string(0, "name");
    Object value = context.actions().configured(key);
    if (value != null) {
      return Values.of(value);
    }
    if (!context.isExecuting()) {
      return "";
    }
    throw Faults.fault(
        ProblemCode.CONFIG_INVALID,
        "The config `" + key + "` is required here but not set",
        "Set it in config() or in the YAML of the model");
  }

  private Object set(Arguments arguments) {
    Map<String, Object> values = new LinkedHashMap<>();
    put(values, arguments.string(0, "name"), arguments.require(1, "value"));
    context.actions().configure(values, arguments.context().position());
    return "";
  }

  @Override
  public String str() {
    return "<config>";
  }

  @Override
  public String repr() {
    return str();
  }

  @Override
  public String typeName() {
    return "config";
  }
}
