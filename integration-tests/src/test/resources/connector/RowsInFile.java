package example;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.table.connector.format.DecodingFormat;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.connector.source.LookupTableSource;
import org.apache.flink.table.connector.source.lookup.LookupFunctionProvider;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.factories.DeserializationFormatFactory;
import org.apache.flink.table.factories.DynamicTableSourceFactory;
import org.apache.flink.table.factories.FactoryUtil;
import org.apache.flink.table.functions.FunctionContext;
import org.apache.flink.table.functions.LookupFunction;
import org.apache.flink.table.types.DataType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.util.UserCodeClassLoader;

/**
 * A connector that Millrace does not know: a file with a row on each line, which is read anew for
 * every row that asks. A later line takes the place of an earlier one with the same key.
 */
public final class RowsInFile implements DynamicTableSourceFactory {
  private static final ConfigOption<String> PATH =
      ConfigOptions.key("path").stringType().noDefaultValue();

  @Override
  public String factoryIdentifier() {
    return "rows-in-file";
  }

  @Override
  public Set<ConfigOption<?>> requiredOptions() {
    return Set.of(PATH, FactoryUtil.FORMAT);
  }

  @Override
  public Set<ConfigOption<?>> optionalOptions() {
    return Set.of();
  }

  @Override
  public DynamicTableSource createDynamicTableSource(Context context) {
    FactoryUtil.TableFactoryHelper helper = FactoryUtil.createTableFactoryHelper(this, context);
    DecodingFormat<DeserializationSchema<RowData>> format =
        helper.discoverDecodingFormat(DeserializationFormatFactory.class, FactoryUtil.FORMAT);
    helper.validate();
    return new Source(helper.getOptions().get(PATH), format, context.getPhysicalRowDataType());
  }

  private record Source(
      String path, DecodingFormat<DeserializationSchema<RowData>> format, DataType row)
      implements LookupTableSource {
    @Override
    public LookupRuntimeProvider getLookupRuntimeProvider(LookupContext context) {
      List<LogicalType> types = row.getLogicalType().getChildren();
      int[] columns = new int[context.getKeys().length];
      LogicalType[] keyTypes = new LogicalType[columns.length];
      for (int i = 0; i < columns.length; i++) {
        columns[i] = context.getKeys()[i][0];
        keyTypes[i] = types.get(columns[i]);
      }
      return LookupFunctionProvider.of(
          new Lines(path, format.createRuntimeDecoder(context, row), columns, keyTypes));
    }

    @Override
    public DynamicTableSource copy() {
      return this;
    }

    @Override
    public String asSummaryString() {
      return "rows in " + path;
    }
  }

  public static final class Lines extends LookupFunction {
    private static final long serialVersionUID = 1;

    private final String path;
    private final DeserializationSchema<RowData> decoder;
    private final int[] columns;
    private final LogicalType[] types;

    Lines(String path, DeserializationSchema<RowData> decoder, int[] columns, LogicalType[] types) {
      this.path = path;
      this.decoder = decoder;
      this.columns = columns;
      this.types = types;
    }

    @Override
    public void open(FunctionContext context) throws Exception {
      decoder.open(
          new DeserializationSchema.InitializationContext() {
            @Override
            public MetricGroup getMetricGroup() {
              return context.getMetricGroup();
            }

            @Override
            public UserCodeClassLoader getUserCodeClassLoader() {
              throw new UnsupportedOperationException();
            }
          });
    }

    @Override
    public Collection<RowData> lookup(RowData key) throws IOException {
      Path file = Path.of(path);
      if (!Files.exists(file)) {
        return List.of();
      }
      Map<List<Object>, RowData> found = new LinkedHashMap<>();
      for (String line : Files.readAllLines(file)) {
        RowData row = decoder.deserialize(line.getBytes(StandardCharsets.UTF_8));
        if (matches(row, key)) {
          found.put(key(row), row);
        }
      }
      return new ArrayList<>(found.values());
    }

    private boolean matches(RowData row, RowData key) {
      for (int i = 0; i < columns.length; i++) {
        Object value = RowData.createFieldGetter(types[i], columns[i]).getFieldOrNull(row);
        if (value == null
            || !value.equals(RowData.createFieldGetter(types[i], i).getFieldOrNull(key))) {
          return false;
        }
      }
      return true;
    }

    private List<Object> key(RowData row) {
      List<Object> key = new ArrayList<>();
      for (int i = 0; i < columns.length; i++) {
        key.add(RowData.createFieldGetter(types[i], columns[i]).getFieldOrNull(row));
      }
      return key;
    }
  }
}
