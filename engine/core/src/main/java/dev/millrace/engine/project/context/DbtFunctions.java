package dev.millrace.engine.project.context;

import dev.millrace.engine.problem.ProblemCode;
import dev.millrace.engine.trust.Bindings;
import dev.millrace.engine.trust.SecretResolver;
import dev.millrace.jinja.Arguments;
import dev.millrace.jinja.Callable;
import dev.millrace.jinja.EvaluationException;
import dev.millrace.jinja.JinjaObject;
import dev.millrace.jinja.Position;
import dev.millrace.jinja.modules.PythonModules;
import dev.millrace.jinja.values.None;
import dev.millrace.jinja.values.Python;
import dev.millrace.jinja.values.Values;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.AbstractMap;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** dbt's own names, made when a template looks them up. */
final class DbtFunctions {
  /** The dbt release whose behaviour is followed. */
  static final String DBT_VERSION = "1.11.0";

  static final List<String> NAMES =
      List.of(
          "ref",
          "source",
          "config",
          "var",
          "env_var",
          "target",
          "schema",
          "database",
          "project_name",
          "execute",
          "flags",
          "adapter",
          "exceptions",
          "log",
          "print",
          "local_md5",
          "run_query",
          "statement",
          "load_result",
          "store_result",
          "render",
          "try_or_compiler_error",
          "builtins",
          "context",
          "dbt_version",
          "api",
          "modules",
          "tojson",
          "fromjson",
          "zip",
          "zip_strict",
          "set",
          "set_strict",
          "invocation_args_dict");

  /** What depends on nothing but its arguments. */
  private static final Map<String, Object> PURE =
      Collections.unmodifiableMap(dev.millrace.jinja.modules.DbtFunctions.all());

  private static final Map<String, Object> MODULES =
      Collections.unmodifiableMap(PythonModules.all());

  private static final Logger LOG = LoggerFactory.getLogger(DbtFunctions.class);

  private final DbtContext context;

  DbtFunctions(DbtContext context) {
    this.context = context;
  }

  @Nullable Object get(String name) {
    return switch (name) {
      case "ref" -> (Callable) this::ref;
      case "source" -> (Callable) this::source;
      case "config" -> new ConfigFunction(context);
      case "var" -> new VarFunction();
      case "env_var" -> (Callable) this::environmentVariable;
      case "target" -> context.scope().target();
      case "schema", "database" -> context.scope().target().get(name);
      case "project_name" -> context.scope().projectName();
      case "execute" -> context.isExecuting();
      case "flags" -> flags();
      case "adapter" -> new AdapterValue(context);
      case "exceptions" -> new Exceptions();
      case "log", "print" -> (Callable) this::log;
      case "local_md5" -> (Callable) arguments -> md5(arguments.string(0, "value"));
      case "run_query", "statement", "load_result", "store_result" -> query(name);
      case "render" -> (Callable) this::render;
      case "try_or_compiler_error" -> (Callable) DbtFunctions::attempt;
      case "builtins" -> new Builtins();
      case "context" -> context;
      case "dbt_version" -> DBT_VERSION;
      case "api" -> new ApiValue(context.scope().dialect());
      case "invocation_args_dict" -> Map.of();
      case "modules" -> MODULES;
      default -> PURE.get(name);
    };
  }

  private Object ref(Arguments arguments) {
    List<Object> given = arguments.positional();
    Object version = arguments.named().getOrDefault("v", arguments.named().get("version"));
    String name = given.isEmpty() ? arguments.string(0, "model_name") : text(given.getLast());
    Optional<String> asked =
        version == null || version instanceof None
            ? Optional.empty()
            : Optional.of(Python.str(version));
    Position position = position(arguments);
    return switch (given.size()) {
      case 0, 1 -> context.actions().ref(Optional.empty(), name, asked, position);
      case 2 -> context.actions().ref(Optional.of(text(given.getFirst())), name, asked, position);
      default ->
          throw EvaluationException.type("ref() takes a model's name, or a package and a name");
    };
  }

  private Object source(Arguments arguments) {
    return context
        .actions()
        .source(
            arguments.string(0, "source_name"),
            arguments.string(1, "table_name"),
            position(arguments));
  }

  private static String text(Object value) {
    if (value instanceof String text) {
      return text;
    }
    throw EvaluationException.type("a name must be a string, not " + Python.typeName(value));
  }

  private static Position position(Arguments arguments) {
    return arguments.context().position();
  }

  private Object environmentVariable(Arguments arguments) {
    String name = arguments.string(0, "var");
    String value = context.scope().environmentVariables().get(name);
    Object otherwise = arguments.get(1, "default");
    if (value == null && otherwise != null) {
      return otherwise instanceof None ? "None" : otherwise;
    }
    if (SecretResolver.isSecretVariable(name) || context.isSecretKey()) {
      // Also when it is not set: it is needed when something is submitted, not to look at a
      // project.
      return Bindings.secretPlaceholder(name);
    }
    if (value == null) {
      throw Faults.fault(
          ProblemCode.VARIABLE_MISSING,
          "The environment variable " + name + " is not set",
          "Set it, or give env_var() a default as its second argument");
    }
    context.readEnvironment(name, value);
    return value;
  }

