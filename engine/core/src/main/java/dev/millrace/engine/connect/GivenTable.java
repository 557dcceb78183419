package dev.millrace.engine.connect;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An input of a unit test.
 *
 * @param columns all columns of the relation it stands for
 * @param rows values by column name, in arrival order; a missing column is NULL. Values are null,
 *     Boolean, Number, String (also for times, in ISO form or SQL form), List and Map
 */
public record GivenTable(
    RelationName name,
    List<Column> columns,
    List<String> primaryKey,
    Optional<Watermark> watermark,
    List<Map<String, @Nullable Object>> rows) {
  public GivenTable {
    requireNonNull(name, "name");
    columns = List.copyOf(columns);
    primaryKey = List.copyOf(primaryKey);
    requireNonNull(watermark, "watermark");
    rows =
        rows.stream()
            .map(
                row ->
                    Collections.unmodifiableMap(new LinkedHashMap<String, @Nullable Object>(row)))
            .toList();
  }
}
