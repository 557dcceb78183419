package dev.millrace.engine.connect;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How the rows of a model are stored, before its columns and key are known.
 *
 * <p>The planner infers columns and, where {@code primaryKey} is empty and the query updates rows,
 * the key; a table with a key takes {@code keyedOptions}, one without takes {@code appendOptions}.
 *
 * <p>Columns outside the key may be NULL whatever the query says, since rows outlive it: those from
 * before a column was added do not have it.
 *
 * @param primaryKey declared key columns; empty to infer
 * @param notNull columns that are declared never to be NULL all the same
 * @param virtualColumns columns readers see beside the query's, by name: what follows the name in
 *     DDL, such as {@code BIGINT METADATA FROM 'offset' VIRTUAL} or {@code AS PROCTIME()}
 * @param appendOptions table options (values may hold placeholders) when the table has no key
 * @param keyedOptions table options when the table has a key
 */
public record Storage(
    List<String> primaryKey,
    List<String> notNull,
    Optional<Watermark> watermark,
    List<String> partitionedBy,
    Map<String, String> virtualColumns,
    Map<String, String> appendOptions,
    Map<String, String> keyedOptions) {
  public Storage {
    primaryKey = List.copyOf(primaryKey);
    notNull = List.copyOf(notNull);
    requireNonNull(watermark, "watermark");
    partitionedBy = List.copyOf(partitionedBy);
    virtualColumns = Collections.unmodifiableMap(new LinkedHashMap<>(virtualColumns));
    appendOptions = Collections.unmodifiableMap(new LinkedHashMap<>(appendOptions));
    keyedOptions = Collections.unmodifiableMap(new LinkedHashMap<>(keyedOptions));
  }
}
