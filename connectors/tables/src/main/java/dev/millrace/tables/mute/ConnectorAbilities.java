package dev.millrace.tables.mute;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The table that says what the tables of each connector can do. This is the one place where a mute
 * table could lie: a row here must agree with the connector's own {@code getChangelogMode}, and a
 * connector or format without a row is unknown.
 */
public final class ConnectorAbilities {
  /** How a connector comes to the changes its tables give. */
  private enum Reads {
    NOTHING,
    INSERTS,
    UPSERTS,
    ALL_CHANGES,
    WHAT_THE_FORMAT_SAYS
  }

  /** How a connector comes to the changes its tables take. */
  private enum Writes {
    NOTHING,
    INSERTS,
    UPSERTS,
    /** With a key every change but the row before an update, without one inserts only. */
    UPSERTS_WITH_A_KEY,
    ANYTHING,
    ANYTHING_BUT_UPDATE_BEFORE,
    WHAT_THE_FORMAT_SAYS
  }

  private record Connector(
      String name, Reads reads, Writes writes, boolean lookup, boolean watermarkPushDown) {}

  private static final boolean LOOKUP = true;
  private static final boolean PUSH_DOWN = true;

  private static final Map<String, Connector> CONNECTORS =
      byName(
          connector("kafka", Reads.WHAT_THE_FORMAT_SAYS, Writes.WHAT_THE_FORMAT_SAYS, PUSH_DOWN),
          connector("upsert-kafka", Reads.UPSERTS, Writes.UPSERTS, PUSH_DOWN),
          connector(
              "dynamic-kafka", Reads.WHAT_THE_FORMAT_SAYS, Writes.WHAT_THE_FORMAT_SAYS, PUSH_DOWN),
          connector("pulsar", Reads.WHAT_THE_FORMAT_SAYS, Writes.WHAT_THE_FORMAT_SAYS, PUSH_DOWN),
          connector("kinesis", Reads.INSERTS, Writes.INSERTS, !PUSH_DOWN),
          connector("firehose", Reads.NOTHING, Writes.INSERTS, !PUSH_DOWN),
          connector("sqs", Reads.NOTHING, Writes.INSERTS, !PUSH_DOWN),
          connector("dynamodb", Reads.NOTHING, Writes.UPSERTS, !PUSH_DOWN),
          connector("datagen", Reads.INSERTS, Writes.NOTHING, !PUSH_DOWN),
          connector("faker", Reads.INSERTS, Writes.NOTHING, !PUSH_DOWN),
          connector(
              "filesystem", Reads.WHAT_THE_FORMAT_SAYS, Writes.WHAT_THE_FORMAT_SAYS, !PUSH_DOWN),
          connector("print", Reads.NOTHING, Writes.ANYTHING, !PUSH_DOWN),
          connector("blackhole", Reads.NOTHING, Writes.ANYTHING_BUT_UPDATE_BEFORE, !PUSH_DOWN),
          lookup("jdbc", Reads.INSERTS, Writes.UPSERTS_WITH_A_KEY),
          lookup("mongodb", Reads.INSERTS, Writes.UPSERTS_WITH_A_KEY),
          lookup("hbase-1.4", Reads.INSERTS, Writes.ANYTHING_BUT_UPDATE_BEFORE),
          lookup("hbase-2.2", Reads.INSERTS, Writes.ANYTHING_BUT_UPDATE_BEFORE),
          connector("elasticsearch-6", Reads.NOTHING, Writes.ANYTHING_BUT_UPDATE_BEFORE, false),
          connector("elasticsearch-7", Reads.NOTHING, Writes.ANYTHING_BUT_UPDATE_BEFORE, false),
          connector("opensearch", Reads.NOTHING, Writes.ANYTHING_BUT_UPDATE_BEFORE, false),
          connector("opensearch-2", Reads.NOTHING, Writes.ANYTHING_BUT_UPDATE_BEFORE, false),
          connector("mysql-cdc", Reads.ALL_CHANGES, Writes.NOTHING, !PUSH_DOWN),
          connector("postgres-cdc", Reads.ALL_CHANGES, Writes.NOTHING, !PUSH_DOWN),
          connector("oracle-cdc", Reads.ALL_CHANGES, Writes.NOTHING, !PUSH_DOWN),
          connector("sqlserver-cdc", Reads.ALL_CHANGES, Writes.NOTHING, !PUSH_DOWN),
          connector("db2-cdc", Reads.ALL_CHANGES, Writes.NOTHING, !PUSH_DOWN),
          connector("mongodb-cdc", Reads.UPSERTS, Writes.NOTHING, !PUSH_DOWN));

