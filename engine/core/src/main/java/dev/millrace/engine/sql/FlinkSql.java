package dev.millrace.engine.sql;

import dev.millrace.engine.connect.SqlProblem;
import dev.millrace.engine.connect.TextRange;
import dev.millrace.engine.connect.Watermark;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.calcite.config.Lex;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.dialect.CalciteSqlDialect;
import org.apache.calcite.sql.parser.SqlAbstractParserImpl;
import org.apache.calcite.sql.parser.SqlParseException;
import org.apache.calcite.sql.parser.SqlParser;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.flink.sql.parser.ddl.SqlWatermark;
import org.apache.flink.sql.parser.ddl.constraint.SqlTableConstraint;
import org.apache.flink.sql.parser.ddl.table.SqlCreateTable;
import org.apache.flink.sql.parser.impl.FlinkSqlParserImpl;
import org.apache.flink.sql.parser.validate.FlinkSqlConformance;
import org.jspecify.annotations.Nullable;

/** Flink's own parser: syntax errors with exact places, before any planner is asked. */
public final class FlinkSql {
  private static final int LONGEST_IDENTIFIER = 256;
  private static final String RESERVED = " is a reserved word of Flink SQL";

  /** Words that begin a clause are at the wrong place, not meant as names. */
  private static final Set<String> CLAUSES =
      Set.of(
          "SELECT", "FROM", "WHERE", "GROUP", "HAVING", "ORDER", "LIMIT", "JOIN", "ON", "UNION",
          "WITH", "AS", "AND", "OR", "NOT", "IN", "IS", "BETWEEN", "LIKE", "CASE", "WHEN", "THEN",
          "ELSE", "END", "BY", "INTO", "INSERT", "VALUES", "CREATE", "TABLE", "VIEW", "NULL");

  private static final int FEW_TOKENS = 6;
  private static final Pattern ENCOUNTERED =
      Pattern.compile("Encountered \"(?<what>.*?)\" at line", Pattern.DOTALL);
  private static final SqlParser.Config CONFIG =
      SqlParser.config()
          .withParserFactory(FlinkSqlParserImpl.FACTORY)
          .withConformance(FlinkSqlConformance.DEFAULT)
          .withLex(Lex.JAVA)
          .withIdentifierMaxLength(LONGEST_IDENTIFIER);

  private FlinkSql() {}

  /**
   * What a CREATE TABLE statement says beside its columns.
   *
   * @param primaryKey in order; empty when there is none
   */
  public record TableDeclaration(List<String> primaryKey, Optional<Watermark> watermark) {
    public TableDeclaration {
      primaryKey = List.copyOf(primaryKey);
    }
  }

  /** What is wrong with the syntax of one statement without its semicolon. */
  public static Optional<SqlProblem> check(String statement) {
    try {
      parse(statement);
      return Optional.empty();
    } catch (SqlParseException e) {
      return Optional.of(problem(e));
    }
  }

  /** What is wrong with the syntax of one query; another kind of statement is wrong too. */
  public static Optional<SqlProblem> checkQuery(String query) {
    try {
      SqlNode node = parse(query);
      if (node.isA(SqlKind.QUERY)) {
        return Optional.empty();
      }
      return Optional.of(
          new SqlProblem(
              "A model is one SELECT, but this is a statement of another kind",
              range(node.getParserPosition())));
    } catch (SqlParseException e) {
      return Optional.of(problem(e));
    }
  }

  /** What a CREATE TABLE statement declares; empty for text that is none. */
  public static Optional<TableDeclaration> tableDeclaration(String createTable) {
    try {
      return parse(createTable) instanceof SqlCreateTable table
          ? Optional.of(new TableDeclaration(primaryKey(table), watermark(table)))
          : Optional.empty();
    } catch (SqlParseException e) {
      return Optional.empty();
    }
  }

  /**
   * Names of a query's columns, as far as its text and the tables it reads tell them; empty for
   * text that is none, or when a name is not certain.
   *
   * @param tables columns of a table by the parts of its name
   */
  public static Optional<List<String>> outputColumns(
      String query, Function<List<String>, Optional<List<String>>> tables) {
    try {
      return new OutputColumns(tables).of(parse(query));
    } catch (SqlParseException e) {
      return Optional.empty();
    }
  }

