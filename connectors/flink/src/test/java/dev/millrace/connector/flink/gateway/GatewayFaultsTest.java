package dev.millrace.connector.flink.gateway;

import static dev.millrace.connector.flink.gateway.ContractStatements.ALL_NUMBERS;
import static dev.millrace.connector.flink.gateway.ContractStatements.COUNT_FEW;
import static dev.millrace.connector.flink.gateway.ContractStatements.CREATE_FEW;
import static dev.millrace.connector.flink.gateway.ContractStatements.CREATE_NOWHERE;
import static dev.millrace.connector.flink.gateway.ContractStatements.CREATE_NUMBERS;
import static dev.millrace.connector.flink.gateway.ContractStatements.INSERT_NUMBERS;
import static dev.millrace.connector.flink.gateway.ContractStatements.NO_NUMBERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.millrace.connector.flink.fake.FakeFlink;
import dev.millrace.connector.flink.fake.Fault;
import dev.millrace.connector.flink.jobmanager.JobManagerClient;
import dev.millrace.connector.flink.jobmanager.JobManagerJobs;
import dev.millrace.connector.flink.rest.HttpTransport;
import dev.millrace.engine.connect.JobId;
import dev.millrace.engine.connect.SqlSession.Page;
import dev.millrace.engine.connect.SqlSession.QueryResult;
import dev.millrace.engine.connect.Submission.PlainInsert;
import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.ProblemCode;
import dev.millrace.engine.trust.Bindings;
import dev.millrace.engine.trust.Secret;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class GatewayFaultsTest {
  private final FakeFlink fake = new FakeFlink();
  private final HttpTransport transport = new HttpTransport();
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final FlinkUnderTest flink = new FlinkUnderTest(fake.url(), fake.url(), "file:///s");
  private final GatewayClient client = new GatewayClient(flink.gateway(transport));

  @AfterEach
  void stop() {
    timer.shutdownNow();
    transport.close();
    fake.close();
  }

  @Test
  void aPageWhoseAnswerIsLostIsReadAgain() {
    GatewaySession session = session(CREATE_FEW);
    fake.breakNext("GET .*/result/0", Fault.ANSWER_LOST);

    try (QueryResult result = session.query(COUNT_FEW, Map.of())) {
      assertThat(result.next(Duration.ZERO).rows()).hasSize(5);
    }
    assertThat(fake.requests()).filteredOn(line -> line.contains("/result/0")).hasSize(2);
  }

  @Test
  void aQueryRunsAgainWhenTheSessionIsLostBeforeItsFirstRow() {
    GatewaySession session = session(CREATE_FEW);
    fake.breakNext("GET .*/result/0", Fault.SESSION_LOST);

    try (QueryResult result = session.query(COUNT_FEW, Map.of())) {
      assertThat(result.next(Duration.ZERO).rows()).hasSize(5);
    }
  }

  @Test
  void aQueryThatHasGivenRowsDoesNotStartAgainUnseen() {
    GatewaySession session = session(CREATE_NUMBERS);
    QueryResult result = session.query(ALL_NUMBERS, Map.of());
    Page first = result.next(Duration.ofSeconds(5));
    assertThat(first.rows()).isNotEmpty();
    fake.breakNext("GET .*/result/", Fault.SESSION_LOST);

    assertThatThrownBy(() -> result.next(Duration.ofSeconds(5)))
        .isInstanceOf(MillraceException.class)
        .hasMessageContaining("run the query again");
  }

  @Test
  void anInsertIsNotSentAgainWhenItsAnswerIsLost() {
    PlainInsert insert = insert();
    fake.breakNext("POST .*/statements", Fault.ANSWER_LOST);

    assertThatThrownBy(() -> submitter().submit(insert, Bindings.NONE))
        .isInstanceOfSatisfying(
            MillraceException.class,
            failure ->
                assertThat(failure.problem().code()).isEqualTo(ProblemCode.CLUSTER_UNREACHABLE));
    // The caller asks again with the same id and finds the job that was started the first time.
    assertThat(submitter().submit(insert, Bindings.NONE)).isEqualTo(insert.jobId());
    assertThat(fake.requests()).filteredOn(line -> line.endsWith("/statements")).hasSize(1);
  }

  @Test
  void anInsertWhoseSessionIsLostMidwayIsLookedForByItsId() {
    PlainInsert insert = insert();
    fake.breakNext("GET .*/status", Fault.SESSION_LOST);

    assertThat(submitter().submit(insert, Bindings.NONE)).isEqualTo(insert.jobId());
    assertThat(fake.requests()).filteredOn(line -> line.endsWith("/statements")).hasSize(1);
  }

  @Test
  void aMomentWithoutLeaderIsWaitedFor() {
    fake.breakNext("GET /v4/info", Fault.UNAVAILABLE);

    assertThat(client.flinkVersion()).isEqualTo("2.3.0");
  }

  @Test
  void whatIsNoGatewayIsNamed() {
    fake.breakNext("GET /v4/info", Fault.GARBAGE);

    assertThatThrownBy(client::flinkVersion)
        .isInstanceOf(MillraceException.class)
        .hasMessageContaining("is not a SQL Gateway")
        .hasMessageNotContaining("Please log in");
  }

  @Test
  void aGatewayThatIsGoneIsNamedWithItsUrl() {
    String url = fake.url();
    fake.close();

    assertThatThrownBy(client::flinkVersion)
        .isInstanceOfSatisfying(
            MillraceException.class,
            failure -> {
              assertThat(failure.problem().code()).isEqualTo(ProblemCode.CLUSTER_UNREACHABLE);
              assertThat(failure)
                  .hasMessageContaining(url)
                  .hasMessageContaining("Look at the test");
            });
  }

  @Test
  void anInterruptionEndsAWaitingCall() throws InterruptedException {
    client.flinkVersion();
    fake.breakNext("GET /v4/info", Fault.SLOW);
    AtomicReference<@Nullable Throwable> thrown = new AtomicReference<>();
    Thread caller =
        Thread.ofPlatform().unstarted(() -> thrown.set(catchThrowable(client::flinkVersion)));
    caller.start();
    while (fake.requests().size() < 3) {
      Thread.onSpinWait();
    }
    caller.interrupt();

    assertThat(caller.join(Duration.ofSeconds(30))).isTrue();
    assertThat(thrown.get()).isInstanceOf(CancellationException.class);
  }

  @Test
  void aSecretOfAStatementIsNotRepeatedFromFlinksAnswer() {
    Redaction redaction =
        new Redaction(new Bindings(Map.of("secret:PASSWORD", Secret.of("it's canary"))));

    assertThat(redaction.resolve("WITH ('p'='${secret:PASSWORD}')"))
        .isEqualTo("WITH ('p'='it''s canary')");
    assertThat(redaction.redact("options are 'p'='it''s canary' or it's canary"))
        .isEqualTo("options are 'p'='${secret:PASSWORD}' or ${secret:PASSWORD}");
  }

  @Test
  void aQueryIsNotCancelledWhileItsTasksStart() {
    StartingFirst jobs = new StartingFirst();
    GatewaySession session =
        new GatewaySession(client, List.of(CREATE_NUMBERS), Bindings.NONE, jobs, timer);

    session.query(NO_NUMBERS, Map.of()).close();

    assertThat(jobs.before).isEmpty();
    assertThat(jobs.closedTooEarly).isFalse();
    assertThat(queryIsClosed()).isTrue();
  }

  @Test
  void aQueryWhoseReaderIsInterruptedIsClosedAllTheSame() {
    GatewaySession session = session(CREATE_NUMBERS);
    QueryResult query = session.query(NO_NUMBERS, Map.of());

    Thread.currentThread().interrupt();
    query.close();

    assertThat(Thread.interrupted()).isTrue();
    assertThat(queryIsClosed()).isTrue();
  }

  private boolean queryIsClosed() {
    return fake.requests().stream().anyMatch(line -> line.endsWith("/close"));
  }

  private GatewaySession session(String setup) {
    return new GatewaySession(client, List.of(setup), Bindings.NONE, new AllEnded(), timer);
  }

  private GatewaySubmitter submitter() {
    JobManagerJobs jobs =
        new JobManagerJobs(
            new JobManagerClient(flink.jobManager(transport)),
            (submission, bindings) -> submission.jobId(),
            id -> Optional.empty(),
            Optional.empty());
    return new GatewaySubmitter(client, id -> jobs.job(id).isPresent(), UnaryOperator.identity());
  }

  private static PlainInsert insert() {
    return new PlainInsert(
        JobId.derive("insert"),
        "insert",
        List.of(CREATE_NUMBERS, CREATE_NOWHERE),
        List.of(INSERT_NUMBERS),
        Map.of(),
        Map.of(),
        Optional.empty());
  }

  /** A job whose tasks are being started when they are first looked at. */
  private final class StartingFirst implements JobEnds {
    private final List<Tasks> before =
        new ArrayList<>(List.of(Tasks.WAITING, Tasks.STARTING, Tasks.STARTING));
    private boolean closedTooEarly;

    @Override
    public Tasks tasks(JobId job) {
      closedTooEarly |= queryIsClosed();
      return before.isEmpty() ? Tasks.STARTED : before.removeFirst();
    }

    @Override
    public boolean hasEnded(JobId job) {
      return true;
    }

    @Override
    public void cancel(JobId job) {
      throw new AssertionError("nothing is left to cancel");
    }
  }

  /** These tests are not about jobs that linger. */
  private static final class AllEnded implements JobEnds {
    @Override
    public boolean hasEnded(JobId job) {
      return true;
    }

    @Override
    public Tasks tasks(JobId job) {
      return Tasks.STARTED;
    }

    @Override
    public void cancel(JobId job) {
      throw new AssertionError("nothing is left to cancel");
    }
  }
}
