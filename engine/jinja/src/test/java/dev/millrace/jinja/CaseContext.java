package dev.millrace.jinja;

import dev.millrace.jinja.modules.DbtFunctions;
import dev.millrace.jinja.modules.PythonModules;
import dev.millrace.jinja.values.None;
import dev.millrace.jinja.values.PyDict;
import dev.millrace.jinja.values.PyTuple;
import dev.millrace.jinja.values.Python;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The small dbt-like world in which the cases of the case files are rendered. */
final class CaseContext {
  private CaseContext() {}

  /** A fresh context: cases change its lists and dicts. */
  static Map<String, Object> create(Environment environment) {
    Map<String, Object> context = new LinkedHashMap<>();
    context.put("lst", list(1L, 2L, 3L));
    context.put("lst2", list());
    context.put("d", dict("a", 1L, "b", 2L));
    context.put("s", "Hello World");
    context.put("none_val", None.NONE);
    context.put("execute", true);
    Object a = node("a", 1L, "x", true, "model");
    Object b = node("b", 2L, "y", false, "test");
    context.put("nodes", list(a, b));
    context.put("graph", dict("nodes", dict("a", a, "b", b)));
    context.put("target", dict("name", "dev", "type", "duckdb"));
    context.putAll(DbtFunctions.all());
    put(context, "var", arguments -> variable(arguments));
    put(context, "env_var", arguments -> environmentVariable(arguments));
    put(context, "log", arguments -> "");
    put(context, "ref", CaseContext::ref);
    put(context, "is_incremental", arguments -> false);
    put(context, "run_query", arguments -> table());
    put(context, "statement", arguments -> "");
    context.put("this", new Relation("db", "sch", "t"));
    context.put("config", new Members("config", configMembers(), arguments -> ""));
    context.put("builtins", dict("ref", Callable.named("ref", CaseContext::ref)));
    context.put("context", context);
    Object macro = macro(environment);
    context.put("m_x", macro);
    context.put("adapter", new Members("adapter", adapterMembers(macro), null));
    Members relations =
        new Members("Relation", Map.of("create", Callable.named("create", Relation::of)), null);
    context.put("api", new Members("api", Map.of("Relation", relations), null));
    Map<String, Object> exceptions =
        Map.of(
            "raise_compiler_error",
            Callable.named(
                "raise_compiler_error",
                arguments -> {
                  throw EvaluationException.raised(Python.str(arguments.require(0, "msg")));
                }));
    context.put("exceptions", new Members("exceptions", exceptions, null));
    context.put("modules", PythonModules.all());
    context.put("dbt", Map.of("type_string", Callable.named("type_string", arguments -> "TEXT")));
    context.put(
        "dbt_utils",
        Map.of(
            "star",
            Callable.named(
                "star", arguments -> "STAR" + Python.str(arguments.get(1, "except", list()))),
            "group_by",
            Callable.named("group_by", arguments -> "G" + Python.str(arguments.require(0, "n")))));
    return context;
  }

  private static void put(Map<String, Object> context, String name, Callable body) {
    context.put(name, Callable.named(name, body));
  }

  private static List<Object> list(Object... elements) {
    return new ArrayList<>(List.of(elements));
  }

  private static PyDict dict(Object... entries) {
    PyDict dict = new PyDict();
    for (int i = 0; i < entries.length; i += 2) {
      dict.put(entries[i], entries[i + 1]);
    }
    return dict;
  }

  private static Object node(String name, long n, String m, boolean flag, String type) {
    return dict("name", name, "n", n, "cfg", dict("m", m), "flag", flag, "resource_type", type);
  }

  private static Object variable(Arguments arguments) {
    String name = arguments.string(0, "name");
    return name.equals("x") ? "vx" : arguments.get(1, "default", None.NONE);
  }

  private static Object environmentVariable(Arguments arguments) {
    String value = System.getenv(arguments.string(0, "name"));
    return value == null ? arguments.get(1, "default", None.NONE) : value;
  }

  private static Object ref(Arguments arguments) {
    String name = arguments.positional().stream().map(Python::str).collect(Collectors.joining("."));
    Object version = arguments.get(-1, "v", arguments.get(-1, "version", None.NONE));
    String suffix = version == None.NONE ? "" : "_v" + Python.str(version);
    return new Relation("db", "sch", name + suffix);
  }

  private static Map<String, Object> configMembers() {
    return Map.of(
        "get",
        Callable.named("get", arguments -> arguments.get(1, "default", None.NONE)),
        "require",
        Callable.named("require", arguments -> "R" + arguments.string(0, "name")));
  }

  private static Object macro(Environment environment) {
    String source = "{% macro m(a, b=0) %}M({{ a }},{{ b }}){% endmacro %}";
    MacroDefinition macro = environment.parse(source, "m.sql").macros().get("m");
    if (macro == null) {
      throw new IllegalStateException("the macro is missing");
    }
    return macro.bind(Map.of());
  }

  private static Map<String, Object> adapterMembers(Object macro) {
    return Map.of(
        "dispatch",
        Callable.named("dispatch", arguments -> macro),
        "get_columns_in_relation",
        Callable.named(
            "get_columns_in_relation",
            arguments -> list(column("id", "int"), column("nm", "text"))));
  }

  private static Object column(String name, String type) {
    return new Members("Column", Map.of("name", name, "column", name, "data_type", type), null);
  }

  private static Object table() {
    Members column =
        new Members(
            "Column",
            Map.of("values", Callable.named("values", arguments -> PyTuple.of(1L, 2L))),
            null);
    return new Members("Table", Map.of("columns", list(column)), null);
  }

  /** A host object with fixed members, which may be callable itself. */
  private record Members(String typeName, Map<String, Object> members, @Nullable Callable body)
      implements JinjaObject, Callable {
    @Override
    public @Nullable Object attribute(String name) {
      return members.get(name);
    }

    @Override
    public Object call(Arguments arguments) {
      if (body == null) {
        throw EvaluationException.type("'" + typeName + "' object is not callable");
      }
      return body.call(arguments);
    }

    @Override
    public String str() {
      return "<" + typeName + ">";
    }

    @Override
    public String repr() {
      return str();
    }
  }

  private record Relation(
      @Nullable String database, @Nullable String schema, @Nullable String identifier)
      implements JinjaObject {
    static Object of(Arguments arguments) {
      return new Relation(
          arguments.optionalString(0, "database"),
          arguments.optionalString(1, "schema"),
          Python.str(arguments.get(2, "identifier", "t")));
    }

    @Override
    public @Nullable Object attribute(String name) {
      return switch (name) {
        case "database" -> database;
        case "schema" -> schema;
        case "identifier", "name", "table" -> identifier;
        case "include" -> Callable.named("include", this::include);
        default -> null;
      };
    }

    private Object include(Arguments arguments) {
      return new Relation(
          arguments.flag(-1, "database", true) ? database : null,
          arguments.flag(-1, "schema", true) ? schema : null,
          arguments.flag(-1, "identifier", true) ? identifier : null);
    }

    @Override
    public String str() {
      return Stream.of(database, schema, identifier)
          .filter(part -> part != null)
          .map(part -> "\"" + part + "\"")
          .collect(Collectors.joining("."));
    }
  }
}
