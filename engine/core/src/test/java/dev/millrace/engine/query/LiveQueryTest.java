package dev.millrace.engine.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.engine.connect.ChangelogKind;
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
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class LiveQueryTest {
  private static final Duration LONG = Duration.ofSeconds(10);
  private static final QuerySubject SUBJECT =
      new QuerySubject(
          "totals",
          List.of("CREATE TABLE t (id INT) WITH ('connector' = 'kafka')"),
          "SELECT * FROM t",
          List.of(),
          ChangelogKind.UNKNOWN,
          (line, column) -> new SourcePosition("totals.sql", line + 10, column));

  private final ScriptedSession session = new ScriptedSession(new Column("id", "INT"));

  @Test
  void changesComeInOrderAsSoonAsTheyAreThere() {
    try (LiveQuery query = start(LiveQuery.Settings.DEFAULT)) {
      session.page(row(1), row(2));
      assertThat(query.next(LONG).rows()).containsExactly(row(1), row(2));
      session.page(row(3));
      assertThat(query.next(LONG).rows()).containsExactly(row(3));
      assertThat(query.firstRowLatency()).isPresent();
    }
  }

  @Test
  void rowsAreHandedOverWithoutWaitingForACheckpoint() {
    try (LiveQuery query = start(LiveQuery.Settings.DEFAULT)) {
      assertThat(query.columns()).hasSize(1);
      assertThat(session.settings.getFirst())
          .containsEntry("execution.checkpointing.mode", "AT_LEAST_ONCE");
    }
  }

  @Test
  void beforeTheFirstRowThereIsNoLatency() {
    try (LiveQuery query = start(LiveQuery.Settings.DEFAULT)) {
      assertThat(query.firstRowLatency()).isEmpty();
      assertThat(query.next(Duration.ZERO).rows()).isEmpty();
    }
  }

  @Test
  void aSlowReaderGetsTheNewestAndIsToldWhatItMissed() {
    try (LiveQuery query = start(new LiveQuery.Settings(LiveQuery.StartAt.EARLIEST, 2))) {
      session.end(row(1), row(2), row(3), row(4), row(5));

      LiveQuery.Changes changes = query.next(LONG);

      assertThat(changes.rows()).containsExactly(row(4), row(5));
      assertThat(changes.dropped()).isEqualTo(3);
    }
  }

  @Test
  void nothingIsFetchedNorLostWhilePaused() {
    try (LiveQuery query = start(LiveQuery.Settings.DEFAULT)) {
      query.pause();
      // The fetch that was under way may still bring one page.
      awaitThat(() -> fetchesStandStill());
      session.page(row(1)).page(row(2));
      int fetches = session.fetches.get();
      assertThat(query.next(Duration.ofMillis(50)).rows()).isEmpty();
      assertThat(session.fetches).hasValue(fetches);

      query.resume();
      List<Row> rows = new ArrayList<>();
      awaitThat(
          () -> {
            rows.addAll(query.next(LONG).rows());
            return rows.size() == 2;
          });
      assertThat(rows).containsExactly(row(1), row(2));
    }
  }

  @Test
  void theEndIsTold() {
    try (LiveQuery query = start(LiveQuery.Settings.DEFAULT)) {
      session.end(row(1));
      List<Row> rows = new ArrayList<>();
      awaitThat(
          () -> {
            LiveQuery.Changes changes = query.next(LONG);
            rows.addAll(changes.rows());
            return changes.ended();
          });
      assertThat(rows).containsExactly(row(1));
    }
  }

  @Test
  void aFailureComesAfterTheChangesBeforeIt() {
    try (LiveQuery query = start(LiveQuery.Settings.DEFAULT)) {
      session.page(row(1));
      session.fail(
          new MillraceException(Problem.error(ProblemCode.STATEMENT_FAILED, "the job has failed")));

      assertThat(query.next(LONG).rows()).containsExactly(row(1));
      assertThatThrownBy(() -> query.next(LONG)).hasMessageContaining("the job has failed");
    }
  }

  @Test
  void closingEndsTheQueryAndTheSessionOnce() {
    LiveQuery query = start(LiveQuery.Settings.DEFAULT);
    query.pause();
    query.close();
    query.close();

    assertThat(session.closedResults).hasValue(1);
    assertThat(session.closedSessions).hasValue(1);
    assertThat(query.next(LONG).ended()).isTrue();
  }

  @Test
  void theJobIsGoneOnceTheClusterHasConfirmedIt() {
    try (LiveQuery query = start(LiveQuery.Settings.DEFAULT)) {
      assertThat(query.isGone()).isFalse();
      query.cancel();
      awaitThat(query::isGone);
      assertThat(session.closedResults).hasValue(1);
    }
  }

  @Test
  void aJobWhoseEndNobodyConfirmedIsNotCalledGone() {
    session.failOnClose(
        new MillraceException(Problem.error(ProblemCode.CLUSTER_UNREACHABLE, "no answer")));
    LiveQuery query = start(LiveQuery.Settings.DEFAULT);
    query.close();
    assertThat(query.next(LONG).ended()).isTrue();
    assertThat(query.isGone()).isFalse();
  }

  @Test
  void aFaultInTheQueryIsShownWhereTheQueryWasWritten() {
    SqlSessions sessions =
        setup ->
            new ClosingSession(
                session,
                new MillraceException(
                    Problem.error(ProblemCode.SQL_INVALID, "no such column")
                        .at(new SourcePosition(SqlSession.STATEMENT, 2, 8))));

    assertThatThrownBy(() -> LiveQuery.start(sessions, SUBJECT, LiveQuery.Settings.DEFAULT))
        .hasMessageContaining("totals.sql:12:8: no such column");
  }

  @Test
  void aQueryThatDoesNotStartLeavesNoSessionBehind() {
    SqlSessions sessions =
        setup ->
            new ClosingSession(
                session,
                new MillraceException(Problem.error(ProblemCode.SQL_INVALID, "no such column")));

    assertThatThrownBy(() -> LiveQuery.start(sessions, SUBJECT, LiveQuery.Settings.DEFAULT))
        .hasMessageContaining("no such column");
    assertThat(session.closedSessions).hasValue(1);
  }

  private LiveQuery start(LiveQuery.Settings settings) {
    return LiveQuery.start(session.opener(), SUBJECT, settings);
  }

  /** Whether no fetch has begun for longer than one takes. */
  private boolean fetchesStandStill() {
    int before = session.fetches.get();
    long until = System.nanoTime() + Duration.ofMillis(400).toNanos();
    while (System.nanoTime() < until) {
      if (session.fetches.get() != before) {
        return false;
      }
      Thread.onSpinWait();
    }
    return true;
  }

  private static void awaitThat(BooleanSupplier condition) {
    long deadline = System.nanoTime() + LONG.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("deadline").isLessThan(deadline);
    }
  }

  private static Row row(int id) {
    return new Row(RowKind.INSERT, List.of(id));
  }
}
