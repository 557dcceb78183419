package dev.millrace.engine.notebook;

import dev.millrace.engine.connect.Column;
import dev.millrace.engine.connect.Row;
import dev.millrace.engine.connect.RowKind;
import dev.millrace.engine.connect.SqlSession;
import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import dev.millrace.engine.problem.SourcePosition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A session that remembers what it is given; a statement with {@code nope} is wrong there. */
final class RememberedSession implements SqlSession {
  final List<String> statements = new ArrayList<>();
  int opened;
  int closed;

  SqlSession open(List<String> setup) {
    opened++;
    statements.addAll(setup);
    return this;
  }

  @Override
  public QueryResult query(String sql, Map<String, String> settings) {
    take(sql);
    return new QueryResult() {
      @Override
      public List<Column> columns() {
        return List.of(new Column("x", "INT"));
      }

      @Override
      public Page next(Duration wait) {
        return new Page(List.of(new Row(RowKind.INSERT, List.of(1))), true);
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public void execute(String sql) {
    take(sql);
  }

  private void take(String sql) {
    statements.add(sql);
    int wrong = sql.indexOf("nope");
    if (wrong >= 0) {
      int line = (int) sql.substring(0, wrong).chars().filter(each -> each == '\n').count() + 1;
      throw new MillraceException(
          Problem.error(ProblemCode.SQL_INVALID, "Column 'nope' not found")
              .at(new SourcePosition(STATEMENT, line, wrong - sql.lastIndexOf('\n', wrong))));
    }
    if (sql.contains("broken")) {
      throw new MillraceException(Problem.error(ProblemCode.STATEMENT_FAILED, "The job failed"));
    }
  }

  @Override
  public void close() {
    closed++;
  }
}