  /** Which columns a query may use; empty for text that cannot be read. */
  public static Optional<UsedNames> usedNames(String query) {
    try {
      return Optional.of(UsedNames.of(parse(query)));
    } catch (SqlParseException e) {
      return Optional.empty();
    }
  }

  /**
   * The rows of a query that holds nothing but literals, such as {@code SELECT 1 AS a UNION ALL
   * SELECT 2}: numbers, dates and times as text, beside Boolean and null. Empty for all else.
   */
  public static Optional<List<Map<String, @Nullable Object>>> literalRows(String query) {
    try {
      return LiteralRows.of(parse(query));
    } catch (SqlParseException e) {
      return Optional.empty();
    }
  }

  private static List<String> primaryKey(SqlCreateTable table) {
    List<String> columns = new ArrayList<>();
    for (SqlTableConstraint constraint : table.getFullConstraints()) {
      if (constraint.isPrimaryKey()) {
        columns.addAll(List.of(constraint.getColumnNames()));
      }
    }
    return columns;
  }

  private static Optional<Watermark> watermark(SqlCreateTable table) {
    return table
        .getWatermark()
        .map(watermark -> new Watermark(column(watermark), text(watermark.getWatermarkStrategy())));
  }

  private static String column(SqlWatermark watermark) {
    SqlIdentifier column = watermark.getEventTimeColumnName();
    return String.join(".", column.names);
  }

  private static String text(SqlNode node) {
    return node.toSqlString(
            config ->
                config
                    .withDialect(
                        new CalciteSqlDialect(
                            CalciteSqlDialect.DEFAULT_CONTEXT.withIdentifierQuoteString("`")))
                    .withQuoteAllIdentifiers(true))
        .getSql();
  }

  private static SqlNode parse(String statement) throws SqlParseException {
    return SqlParser.create(statement, CONFIG).parseStmt();
  }

  private static SqlProblem problem(SqlParseException e) {
    return new SqlProblem(message(e), e.getPos() == null ? Optional.empty() : range(e.getPos()));
  }

  private static Optional<TextRange> range(SqlParserPos position) {
    if (position.getLineNum() < 1 || position.getColumnNum() < 1) {
      return Optional.empty();
    }
    return Optional.of(
        new TextRange(
            position.getLineNum(),
            position.getColumnNum(),
            position.getEndLineNum(),
            position.getEndColumnNum()));
  }

  /** The reserved word among the tokens, when one that was used as a name may be the fault. */
  private static Optional<String> reservedWord(String tokens) {
    SqlAbstractParserImpl.Metadata words = SqlParser.create("", CONFIG).getMetadata();
    String[] parts = tokens.strip().split("\\s+");
    String last = parts[parts.length - 1];
    boolean clause = CLAUSES.contains(last.toUpperCase(Locale.ROOT));
    return !clause && words.isReservedWord(last.toUpperCase(Locale.ROOT))
        ? Optional.of(last)
        : Optional.empty();
  }

  private static String message(SqlParseException e) {
    String said = String.valueOf(e.getMessage());
    Matcher matcher = ENCOUNTERED.matcher(said);
    if (!matcher.find()) {
      String first = said.lines().findFirst().orElse(said);
      return first.replaceFirst(" at line \\d+, column \\d+", "").replaceFirst("\\.$", "");
    }
    String what = matcher.group("what");
    String message =
        switch (what) {
          case "<EOF>" -> "The SQL ends too early";
          case "\\'" -> "The text that begins here does not end: a quote is missing";
          default -> {
            Optional<String> reserved = reservedWord(what);
            if (reserved.isPresent()) {
              // What the parser expected in its place is every way to go on without a name.
              yield "`" + reserved.get() + "`" + RESERVED;
            }
            yield "`" + what + "` is not expected here";
          }
        };
    if (message.endsWith(RESERVED)) {
      return message;
    }
    Collection<String> expected =
        e.getExpectedTokenNames() == null ? List.of() : new TreeSet<>(e.getExpectedTokenNames());
    return expected.isEmpty() || expected.size() > FEW_TOKENS
        ? message
        : message + "; Flink expects " + String.join(" or ", expected);
  }
}
