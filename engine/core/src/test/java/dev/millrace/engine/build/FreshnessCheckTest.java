package dev.millrace.engine.build;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.engine.artifact.SourceFreshness.Result;
import dev.millrace.engine.compile.AnalyzedProject;
import dev.millrace.engine.compile.ProjectAnalyzer;
import dev.millrace.engine.compile.ProjectCompiler;
import dev.millrace.engine.compile.ScriptedPlanner;
import dev.millrace.engine.connect.Column;
import dev.millrace.engine.connect.Connector;
import dev.millrace.engine.connect.Row;
import dev.millrace.engine.connect.RowKind;
import dev.millrace.engine.connect.SqlSession;
import dev.millrace.engine.connect.TimeAttribute;
import dev.millrace.engine.project.Node;
import dev.millrace.engine.project.ProjectFolder;
import dev.millrace.engine.query.SnapshotQuery;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FreshnessCheckTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:00:00Z");
  private static final String ORDERS = "source.shop.raw.orders";
  @TempDir private Path folder;
  private final List<String> asked = new ArrayList<>();
  private List<Row> rows = List.of();

  private Result check(String config, Column... columns) {
    ProjectFolder project =
        new ProjectFolder(folder)
            .file(
                "models/sources.yml",
                """
                sources:
                  - name: raw
                    tables:
                      - name: orders
                        columns: [{name: at, data_type: TIMESTAMP(3)}]
                        config:
                          connector_properties: {connector: datagen}
                """
                    + config.indent(10));
    AnalyzedProject analyzed =
        new ProjectAnalyzer()
            .analyze(
                new ProjectCompiler()
                    .compile(
                        project.loadSound(), new Connector.DefaultTableOptions(Map.of(), Map.of())),
                new ScriptedPlanner().columns(ORDERS, columns));
    Node source = analyzed.project().node(ORDERS);
    assertThat(FreshnessCheck.applies(source)).isTrue();
    return new FreshnessCheck(
            analyzed,
            new SnapshotQuery(setup -> new OneAnswer()),
            Duration.ofSeconds(5),
            Clock.fixed(NOW, ZoneOffset.UTC))
        .check(source);
  }

  @Test
  void theNewestRecordOfTheNamedColumnDecides() {
    rows = List.of(new Row(RowKind.INSERT, List.of(NOW.minusSeconds(600))));

    Result result =
        check(
            """
            loaded_at_field: at
            freshness: {warn_after: {count: 5, period: minute}, filter: "id > 3"}
            """,
            new Column("at", "TIMESTAMP_LTZ(3)"));

    assertThat(result.status()).isEqualTo("warn");
    assertThat(((Result.Measured) result).age()).isEqualTo(Duration.ofMinutes(10));
    assertThat(asked.getFirst()).contains("MAX(at)", "WHERE id > 3");
  }

  @Test
  void withoutANameTheColumnWithTheWatermarkIsTaken() {
    rows = List.of(new Row(RowKind.INSERT, List.of(LocalDateTime.ofInstant(NOW, ZoneOffset.UTC))));

    Result result =
        check(
            "freshness: {warn_after: {count: 5, period: minute}}",
            new Column("at", "TIMESTAMP(3)", TimeAttribute.ROWTIME));

    assertThat(result.status()).isEqualTo("pass");
    assertThat(asked.getFirst()).contains("MAX(`at`)");
  }

  @Test
  void aSourceWithoutAnyTimeSaysWhatToDo() {
    Result result =
        check(
            "freshness: {error_after: {count: 5, period: minute}}",
            new Column("at", "TIMESTAMP(3)"));

    assertThat(result.status()).isEqualTo("runtime error");
    assertThat(((Result.Failed) result).error()).contains("loaded_at_field", "watermark");
    assertThat(asked).isEmpty();
  }

  @Test
  void anEmptySourceIsNotFresh() {
    Result result =
        check(
            "loaded_at_field: at\nfreshness: {error_after: {count: 5, period: minute}}",
            new Column("at", "TIMESTAMP(3)"));

    assertThat(((Result.Failed) result).error()).contains("holds no record");
  }

  /** A session that has one answer. */
  private final class OneAnswer implements SqlSession {
    @Override
    public QueryResult query(String sql, Map<String, String> settings) {
      asked.add(sql);
      return new QueryResult() {
        @Override
        public List<Column> columns() {
          return List.of(new Column("max_loaded_at", "TIMESTAMP(3)"));
        }

        @Override
        public Page next(Duration wait) {
          return new Page(rows, true);
        }

        @Override
        public void close() {}
      };
    }

    @Override
    public void execute(String sql) {}

    @Override
    public void close() {}
  }
}
