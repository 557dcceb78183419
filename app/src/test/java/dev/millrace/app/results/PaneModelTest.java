package dev.millrace.app.results;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.app.work.Works;
import dev.millrace.engine.connect.ChangelogKind;
import dev.millrace.engine.connect.Column;
import dev.millrace.engine.connect.Row;
import dev.millrace.engine.connect.RowKind;
import dev.millrace.engine.connect.SqlSession;
import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import dev.millrace.engine.problem.SourcePosition;
import dev.millrace.engine.query.LiveQuery;
import dev.millrace.engine.query.QuerySubject;
import dev.millrace.engine.query.Snapshot;
import dev.millrace.engine.query.SnapshotQuery;
import dev.millrace.engine.query.SnapshotWatcher;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PaneModelTest {
  private static final Subject SUBJECT = new Subject.Model("model.shop.totals");
  private static final QuerySubject QUERY =
      new QuerySubject(
          "totals",
          List.of(),
          "SELECT * FROM totals",
          List.of("id"),
          ChangelogKind.UNKNOWN,
          (line, column) -> SourcePosition.of("totals.sql"));

  private final FxQueue fx = new FxQueue();
  private final Session session = new Session();
  private final PaneModel pane = new PaneModel(session, new Works(fx), fx);

  @Test
  void aLiveQueryShowsWhatComesAndIsGoneWhenStopped() {
    pane.run(SUBJECT, "totals", Mode.LIVE);
    assertThat(pane.state().get().phase()).isEqualTo(Phase.STARTING);
    until("the query waits for rows", Phase.FIRST_ROWS);
    session.page(1, 2);
    until("rows come", Phase.RUNNING);
    assertThat(pane.rows()).hasSize(2);
    assertThat(pane.changes()).hasSize(2);

    pane.cancel();
    assertThat(pane.state().get().phase()).isEqualTo(Phase.CANCELLING);
    until("the end is confirmed", Phase.CANCELLED);
    assertThat(pane.rows()).hasSize(2);
  }

  @Test
  void anEndThatNobodyConfirmsIsNotCalledGone() {
    session.closing =
        new MillraceException(Problem.error(ProblemCode.CLUSTER_UNREACHABLE, "no answer"));
    pane.run(SUBJECT, "totals", Mode.LIVE);
    until("the query waits for rows", Phase.FIRST_ROWS);
    pane.cancel();
    until("the run is over", Phase.UNCONFIRMED);
  }

  @Test
  void aPausedPaneStandsStillAndCountsWhatItDoesNotShow() {
    pane.run(SUBJECT, "totals", Mode.LIVE);
    session.page(1);
    until("rows come", Phase.RUNNING);
    pane.paused().set(true);
    session.page(2, 3, 4);
    fx.until("rows wait", pane::tick, () -> pane.counts().get().waiting() == 3);
    assertThat(pane.changes()).hasSize(1);

    pane.paused().set(false);
    pane.tick();
    assertThat(pane.changes()).hasSize(4);
    assertThat(pane.counts().get().waiting()).isZero();
    pane.cancel();
    until("the end is confirmed", Phase.CANCELLED);
  }

  @Test
  void aSnapshotShowsItsRowsWhenItIsComplete() {
    session.page(1, 2, 3);
    session.end();
    pane.run(SUBJECT, "totals", Mode.SNAPSHOT);
    until("it is complete", Phase.COMPLETE);
    assertThat(pane.rows()).hasSize(3);
    assertThat(pane.counts().get().received()).isEqualTo(3);
    assertThat(pane.face().get()).isEqualTo(Face.TABLE);
  }

  @Test
  void aFailureIsKept() {
    session.opening =
        new MillraceException(Problem.error(ProblemCode.SQL_INVALID, "no such column"));
    pane.run(SUBJECT, "totals", Mode.LIVE);
    until("it has failed", Phase.FAILED);
    assertThat(pane.state().get().failure().orElseThrow()).hasMessageContaining("no such column");
  }

  private void until(String what, Phase phase) {
    fx.until(what, pane::tick, () -> pane.state().get().phase() == phase);
  }

  /** Queries over rows that a test hands in. */
  private static final class Session implements Queries, SqlSession {
    private final BlockingQueue<Page> pages = new LinkedBlockingQueue<>();
    private volatile @Nullable RuntimeException opening;
    private volatile @Nullable RuntimeException closing;

    void page(Integer... ids) {
      pages.add(
          new Page(
              List.of(ids).stream().map(id -> new Row(RowKind.INSERT, List.of(id))).toList(),
              false));
    }

    void end() {
      pages.add(new Page(List.of(), true));
    }

    @Override
    public Snapshot snapshot(Subject subject, SnapshotWatcher watcher, Steps steps) {
      steps.submits();
      return new SnapshotQuery(setup -> this).read(QUERY, SnapshotQuery.Settings.DEFAULT, watcher);
    }

    @Override
    public Live live(Subject subject, Steps steps) {
      RuntimeException wrong = opening;
      if (wrong != null) {
        throw wrong;
      }
      steps.submits();
      return new Live(
          LiveQuery.start(setup -> this, QUERY, LiveQuery.Settings.DEFAULT),
          List.of("id"),
          () -> {});
    }

    @Override
    public QueryResult query(String sql, Map<String, String> settings) {
      return new QueryResult() {
        @Override
        public List<Column> columns() {
          return List.of(new Column("id", "INT"));
        }

        @Override
        public Page next(Duration wait) {
          try {
            Page page = pages.poll(wait.toNanos(), TimeUnit.NANOSECONDS);
            return page == null ? new Page(List.of(), false) : page;
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
        }

        @Override
        public void close() {
          RuntimeException wrong = closing;
          if (wrong != null) {
            throw wrong;
          }
        }
      };
    }

    @Override
    public void execute(String sql) {}

    @Override
    public void close() {}
  }
}
