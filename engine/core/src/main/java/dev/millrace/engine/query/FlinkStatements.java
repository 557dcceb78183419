package dev.millrace.engine.query;

import java.util.Optional;
import org.apache.calcite.avatica.util.Quoting;
import org.apache.calcite.config.Lex;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.dialect.AnsiSqlDialect;
import org.apache.calcite.sql.parser.SqlParseException;
import org.apache.calcite.sql.parser.SqlParser;
import org.apache.flink.sql.parser.ddl.table.SqlCreateTable;
import org.apache.flink.sql.parser.impl.FlinkSqlParserImpl;
import org.apache.flink.sql.parser.validate.FlinkSqlConformance;

/** Flink's own parser, for what reading rows needs of it. */
final class FlinkStatements {
  private static final SqlParser.Config DIALECT =
      SqlParser.config()
          .withParserFactory(FlinkSqlParserImpl.FACTORY)
          .withLex(Lex.JAVA)
          .withQuoting(Quoting.BACK_TICK)
          .withConformance(FlinkSqlConformance.DEFAULT)
          .withIdentifierMaxLength(256);

  private FlinkStatements() {}

  /**
   * The statement when it is a CREATE TABLE; empty when it is another or none that the parser
   * knows.
   */
  static Optional<SqlCreateTable> createTable(String statement) {
    try {
      SqlNode node = SqlParser.create(statement, DIALECT).parseStmt();
      return node instanceof SqlCreateTable table ? Optional.of(table) : Optional.empty();
    } catch (SqlParseException e) {
      return Optional.empty();
    }
  }

  /** A part of a statement as Flink SQL. */
  static String sql(SqlNode node) {
    return node.toSqlString(
            config ->
                config
                    .withDialect(AnsiSqlDialect.DEFAULT)
                    .withQuoteAllIdentifiers(true)
                    .withIndentation(0)
                    .withClauseStartsLine(false)
                    .withLineFolding(null))
        .getSql();
  }
}
