package dev.millrace.engine.project.context;

import dev.millrace.engine.connect.RelationName;
import dev.millrace.jinja.Arguments;
import dev.millrace.jinja.Callable;
import dev.millrace.jinja.JinjaObject;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * dbt's {@code api}: makes relations and columns.
 *
 * @param dialect how they are quoted
 */
record ApiValue(AdapterDialect dialect) implements JinjaObject {
  private static final Map<String, String> TYPES = Map.of("STRING", "TEXT");

  @Override
  public @Nullable Object attribute(String attribute) {
    return switch (attribute) {
      case "Relation" -> new Relations(dialect);
      case "Column" -> new Columns(dialect);
      default -> null;
    };
  }

  @Override
  public String str() {
    return "<api>";
  }

  /** {@code api.Relation}. */
  private record Relations(AdapterDialect dialect) implements JinjaObject {
    @Override
    public @Nullable Object attribute(String attribute) {
      return attribute.equals("create") ? (Callable) this::create : null;
    }

    private Object create(Arguments arguments) {
      String identifier = arguments.optionalString(2, "identifier");
      String database = arguments.optionalString(0, "database");
      String schema = arguments.optionalString(1, "schema");
      RelationName name =
          new RelationName(
              Objects.requireNonNullElse(database, "_"),
              Objects.requireNonNullElse(schema, "_"),
              Objects.requireNonNullElse(identifier, "_"));
      RelationValue relation =
          dialect.relation(
              name,
              Objects.requireNonNullElse(arguments.optionalString(3, "type"), "table"),
              dialect.quoting());
      return relation.showing(
          database != null && dialect.databaseShown(), schema != null, identifier != null);
    }

    @Override
    public String str() {
      return "<class 'FlinkRelation'>";
    }
  }

  /** {@code api.Column}. */
  private record Columns(AdapterDialect dialect) implements JinjaObject {
    @Override
    public @Nullable Object attribute(String attribute) {
      return switch (attribute) {
        case "translate_type" ->
            (Callable)
                arguments -> {
                  String type = arguments.string(0, "dtype");
                  return TYPES.getOrDefault(type.toUpperCase(Locale.ROOT), type);
                };
        case "create" ->
            (Callable)
                arguments ->
                    new ColumnValue(
                        arguments.string(0, "name"),
                        arguments.string(1, "label_or_dtype"),
                        dialect.quote());
        case "string_type" ->
            (Callable) arguments -> "character varying(" + arguments.integer(0, "size", 256) + ")";
        case "numeric_type" ->
            (Callable)
                arguments ->
                    arguments.string(0, "dtype")
                        + "("
                        + arguments.integer(1, "precision", 38)
                        + ","
                        + arguments.integer(2, "scale", 0)
                        + ")";
        default -> null;
      };
    }

    @Override
    public String str() {
      return "<class 'Column'>";
    }
  }
}
