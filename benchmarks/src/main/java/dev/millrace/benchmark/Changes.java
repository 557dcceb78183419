package dev.millrace.benchmark;

import dev.millrace.engine.connect.Column;
import dev.millrace.engine.connect.Row;
import dev.millrace.engine.connect.RowKind;
import dev.millrace.engine.connect.SqlSession;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A session whose one query yields changes at a steady rate, for as long as it is read. */
final class Changes implements SqlSession {
  private static final int KEYS = 1_000;
  private static final Duration STEP = Duration.ofMillis(10);

  private final int perSecond;
  private final List<List<Row>> pages = new ArrayList<>();

  /**
   * @param perSecond changes, of which a tenth are inserts and the rest updates
   */
  Changes(int perSecond) {
    this.perSecond = perSecond;
    // Made beforehand: making rows is not what is measured.
    int page = Math.toIntExact(perSecond * STEP.toMillis() / 1000);
    long number = 0;
    for (int made = 0; made < 400; made++) {
      List<Row> rows = new ArrayList<>(page);
      for (int row = 0; row < page; row++) {
        rows.add(row(number++));
      }
      pages.add(List.copyOf(rows));
    }
  }

  private static Row row(long number) {
    RowKind kind =
        number < KEYS
            ? RowKind.INSERT
            : number % 2 == 0 ? RowKind.UPDATE_BEFORE : RowKind.UPDATE_AFTER;
    return new Row(
        kind,
        List.of(
            number / 2 % KEYS,
            "customer-" + number % KEYS,
            BigDecimal.valueOf(number, 2),
            number * 0.5,
            number % 3 == 0,
            Instant.ofEpochMilli(1_760_000_000_000L + number)));
  }

  @Override
  public QueryResult query(String sql, Map<String, String> settings) {
    return new QueryResult() {
      private final long started = System.nanoTime();
      private long given;
      private int next;

      @Override
      public List<Column> columns() {
        return List.of(
            new Column("id", "BIGINT NOT NULL"),
            new Column("customer", "VARCHAR(2147483647)"),
            new Column("amount", "DECIMAL(12, 2)"),
            new Column("score", "DOUBLE"),
            new Column("open", "BOOLEAN"),
            new Column("at", "TIMESTAMP_LTZ(3)"));
      }

      @Override
      public Page next(Duration wait) {
        long due = (System.nanoTime() - started) * perSecond / 1_000_000_000L;
        while (given >= due) {
          try {
            Thread.sleep(STEP);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Page(List.of(), true);
          }
          due = (System.nanoTime() - started) * perSecond / 1_000_000_000L;
        }
        List<Row> page = pages.get(next);
        next = (next + 1) % pages.size();
        given += page.size();
        return new Page(page, false);
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
