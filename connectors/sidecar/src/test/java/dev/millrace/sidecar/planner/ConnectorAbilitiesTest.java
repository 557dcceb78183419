package dev.millrace.sidecar.planner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.tables.mute.MuteTableFactory;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.api.Schema;
import org.apache.flink.table.catalog.CatalogTable;
import org.apache.flink.table.catalog.Column;
import org.apache.flink.table.catalog.ObjectIdentifier;
import org.apache.flink.table.catalog.ResolvedCatalogTable;
import org.apache.flink.table.catalog.ResolvedSchema;
import org.apache.flink.table.catalog.UniqueConstraint;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.connector.sink.DynamicTableSink;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.connector.source.LookupTableSource;
import org.apache.flink.table.connector.source.ScanTableSource;
import org.apache.flink.table.connector.source.abilities.SupportsWatermarkPushDown;
import org.apache.flink.table.factories.DynamicTableSinkFactory;
import org.apache.flink.table.factories.DynamicTableSourceFactory;
import org.apache.flink.table.factories.FactoryUtil;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A mute table must plan as the connector it stands for; here each stands beside the real one. */
class ConnectorAbilitiesTest {
  private static final Map<String, String> UPSERT_KAFKA =
      Map.of(
          "connector", "upsert-kafka",
          "topic", "t",
          "properties.bootstrap.servers", "b:1",
          "key.format", "json",
          "value.format", "json");

  static Stream<Map<String, String>> readable() {
    return Stream.of(
        kafka("json"),
        kafka("csv"),
        kafka("raw"),
        kafka("debezium-json"),
        kafka("canal-json"),
        kafka("maxwell-json"),
        kafka("ogg-json"),
        UPSERT_KAFKA,
        Map.of("connector", "datagen"),
        Map.of("connector", "filesystem", "path", "file:///tmp/x", "format", "json"));
  }

  static Stream<Map<String, String>> writable() {
    return Stream.of(
        kafka("json"),
        kafka("csv"),
        kafka("debezium-json"),
        kafka("canal-json"),
        kafka("maxwell-json"),
        kafka("ogg-json"),
        UPSERT_KAFKA,
        Map.of("connector", "print"),
        Map.of("connector", "blackhole"),
        Map.of("connector", "filesystem", "path", "file:///tmp/x", "format", "json"));
  }

  @ParameterizedTest
  @MethodSource("readable")
  void aMuteSourceGivesTheChangesOfTheRealOne(Map<String, String> options) {
    ScanTableSource real = (ScanTableSource) source(options, null);
    ScanTableSource mute = (ScanTableSource) source(options, new MuteTableFactory());

    assertThat(mute.getChangelogMode()).isEqualTo(real.getChangelogMode());
  }

  @ParameterizedTest
  @MethodSource("readable")
  void aMuteSourceMakesWatermarksWhereTheRealOneDoes(Map<String, String> options) {
    DynamicTableSource real = source(options, null);
    DynamicTableSource mute = source(options, new MuteTableFactory());

    assertThat(mute instanceof SupportsWatermarkPushDown)
        .isEqualTo(real instanceof SupportsWatermarkPushDown);
    assertThat(mute instanceof LookupTableSource).isEqualTo(real instanceof LookupTableSource);
  }

  @ParameterizedTest
  @MethodSource("writable")
  void aMuteSinkTakesTheChangesOfTheRealOne(Map<String, String> options) {
    DynamicTableSink real = sink(options, null);
    DynamicTableSink mute = sink(options, new MuteTableFactory());

    for (ChangelogMode requested :
        List.of(ChangelogMode.insertOnly(), ChangelogMode.upsert(false), ChangelogMode.all())) {
      assertThat(mute.getChangelogMode(requested)).isEqualTo(real.getChangelogMode(requested));
    }
  }

  private static Map<String, String> kafka(String format) {
    return Map.of(
        "connector", "kafka",
        "topic", "t",
        "properties.bootstrap.servers", "b:1",
        "format", format);
  }

  private static DynamicTableSource source(
      Map<String, String> options, @Nullable DynamicTableSourceFactory factory) {
    return FactoryUtil.createDynamicTableSource(
        factory,
        ObjectIdentifier.of("c", "d", "t"),
        table(options),
        Map.of(),
        new Configuration(),
        ConnectorAbilitiesTest.class.getClassLoader(),
        false);
  }

  private static DynamicTableSink sink(
      Map<String, String> options, @Nullable DynamicTableSinkFactory factory) {
    return FactoryUtil.createDynamicTableSink(
        factory,
        ObjectIdentifier.of("c", "d", "t"),
        table(options),
        Map.of(),
        new Configuration(),
        ConnectorAbilitiesTest.class.getClassLoader(),
        false);
  }

  /** One column, a key only where the connector wants one. */
  private static ResolvedCatalogTable table(Map<String, String> options) {
    boolean keyed = "upsert-kafka".equals(options.get("connector"));
    List<Column> columns =
        keyed
            ? List.of(
                Column.physical("k", DataTypes.STRING().notNull()),
                Column.physical("v", DataTypes.STRING()))
            : List.of(Column.physical("v", DataTypes.STRING()));
    ResolvedSchema schema =
        new ResolvedSchema(
            columns,
            List.of(),
            keyed ? UniqueConstraint.primaryKey("pk", List.of("k")) : null,
            List.of());
    return new ResolvedCatalogTable(
        CatalogTable.newBuilder()
            .schema(Schema.newBuilder().fromResolvedSchema(schema).build())
            .options(options)
            .partitionKeys(List.of())
            .build(),
        schema);
  }
}