  private static final Map<String, SourceChanges> FORMATS =
      Map.ofEntries(
          Map.entry("json", SourceChanges.INSERT_ONLY),
          Map.entry("csv", SourceChanges.INSERT_ONLY),
          Map.entry("raw", SourceChanges.INSERT_ONLY),
          Map.entry("avro", SourceChanges.INSERT_ONLY),
          Map.entry("avro-confluent", SourceChanges.INSERT_ONLY),
          Map.entry("protobuf", SourceChanges.INSERT_ONLY),
          Map.entry("parquet", SourceChanges.INSERT_ONLY),
          Map.entry("orc", SourceChanges.INSERT_ONLY),
          Map.entry("debezium-json", SourceChanges.ALL),
          Map.entry("debezium-avro-confluent", SourceChanges.ALL),
          Map.entry("canal-json", SourceChanges.ALL),
          Map.entry("maxwell-json", SourceChanges.ALL),
          Map.entry("ogg-json", SourceChanges.ALL));

  private ConnectorAbilities() {}

  /**
   * What a table with these options can do.
   *
   * @param hasPrimaryKey whether it declares one
   */
  public static TableAbilities of(Map<String, String> options, boolean hasPrimaryKey) {
    String name = options.get("connector");
    if (MuteTableFactory.IDENTIFIER.equals(name)) {
      return MuteTableFactory.declaredAbilities(options);
    }
    Connector connector = name == null ? null : CONNECTORS.get(name.toLowerCase(Locale.ROOT));
    if (connector == null) {
      return TableAbilities.UNKNOWN;
    }
    SourceChanges format = formatChanges(options);
    return new TableAbilities(
        switch (connector.reads) {
          case NOTHING -> SourceChanges.NONE;
          case INSERTS -> SourceChanges.INSERT_ONLY;
          case UPSERTS -> SourceChanges.UPSERT;
          case ALL_CHANGES -> captured(options);
          case WHAT_THE_FORMAT_SAYS -> format;
        },
        switch (connector.writes) {
          case NOTHING -> SinkChanges.NONE;
          case INSERTS -> SinkChanges.INSERT_ONLY;
          case UPSERTS -> SinkChanges.UPSERT;
          case UPSERTS_WITH_A_KEY -> hasPrimaryKey ? SinkChanges.UPSERT : SinkChanges.INSERT_ONLY;
          case ANYTHING -> SinkChanges.ANY;
          case ANYTHING_BUT_UPDATE_BEFORE -> SinkChanges.ANY_BUT_UPDATE_BEFORE;
          case WHAT_THE_FORMAT_SAYS -> written(format);
        },
        connector.lookup,
        connector.watermarkPushDown);
  }

  /** Change data capture can be told to leave out the row before a change. */
  private static SourceChanges captured(Map<String, String> options) {
    return "upsert".equalsIgnoreCase(options.get("changelog-mode"))
        ? SourceChanges.UPSERT
        : SourceChanges.ALL;
  }

  private static SourceChanges formatChanges(Map<String, String> options) {
    @Nullable String format = options.getOrDefault("value.format", options.get("format"));
    return format == null
        ? SourceChanges.UNKNOWN
        : FORMATS.getOrDefault(format.toLowerCase(Locale.ROOT), SourceChanges.UNKNOWN);
  }

  private static SinkChanges written(SourceChanges format) {
    return switch (format) {
      case NONE -> SinkChanges.NONE;
      case INSERT_ONLY -> SinkChanges.INSERT_ONLY;
      case UPSERT -> SinkChanges.UPSERT;
      case ALL -> SinkChanges.ALL;
      case UNKNOWN -> SinkChanges.UNKNOWN;
    };
  }

  private static Connector connector(
      String name, Reads reads, Writes writes, boolean watermarkPushDown) {
    return new Connector(name, reads, writes, !LOOKUP, watermarkPushDown);
  }

  private static Connector lookup(String name, Reads reads, Writes writes) {
    return new Connector(name, reads, writes, LOOKUP, !PUSH_DOWN);
  }

  private static Map<String, Connector> byName(Connector... connectors) {
    Map<String, Connector> byName = new HashMap<>();
    for (Connector connector : List.of(connectors)) {
      byName.put(connector.name, connector);
    }
    return Map.copyOf(byName);
  }
}
