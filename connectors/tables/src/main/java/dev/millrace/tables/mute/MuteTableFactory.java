package dev.millrace.tables.mute;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.catalog.Column.MetadataColumn;
import org.apache.flink.table.catalog.ResolvedCatalogTable;
import org.apache.flink.table.connector.sink.DynamicTableSink;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.factories.DynamicTableSinkFactory;
import org.apache.flink.table.factories.DynamicTableSourceFactory;
import org.apache.flink.table.types.DataType;

/**
 * Makes sources that never give a row and sinks that drop every row, with the abilities of the
 * connector that the table's options name.
 *
 * <p>It is handed out by {@link MuteCatalog} for tables of any connector, and is the connector
 * {@code mute} for tables that say themselves what they can do: {@code changes} names the {@link
 * SourceChanges} they give, and they take whatever is written to them. With {@code replayed} it
 * stands for any table of a plan that was made before.
 */
public final class MuteTableFactory implements DynamicTableSourceFactory, DynamicTableSinkFactory {
  public static final String IDENTIFIER = "mute";

  public static final ConfigOption<SourceChanges> CHANGES =
      ConfigOptions.key("changes")
          .enumType(SourceChanges.class)
          .defaultValue(SourceChanges.INSERT_ONLY)
          .withDescription("What kinds of change the table gives its readers.");

  public static final ConfigOption<Boolean> REPLAYED =
      ConfigOptions.key("replayed")
          .booleanType()
          .defaultValue(false)
          .withDescription(
              "Whether the table stands in a plan that was made before, for one of any connector.");

  @Override
  public String factoryIdentifier() {
    return IDENTIFIER;
  }

  @Override
  public Set<ConfigOption<?>> requiredOptions() {
    return Set.of();
  }

  @Override
  public Set<ConfigOption<?>> optionalOptions() {
    return Set.of(CHANGES, REPLAYED);
  }

  @Override
  public DynamicTableSource createDynamicTableSource(Context context) {
    TableAbilities abilities = abilities(context);
    String name = context.getObjectIdentifier().asSummaryString();
    if (abilities.source() == SourceChanges.NONE) {
      throw new ValidationException(
          "Connector '" + connector(context) + "' can only be used as a sink, not as a source.");
    }
    Map<String, DataType> metadata = metadataOf(context.getCatalogTable());
    if (isReplayed(context)) {
      return new ReplayedSource(name, abilities.source(), metadata);
    }
    if (abilities.lookup()) {
      return new MuteLookupSource(name, abilities.source(), metadata);
    }
    return abilities.watermarkPushDown()
        ? new MuteWatermarkingSource(name, abilities.source(), metadata)
        : new MuteSource(name, abilities.source(), metadata);
  }

  @Override
  public DynamicTableSink createDynamicTableSink(Context context) {
    TableAbilities abilities = abilities(context);
    if (abilities.sink() == SinkChanges.NONE) {
      throw new ValidationException(
          "Connector '" + connector(context) + "' can only be used as a source, not as a sink.");
    }
    String name = context.getObjectIdentifier().asSummaryString();
    Map<String, DataType> metadata = metadataOf(context.getCatalogTable());
    return isReplayed(context)
        ? new ReplayedSink(name, abilities.sink(), metadata)
        : new MuteSink(name, abilities.sink(), metadata);
  }

  private static boolean isReplayed(Context context) {
    return connector(context).equals(IDENTIFIER)
        && Boolean.parseBoolean(context.getCatalogTable().getOptions().get(REPLAYED.key()));
  }

  /** What a table of the connector {@code mute} says it can do. */
  static TableAbilities declaredAbilities(Map<String, String> options) {
    String changes = options.getOrDefault(CHANGES.key(), CHANGES.defaultValue().name());
    return new TableAbilities(
        SourceChanges.valueOf(changes.toUpperCase(Locale.ROOT)), SinkChanges.ANY, false, true);
  }

  private static TableAbilities abilities(Context context) {
    ResolvedCatalogTable table = context.getCatalogTable();
    return ConnectorAbilities.of(
        table.getOptions(), table.getResolvedSchema().getPrimaryKey().isPresent());
  }

  private static String connector(Context context) {
    return context.getCatalogTable().getOptions().getOrDefault("connector", "");
  }

  /** Whatever metadata a table declares, its connector is believed to have. */
  private static Map<String, DataType> metadataOf(ResolvedCatalogTable table) {
    Map<String, DataType> metadata = new LinkedHashMap<>();
    table.getResolvedSchema().getColumns().stream()
        .filter(MetadataColumn.class::isInstance)
        .map(MetadataColumn.class::cast)
        .forEach(
            column ->
                metadata.put(
                    column.getMetadataKey().orElse(column.getName()), column.getDataType()));
    return metadata;
  }
}
