package dev.millrace.sidecar.planner;

import dev.millrace.tables.mute.MuteTableFactory;
import java.util.Map;
import java.util.Set;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.connector.sink.DynamicTableSink;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.factories.DynamicTableSinkFactory;
import org.apache.flink.table.factories.DynamicTableSourceFactory;
import org.apache.flink.table.factories.Factory;
import org.apache.flink.table.factories.FactoryUtil;
import org.jspecify.annotations.Nullable;

/**
 * Makes tables with the connector they name where it is on the class path, so that its options are
 * checked and what it can do is known for certain, and mute ones elsewhere.
 */
final class AvailableTableFactory implements DynamicTableSourceFactory, DynamicTableSinkFactory {
  private final MuteTableFactory mute = new MuteTableFactory();
  private final boolean required;

  /**
   * @param required whether a connector that is not on the class path is an error
   */
  AvailableTableFactory(boolean required) {
    this.required = required;
  }

  @Override
  public String factoryIdentifier() {
    return "available";
  }

  @Override
  public Set<ConfigOption<?>> requiredOptions() {
    return Set.of();
  }

  @Override
  public Set<ConfigOption<?>> optionalOptions() {
    return Set.of();
  }

  @Override
  public DynamicTableSource createDynamicTableSource(Context context) {
    DynamicTableSourceFactory factory = find(context, DynamicTableSourceFactory.class);
    return (factory == null ? mute : factory).createDynamicTableSource(context);
  }

  @Override
  public DynamicTableSink createDynamicTableSink(Context context) {
    DynamicTableSinkFactory factory = find(context, DynamicTableSinkFactory.class);
    return (factory == null ? mute : factory).createDynamicTableSink(context);
  }

  /** Whether the connector of a table with these options is there, and can be read. */
  static boolean canRead(ClassLoader classes, Map<String, String> options) {
    return find(classes, options, DynamicTableSourceFactory.class) != null;
  }

  private <T extends Factory> @Nullable T find(Context context, Class<T> kind) {
    Map<String, String> options = context.getCatalogTable().getOptions();
    T found = find(context.getClassLoader(), options, kind);
    String connector = options.get(FactoryUtil.CONNECTOR.key());
    if (found == null && required && connector != null) {
      throw new ValidationException(
          "Nothing here has the connector '"
              + connector
              + "' of the table "
              + context.getObjectIdentifier().asSummaryString()
              + ": name its jar in the table's config `jars`");
    }
    return found;
  }

  private static <T extends Factory> @Nullable T find(
      ClassLoader classes, Map<String, String> options, Class<T> kind) {
    String connector = options.get(FactoryUtil.CONNECTOR.key());
    if (connector == null) {
      return null;
    }
    try {
      return FactoryUtil.discoverFactory(classes, kind, connector);
    } catch (ValidationException e) {
      // Flink has no question for this: a connector that is not there is told by an exception.
      return null;
    }
  }
}
