package dev.millrace.engine.query;

import dev.millrace.engine.connect.Watermark;
import java.util.Optional;
import org.apache.flink.sql.parser.ddl.table.SqlCreateTable;

/** The watermark that a CREATE TABLE statement declares. */
public final class DeclaredWatermark {
  private DeclaredWatermark() {}

  /** Empty when the statement declares none, or is none that Flink's parser knows. */
  public static Optional<Watermark> of(String createTable) {
    return FlinkStatements.createTable(createTable)
        .flatMap(SqlCreateTable::getWatermark)
        .map(
            watermark ->
                new Watermark(
                    watermark.getEventTimeColumnName().toString(),
                    FlinkStatements.sql(watermark.getWatermarkStrategy())));
  }
}
