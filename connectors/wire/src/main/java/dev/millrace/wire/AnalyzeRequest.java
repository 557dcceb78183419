package dev.millrace.wire;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Type-check a whole project: {@link Wire#ANALYZE}.
 *
 * @param typesOnly whether to plan derived relations no further than their types, key and changes
 *     need, since each is compiled next; nothing is told of their operators then
 */
public record AnalyzeRequest(List<String> setup, List<Relation> relations, boolean typesOnly) {
  /** Everything is planned down to a job's operators. */
  public AnalyzeRequest(List<String> setup, List<Relation> relations) {
    this(setup, relations, false);
  }

  /**
   * One relation, in dependency order.
   *
   * @param kind {@code declared} (sql is CREATE TABLE), {@code view} or {@code derived} (sql is a
   *     SELECT)
   * @param storage for {@code derived} only
   * @param jars of the connector of a table, by the names that statements call them
   */
  public record Relation(
      String id,
      String kind,
      String catalog,
      String database,
      String name,
      String sql,
      @Nullable StorageSpec storage,
      List<String> jars) {
    /** Of a connector that needs no jar. */
    public Relation(
        String id,
        String kind,
        String catalog,
        String database,
        String name,
        String sql,
        @Nullable StorageSpec storage) {
      this(id, kind, catalog, database, name, sql, storage, List.of());
    }
  }

  /**
   * How a derived table is stored; keys are inferred when primaryKey is empty.
   *
   * @param notNull columns outside the key that are NOT NULL in the table; all others may be NULL
   * @param virtualColumns what follows the name in DDL, by name
   */
  public record StorageSpec(
      List<String> primaryKey,
      List<String> notNull,
      @Nullable WatermarkSpec watermark,
      List<String> partitionedBy,
      Map<String, String> virtualColumns,
      Map<String, String> appendOptions,
      Map<String, String> keyedOptions) {}
}
