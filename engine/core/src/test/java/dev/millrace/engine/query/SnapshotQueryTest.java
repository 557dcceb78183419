package dev.millrace.engine.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.engine.connect.ChangelogKind;
import dev.millrace.engine.connect.Column;
import dev.millrace.engine.connect.Row;
import dev.millrace.engine.connect.RowKind;
import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import dev.millrace.engine.problem.SourcePosition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class SnapshotQueryTest {
  private static final SnapshotQuery.Settings ALL =
      SnapshotQuery.Settings.DEFAULT.withLimit(OptionalInt.empty());

  private final ScriptedSession session =
      new ScriptedSession(new Column("id", "INT NOT NULL"), new Column("total", "BIGINT"));

  @Test
  void aChangelogIsFoldedByTheKey() {
    session.page(row(RowKind.INSERT, 2, 5L), row(RowKind.INSERT, 1, 5L));
    session.end(row(RowKind.UPDATE_AFTER, 1, 7L));

    Snapshot snapshot = read(subject(List.of("id"), ChangelogKind.UPDATING), ALL);

    assertThat(snapshot.rows()).containsExactly(List.of(1, 7L), List.of(2, 5L));
    assertThat(snapshot.ending()).isEqualTo(Snapshot.Ending.COMPLETE);
    assertThat(snapshot.changes()).isEqualTo(3);
  }

  @Test
  void aKeyThatTheQueryDoesNotReturnIsNotUsed() {
    session.end(row(RowKind.INSERT, 1, 5L), row(RowKind.INSERT, 1, 6L));

    Snapshot snapshot = read(subject(List.of("elsewhere"), ChangelogKind.UPDATING), ALL);

    assertThat(snapshot.totalRows()).isEqualTo(2);
  }

  @Test
  void theLimitCutsWhatIsShownAndTellsHowManyThereAre() {
    session.end(row(RowKind.INSERT, 3, 1L), row(RowKind.INSERT, 1, 1L), row(RowKind.INSERT, 2, 1L));

    Snapshot snapshot =
        read(subject(List.of("id"), ChangelogKind.UPDATING), ALL.withLimit(OptionalInt.of(2)));

    assertThat(snapshot.rows()).containsExactly(List.of(1, 1L), List.of(2, 1L));
    assertThat(snapshot.totalRows()).isEqualTo(3);
  }

  @Test
  void rowsThatCannotChangeAreNotReadBeyondTheLimit() {
    session.page(row(RowKind.INSERT, 1, 1L), row(RowKind.INSERT, 2, 1L));

    Snapshot snapshot =
        read(subject(List.of(), ChangelogKind.INSERT_ONLY), ALL.withLimit(OptionalInt.of(1)));

    assertThat(snapshot.ending()).isEqualTo(Snapshot.Ending.LIMIT_REACHED);
    assertThat(session.closedResults).hasValue(1);
    assertThat(session.closedSessions).hasValue(1);
  }

  @Test
  void rowsThatMayChangeAreReadToTheEndWhateverTheLimit() {
    session.page(row(RowKind.INSERT, 1, 1L), row(RowKind.INSERT, 2, 1L));
    session.end(row(RowKind.UPDATE_AFTER, 1, 9L));

    Snapshot snapshot =
        read(subject(List.of("id"), ChangelogKind.UNKNOWN), ALL.withLimit(OptionalInt.of(1)));

    assertThat(snapshot.rows()).containsExactly(List.of(1, 9L));
  }

  @Test
  void aQueryThatDoesNotEndIsMarkedSo() {
    session.page(row(RowKind.INSERT, 1, 1L));

    Snapshot snapshot =
        read(
            subject(List.of("id"), ChangelogKind.UPDATING), ALL.withTimeout(Duration.ofMillis(50)));

    assertThat(snapshot.ending()).isEqualTo(Snapshot.Ending.TIMED_OUT);
    assertThat(snapshot.rows()).containsExactly(List.of(1, 1L));
  }

  @Test
  void aResultThatDoesNotFitIsRefused() {
    session.page(row(RowKind.INSERT, 1, 1L), row(RowKind.INSERT, 2, 1L));
    SnapshotQuery.Settings tight =
        new SnapshotQuery.Settings(OptionalInt.empty(), Duration.ofSeconds(10), 1, 1);

    assertThatThrownBy(() -> read(subject(List.of("id"), ChangelogKind.UPDATING), tight))
        .isInstanceOfSatisfying(
            MillraceException.class,
            e -> assertThat(e.problem().code()).isEqualTo(ProblemCode.RESOURCE_EXHAUSTED));
    assertThat(session.closedSessions).hasValue(1);
  }

  @Test
  void aFailureOfTheQueryReachesTheCallerAndTheSessionIsClosed() {
    session.fail(
        new MillraceException(Problem.error(ProblemCode.STATEMENT_FAILED, "no slots are free")));

    assertThatThrownBy(() -> read(subject(List.of(), ChangelogKind.UNKNOWN), ALL))
        .hasMessageContaining("no slots are free");
    assertThat(session.closedSessions).hasValue(1);
  }

  @Test
  void tablesEndAndMiniBatchesAreOn() {
    session.end();

    read(subject(List.of(), ChangelogKind.UNKNOWN), ALL);

    assertThat(session.setup).singleElement().asString().contains("'latest-offset'");
    assertThat(session.settings.getFirst())
        .containsEntry("table.exec.mini-batch.enabled", "true")
        .containsEntry("execution.runtime-mode", "streaming");
  }

  @Test
  void whoAsksCanEndItAndGetsWhatHadCome() {
    session.page(row(RowKind.INSERT, 1, 5L));
    List<Long> seen = new ArrayList<>();
    SnapshotWatcher watcher =
        new SnapshotWatcher() {
          @Override
          public void read(long changes) {
            seen.add(changes);
          }

          @Override
          public boolean isCancelled() {
            return seen.contains(1L);
          }
        };

    Snapshot snapshot =
        new SnapshotQuery(session.opener())
            .read(
                subject(List.of("id"), ChangelogKind.UNKNOWN),
                SnapshotQuery.Settings.DEFAULT,
                watcher);

    assertThat(snapshot.ending()).isEqualTo(Snapshot.Ending.CANCELLED);
    assertThat(snapshot.rows()).hasSize(1);
    assertThat(session.closedResults).hasValue(1);
  }

  private Snapshot read(QuerySubject subject, SnapshotQuery.Settings settings) {
    return new SnapshotQuery(session.opener()).read(subject, settings);
  }

  private static QuerySubject subject(List<String> key, ChangelogKind changelog) {
    return new QuerySubject(
        "totals",
        List.of("CREATE TABLE t (id INT, total BIGINT) WITH ('connector' = 'kafka')"),
        "SELECT * FROM t",
        key,
        changelog,
        (line, column) -> new SourcePosition("totals.sql", line, column));
  }

  private static Row row(RowKind kind, Object... values) {
    return new Row(kind, List.of(values));
  }
}
