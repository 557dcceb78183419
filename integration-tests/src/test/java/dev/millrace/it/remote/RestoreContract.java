package dev.millrace.it.remote;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.connector.flink.gateway.GatewayClient;
import dev.millrace.connector.flink.gateway.GatewaySession;
import dev.millrace.connector.flink.gateway.JobControlContract;
import dev.millrace.connector.flink.gateway.JobEndsOf;
import dev.millrace.connector.flink.rest.HttpTransport;
import dev.millrace.engine.connect.JobId;
import dev.millrace.engine.connect.JobState;
import dev.millrace.engine.connect.SqlSession.Page;
import dev.millrace.engine.connect.SqlSession.QueryResult;
import dev.millrace.engine.connect.Submission.PlainInsert;
import dev.millrace.engine.connect.TriggerId;
import dev.millrace.engine.connect.TriggerStatus;
import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.trust.Bindings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What only a real Flink can show: that state goes on from where it was. */
abstract class RestoreContract extends JobControlContract {
  private static final long ROWS = 3000;
  private static final long PER_WINDOW = 100;

  /** Numbers 1 to {@value #ROWS} once, each 10 ms of event time after the one before. */
  private static final String EVENTS =
      "CREATE TABLE events (id BIGINT, ts AS TO_TIMESTAMP_LTZ(id * 10 - 10, 3),"
          + " WATERMARK FOR ts AS ts) WITH ('connector'='datagen','rows-per-second'='300',"
          + "'fields.id.kind'='sequence','fields.id.start'='1','fields.id.end'='"
          + ROWS
          + "')";

  private static final String INSERT =
      "INSERT INTO totals SELECT window_start, COUNT(*), SUM(id) FROM"
          + " TABLE(TUMBLE(TABLE events, DESCRIPTOR(ts), INTERVAL '1' SECOND))"
          + " GROUP BY window_start, window_end";

  @Test
  void aJobStartedFromASavepointGoesOnWithItsTotals() {
    String totals = totalsTable(flink().folder() + "/totals-" + UUID.randomUUID());
    PlainInsert first = submission(totals, Optional.empty());
    jobs().submit(first, Bindings.NONE);
    // Some windows are written and one is open: both kinds of progress have to survive.
    await(() -> !totals(totals).isEmpty());
    TriggerId trigger = TriggerId.derive(first.jobId().hex());
    jobs().stopWithSavepoint(first.jobId(), trigger, Optional.empty());
    await(
        () ->
            jobs().savepointStatus(first.jobId(), trigger) instanceof TriggerStatus.Completed
                && state(first.jobId()) == JobState.FINISHED);
    List<List<Object>> atTheStop = totals(totals);
    assertThat(atTheStop).hasSizeLessThan((int) (ROWS / PER_WINDOW));

    String savepoint =
        ((TriggerStatus.Completed) jobs().savepointStatus(first.jobId(), trigger)).location();
    PlainInsert second = submission(totals, Optional.of(savepoint));
    jobs().submit(second, Bindings.NONE);
    await(() -> state(second.jobId()) == JobState.FINISHED);

    // Every window whole and once: nothing was lost, read again or counted from zero.
    assertThat(totals(totals))
        .containsExactlyInAnyOrderElementsOf(
            LongStream.range(0, ROWS / PER_WINDOW).mapToObj(RestoreContract::total).toList());
    if (throughJobManager()) {
      assertThat(jobs().checkpoints(second.jobId()).orElseThrow().restored())
          .hasValueSatisfying(restored -> assertThat(restored.path()).isEqualTo(savepoint));
    }
  }

  private static List<Object> total(long window) {
    long first = window * PER_WINDOW + 1;
    long last = first + PER_WINDOW - 1;
    return List.of(PER_WINDOW, LongStream.rangeClosed(first, last).sum());
  }

  private static String totalsTable(String path) {
    // A row closes its file, so that each checkpoint publishes what was written before it.
    return "CREATE TABLE totals (starts TIMESTAMP(3), c BIGINT, s BIGINT)"
        + " WITH ('connector'='filesystem','format'='json','sink.rolling-policy.file-size'='1b',"
        + "'path'='"
        + path
        + "')";
  }

  private static PlainInsert submission(String totals, Optional<String> restoreFrom) {
    JobId id = JobId.derive(UUID.randomUUID().toString());
    return new PlainInsert(
        id,
        "totals-" + id,
        List.of(EVENTS, totals),
        List.of(INSERT),
        Map.of("execution.checkpointing.interval", "500 ms", "parallelism.default", "1"),
        Map.of(),
        restoreFrom);
  }

  /** Count and sum of every window written so far. */
  private List<List<Object>> totals(String totals) {
    List<List<Object>> rows = new ArrayList<>();
    try (HttpTransport transport = new HttpTransport();
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
        GatewaySession session =
            new GatewaySession(
                new GatewayClient(flink().gateway(transport)),
                List.of(totals),
                Bindings.NONE,
                new JobEndsOf(jobs()),
                timer);
        QueryResult result =
            session.query("SELECT c, s FROM totals", Map.of("execution.runtime-mode", "batch"))) {
      Page page;
      do {
        page = result.next(Duration.ofSeconds(30));
        page.rows().forEach(row -> rows.add(List.copyOf(row.values())));
      } while (!page.last());
      timer.shutdownNow();
    } catch (MillraceException e) {
      // The folder comes with the first file.
      assertThat(e).hasMessageContaining("does not exist");
    }
    return rows;
  }
}
