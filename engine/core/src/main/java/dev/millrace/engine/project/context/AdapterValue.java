package dev.millrace.engine.project.context;

import dev.millrace.engine.connect.RelationName;
import dev.millrace.engine.problem.ProblemCode;
import dev.millrace.jinja.Arguments;
import dev.millrace.jinja.Callable;
import dev.millrace.jinja.EvaluationException;
import dev.millrace.jinja.JinjaObject;
import dev.millrace.jinja.MacroDefinition;
import dev.millrace.jinja.values.None;
import dev.millrace.jinja.values.Undefined;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** dbt's {@code adapter}: dispatch and quoting; nothing that would need a running cluster. */
final class AdapterValue implements JinjaObject {
  private final DbtContext context;

  AdapterValue(DbtContext context) {
    this.context = context;
  }

  @Override
  public @Nullable Object attribute(String attribute) {
    return switch (attribute) {
      case "dispatch" -> (Callable) this::dispatch;
      case "quote" ->
          (Callable)
              arguments -> context.scope().dialect().quoted(arguments.string(0, "identifier"));
      case "type" -> (Callable) arguments -> context.scope().adapterTypes().getFirst();
      case "get_relation" -> (Callable) this::relation;
      case "load_relation" -> (Callable) arguments -> None.NONE;
      case "get_columns_in_relation" -> (Callable) this::columns;
      case "check_schema_exists" -> (Callable) arguments -> false;
      case "list_relations_without_caching" -> (Callable) arguments -> List.of();
      case "create_schema",
          "drop_relation",
          "truncate_relation",
          "rename_relation",
          "commit",
          "expand_target_column_types" ->
          (Callable) arguments -> "";
      case "get_missing_columns", "execute", "add_query" ->
          (Callable) arguments -> unavailable(attribute);
      default -> null;
    };
  }

  private Object columns(Arguments arguments) {
    if (!context.isExecuting()) {
      return List.of();
    }
    AdapterDialect dialect = context.scope().dialect();
    if (arguments.get(0, "relation") instanceof RelationValue relation) {
      AdapterDialect.RelationKey key =
          new AdapterDialect.RelationKey(
              relation.name().catalog(), relation.name().database(), relation.name().name());
      Optional<List<AdapterDialect.CatalogColumn>> columns =
          Optional.ofNullable(dialect.columns().get(key));
      if (columns.isEmpty() && dialect.target().isEmpty()) {
        columns = context.actions().columns(relation.name().toString());
      }
      if (columns.isPresent()) {
        return columns.get().stream()
            .map(column -> new ColumnValue(column.name(), column.type(), dialect.quote()))
            .toList();
      }
      throw Faults.fault(
          ProblemCode.JINJA_INVALID,
          "The columns of `" + relation.name().name() + "` are not known before anything runs",
          "List its `columns:` in a YAML file, or name them in its SELECT");
    }
    return unavailable("get_columns_in_relation");
  }

  private Object relation(Arguments arguments) {
    AdapterDialect dialect = context.scope().dialect();
    String database = arguments.optionalString(0, "database");
    String schema = arguments.optionalString(1, "schema");
    String identifier = arguments.optionalString(2, "identifier");
    if (!context.isExecuting() || database == null || schema == null || identifier == null) {
      return None.NONE;
    }
    return dialect
            .columns()
            .containsKey(new AdapterDialect.RelationKey(database, schema, identifier))
        ? dialect.relation(
            new RelationName(database, schema, identifier), "table", dialect.quoting())
        : None.NONE;
  }

  private Object unavailable(String method) {
    if (context.isExecuting()) {
      throw Faults.fault(
          ProblemCode.JINJA_INVALID,
          "adapter." + method + "() asks a database while the project is compiled",
          "Name the columns in the SQL");
    }
    return List.of();
  }

  private Object dispatch(Arguments arguments) {
    String name = arguments.string(0, "macro_name");
    Object namespace = arguments.get(1, "macro_namespace");
    if (name.contains(".")) {
      throw EvaluationException.raised(
          "adapter.dispatch() takes a macro's name without a dot, not \"" + name + "\"");
    }
    Optional<String> packageName =
        namespace instanceof String text ? Optional.of(text) : Optional.empty();
    if (packageName.isEmpty()
        && namespace != null
        && !(namespace instanceof None)
        && !(namespace instanceof Undefined)) {
      throw EvaluationException.raised("adapter.dispatch() takes a package's name as a string");
    }
    List<String> packages = packages(packageName);
    List<String> prefixes = new ArrayList<>(context.scope().adapterTypes());
    prefixes.add("default");
    for (String place : packages) {
      for (String prefix : prefixes) {
        Optional<MacroDefinition> macro =
            context.scope().macros().findIn(List.of(place), prefix + "__" + name);
        if (macro.isPresent()) {
          return context.bind(macro.get());
        }
      }
    }
    throw Faults.fault(
        ProblemCode.JINJA_INVALID,
        "There is no macro "
            + String.join(" or ", prefixes.stream().map(p -> p + "__" + name).toList()),
        "Define flink__" + name + " under macros/ of the project");
  }

  private List<String> packages(Optional<String> namespace) {
    if (namespace.isEmpty()) {
      return context.scope().macros().searchOrder(context.packageName());
    }
    String name = namespace.get();
    List<String> configured = context.scope().dispatchOrder().get(name);
    if (configured != null) {
      return configured.contains("dbt") && name.equals("dbt")
          ? withInternal(configured)
          : configured;
    }
    return context.scope().macros().internalPackages().contains(name)
        ? context.scope().macros().searchOrder(context.packageName())
        : List.of(context.scope().projectName(), name);
  }

  private List<String> withInternal(List<String> configured) {
    List<String> order = new ArrayList<>(configured);
    order.addAll(context.scope().macros().internalPackages());
    return order;
  }

  @Override
  public String str() {
    return "<FlinkAdapter>";
  }
}
