package dev.millrace.engine.project.context;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.connect.RelationName;
import dev.millrace.jinja.Arguments;
import dev.millrace.jinja.Callable;
import dev.millrace.jinja.JinjaObject;
import dev.millrace.jinja.values.None;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * dbt's Relation: prints as the name that SQL uses.
 *
 * @param name its full name
 * @param type {@code table}, {@code view}, {@code cte}, or {@code external}
 * @param commonTableExpression how an ephemeral model is named in SQL; empty for a real relation
 * @param shown which parts are printed, by {@code database}, {@code schema}, {@code identifier}
 * @param quote the character around identifiers
 * @param quoting which parts stand in quotes
 */
public record RelationValue(
    RelationName name,
    String type,
    Optional<String> commonTableExpression,
    Map<String, Boolean> shown,
    String quote,
    Quoting quoting)
    implements JinjaObject {
  private static final Map<String, Boolean> ALL =
      Map.of("database", true, "schema", true, "identifier", true);

  public RelationValue {
    requireNonNull(name, "name");
    requireNonNull(type, "type");
    requireNonNull(commonTableExpression, "commonTableExpression");
    shown = Map.copyOf(shown);
    requireNonNull(quote, "quote");
    requireNonNull(quoting, "quoting");
  }

  /** A table or view. */
  public static RelationValue of(RelationName name, String type, String quote) {
    return new RelationValue(name, type, Optional.empty(), ALL, quote, Quoting.ALL);
  }

  /** An ephemeral model. */
  public static RelationValue ephemeral(RelationName name, String expressionName, String quote) {
    return new RelationValue(name, "cte", Optional.of(expressionName), ALL, quote, Quoting.ALL);
  }

  @Override
  public @Nullable Object attribute(String attribute) {
    return switch (attribute) {
      case "database" -> name.catalog();
      case "schema" -> name.database();
      case "identifier", "name", "table" -> name.name();
      case "type" -> type;
      case "is_table" -> type.equals("table");
      case "is_view" -> type.equals("view");
      case "is_cte" -> type.equals("cte");
      case "metadata" -> Map.of("type", "FlinkRelation");
      case "render" -> (Callable) arguments -> str();
      case "include" -> (Callable) arguments -> including(arguments);
      case "quote" -> (Callable) this::quoted;
      case "get" -> (Callable) this::get;
      case "without_identifier" -> (Callable) arguments -> without("identifier");
      case "replace_path", "incorporate" -> (Callable) this::replaced;
      default -> null;
    };
  }

  private Object get(Arguments arguments) {
    Object value = attribute(arguments.string(0, "key"));
    return value == null ? arguments.get(1, "default", None.NONE) : value;
  }

  private RelationValue including(Arguments arguments) {
    Map<String, Boolean> parts = new LinkedHashMap<>();
    parts.put("database", arguments.flag(0, "database", true));
    parts.put("schema", arguments.flag(1, "schema", true));
    parts.put("identifier", arguments.flag(2, "identifier", true));
    return new RelationValue(name, type, commonTableExpression, parts, quote, quoting);
  }

  /** The relation printed with only these parts. */
  RelationValue showing(boolean database, boolean schema, boolean identifier) {
    return new RelationValue(
        name,
        type,
        commonTableExpression,
        Map.of("database", database, "schema", schema, "identifier", identifier),
        quote,
        quoting);
  }

  /** The relation with these parts in quotes. */
  RelationValue quoting(Quoting parts) {
    return new RelationValue(name, type, commonTableExpression, shown, quote, parts);
  }

  private RelationValue quoted(Arguments arguments) {
    return quoting(
        new Quoting(
            arguments.flag(0, "database", quoting.database()),
            arguments.flag(1, "schema", quoting.schema()),
            arguments.flag(2, "identifier", quoting.identifier())));
  }

  private RelationValue without(String part) {
    Map<String, Boolean> parts = new LinkedHashMap<>(shown);
    parts.put(part, false);
    return new RelationValue(name, type, commonTableExpression, parts, quote, quoting);
  }

  private RelationValue replaced(Arguments arguments) {
    Map<?, ?> path = arguments.named().get("path") instanceof Map<?, ?> map ? map : Map.of();
    RelationName replaced =
        new RelationName(
            part(arguments, path, "database", name.catalog()),
            part(arguments, path, "schema", name.database()),
            part(arguments, path, "identifier", name.name()));
    String newType = Objects.requireNonNullElse(arguments.optionalString(-1, "type"), type);
    return new RelationValue(replaced, newType, Optional.empty(), shown, quote, quoting);
  }

  private static String part(Arguments arguments, Map<?, ?> path, String key, String otherwise) {
    String named = arguments.optionalString(-1, key);
    return named != null ? named : path.get(key) instanceof String text ? text : otherwise;
  }

  @Override
  public String str() {
    if (commonTableExpression.isPresent()) {
      return commonTableExpression.get();
    }
    StringBuilder text = new StringBuilder();
    append(text, "database", name.catalog(), quoting.database());
    append(text, "schema", name.database(), quoting.schema());
    append(text, "identifier", name.name(), quoting.identifier());
    return text.toString();
  }

  private void append(StringBuilder text, String part, String value, boolean quotes) {
    if (shown.getOrDefault(part, true)) {
      text.append(text.isEmpty() ? "" : ".")
          .append(quotes ? quote + value.replace(quote, quote + quote) + quote : value);
    }
  }

  @Override
  public String repr() {
    return "<FlinkRelation " + str() + ">";
  }

  @Override
  public String typeName() {
    return "FlinkRelation";
  }

  // dbt_utils tells relations from other values by exactly this.
  @Override
  public boolean isMapping() {
    return true;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RelationValue relation && relation.str().equals(str());
  }

  @Override
  public int hashCode() {
    return str().hashCode();
  }
}