  private static Map<String, Object> flags() {
    Map<String, Object> flags = new LinkedHashMap<>();
    flags.put("FULL_REFRESH", false);
    flags.put("STORE_FAILURES", false);
    flags.put("EMPTY", false);
    flags.put("WHICH", "compile");
    return flags;
  }

  private Object log(Arguments arguments) {
    String message = Python.str(arguments.get(0, "msg", ""));
    if (context.isExecuting()) {
      if (arguments.flag(1, "info", false)) {
        LOG.info("{}", message);
      } else {
        LOG.debug("{}", message);
      }
    }
    return "";
  }

  private Object query(String name) {
    return (Callable)
        arguments -> {
          if (context.isExecuting()) {
            throw Faults.fault(
                ProblemCode.JINJA_INVALID,
                name + "() asks a database while the project is compiled, which needs no cluster",
                "Take the values from a variable or a seed instead");
          }
          return name.equals("statement") ? "" : None.NONE;
        };
  }

  private Object render(Arguments arguments) {
    String text = arguments.string(0, "string");
    return arguments
        .context()
        .render(context.scope().environment().parse(text, position(arguments).template()));
  }

  private static Object attempt(Arguments arguments) {
    String message = arguments.string(0, "message_if_exception");
    if (!(arguments.require(1, "func") instanceof Callable function)) {
      throw EvaluationException.type("the second argument must be a function");
    }
    try {
      List<Object> rest = arguments.positional().subList(2, arguments.positional().size());
      return arguments.context().call(function, rest, arguments.named());
    } catch (RuntimeException e) {
      throw EvaluationException.raised(message);
    }
  }

  // dbt hands this to templates under the name of the algorithm; nothing rests on its strength.
  private static String md5(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has MD5", e);
    }
  }

  /** {@code var('name', default)} and {@code var.has_var('name')}. */
  private final class VarFunction implements Callable, JinjaObject {
    @Override
    public String name() {
      return "var";
    }

    @Override
    public Object call(Arguments arguments) {
      String name = arguments.string(0, "name");
      Optional<Variables.Found> found =
          context.scope().variables().find(context.packageName(), name);
      if (found.isPresent()) {
        return rendered(Values.of(found.get().value()), arguments, name);
      }
      Object otherwise = arguments.get(1, "default");
      if (otherwise != null) {
        return otherwise;
      }
      if (!context.isExecuting()) {
        return None.NONE;
      }
      throw Faults.fault(
          ProblemCode.VARIABLE_MISSING,
          "The variable `" + name + "` is not set",
          "Set it under `vars:` in dbt_project.yml or with --vars, or give var() a default");
    }

    private Object rendered(Object value, Arguments arguments, String name) {
      if (value instanceof String text && (text.contains("{{") || text.contains("{%"))) {
        return arguments
            .context()
            .render(context.scope().environment().parse(text, "variable " + name));
      }
      return value;
    }

    @Override
    public @Nullable Object attribute(String attribute) {
      return attribute.equals("has_var")
          ? (Callable)
              arguments ->
                  context
                      .scope()
                      .variables()
                      .find(context.packageName(), arguments.string(0, "name"))
                      .isPresent()
          : null;
    }

    @Override
    public String str() {
      return "<function var>";
    }

    @Override
    public String repr() {
      return str();
    }

    @Override
    public String typeName() {
      return "function";
    }
  }

  /** {@code exceptions}. */
  private final class Exceptions implements JinjaObject {
    @Override
    public @Nullable Object attribute(String attribute) {
      if (attribute.equals("warn")) {
        return (Callable)
            arguments -> {
              context.actions().warn(Python.str(arguments.require(0, "msg")), position(arguments));
              return "";
            };
      }
      return attribute.startsWith("raise_") || attribute.equals("column_type_missing")
          ? (Callable)
              arguments -> {
                throw EvaluationException.raised(Python.str(arguments.get(0, "msg", attribute)));
              }
          : null;
    }

    @Override
    public String str() {
      return "<exceptions>";
    }
  }

  /** The functions as they are before macros replace them. */
  private final class Builtins extends AbstractMap<String, Object> {
    @Override
    public @Nullable Object get(@Nullable Object key) {
      return key instanceof String name ? DbtFunctions.this.get(name) : null;
    }

    @Override
    public boolean containsKey(@Nullable Object key) {
      return get(key) != null;
    }

    @Override
    public Set<Entry<String, Object>> entrySet() {
      Map<String, Object> all = new LinkedHashMap<>();
      for (String name : NAMES) {
        Object value = get(name);
        if (value != null) {
          all.put(name, value);
        }
      }
      return all.entrySet();
    }
  }
}
