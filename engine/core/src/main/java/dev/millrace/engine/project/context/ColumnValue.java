package dev.millrace.engine.project.context;

import static java.util.Objects.requireNonNull;

import dev.millrace.jinja.Callable;
import dev.millrace.jinja.JinjaObject;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * dbt's Column.
 *
 * @param type as the database names it
 * @param quote the character around identifiers
 */
public record ColumnValue(String name, String type, String quote) implements JinjaObject {
  private static final Set<String> STRINGS =
      Set.of("text", "character varying", "character", "varchar", "string", "char");
  private static final Set<String> INTEGERS =
      Set.of(
          "smallint",
          "integer",
          "bigint",
          "smallserial",
          "serial",
          "bigserial",
          "int2",
          "int4",
          "int8",
          "serial2",
          "serial4",
          "serial8",
          "int",
          "tinyint");
  private static final Set<String> FLOATS =
      Set.of("real", "float4", "float", "double precision", "float8", "double");
  private static final Set<String> NUMERICS = Set.of("numeric", "decimal");

  public ColumnValue {
    requireNonNull(name, "name");
    requireNonNull(type, "type");
    requireNonNull(quote, "quote");
  }

  @Override
  public @Nullable Object attribute(String attribute) {
    String plain = type.toLowerCase(Locale.ROOT).replaceFirst("\\(.*", "").strip();
    return switch (attribute) {
      case "name", "column" -> name;
      case "dtype", "data_type" -> type;
      case "quoted" -> quote + name + quote;
      case "is_string" -> (Callable) arguments -> STRINGS.contains(plain);
      case "is_integer" -> (Callable) arguments -> INTEGERS.contains(plain);
      case "is_float" -> (Callable) arguments -> FLOATS.contains(plain);
      case "is_numeric" -> (Callable) arguments -> NUMERICS.contains(plain);
      case "is_number" ->
          (Callable)
              arguments ->
                  INTEGERS.contains(plain) || FLOATS.contains(plain) || NUMERICS.contains(plain);
      default -> null;
    };
  }

  @Override
  public String str() {
    return "<Column " + name + " (" + type + ")>";
  }

  @Override
  public String typeName() {
    return "Column";
  }
}
