package dev.millrace.connector.flink.gateway;

import static dev.millrace.connector.flink.gateway.ContractStatements.ALL_NUMBERS;
import static dev.millrace.connector.flink.gateway.ContractStatements.COUNT_FEW;
import static dev.millrace.connector.flink.gateway.ContractStatements.CREATE_FEW;
import static dev.millrace.connector.flink.gateway.ContractStatements.CREATE_NUMBERS;
import static dev.millrace.connector.flink.gateway.ContractStatements.DIVIDE_BY_ZERO;
import static dev.millrace.connector.flink.gateway.ContractStatements.TYPED_VALUES;
import static dev.millrace.connector.flink.gateway.ContractStatements.WRONG_COLUMN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.connector.flink.rest.HttpTransport;
import dev.millrace.engine.connect.Column;
import dev.millrace.engine.connect.JobId;
import dev.millrace.engine.connect.Row;
import dev.millrace.engine.connect.RowKind;
import dev.millrace.engine.connect.SqlSession;
import dev.millrace.engine.connect.SqlSession.Page;
import dev.millrace.engine.connect.SqlSession.QueryResult;
import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.ProblemCode;
import dev.millrace.engine.problem.SourcePosition;
import dev.millrace.engine.trust.Bindings;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a session does on every gateway. */
public abstract class GatewaySessionContract {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final HttpTransport transport = new HttpTransport();
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final List<AutoCloseable> opened = new ArrayList<>();

  protected abstract FlinkUnderTest flink();

  @AfterEach
  void closeEverything() throws Exception {
    for (AutoCloseable one : opened.reversed()) {
      one.close();
    }
    timer.shutdownNow();
    transport.close();
  }

  @Test
  void typedValuesArriveExact() {
    GatewaySession session = session(List.of());

    try (QueryResult result = session.query(TYPED_VALUES, Map.of())) {
      assertThat(result.columns())
          .contains(
              new Column("c", "DECIMAL(10, 2) NOT NULL"),
              new Column("o", "INT"),
              new Column("r", "ROW<`x` INT, `y z` ARRAY<ROW<`s` VARCHAR(2147483647)>>> NOT NULL"));
      List<@Nullable Object> values = rows(result).getFirst().values();
      assertThat(values.get(7)).isEqualTo(new byte[] {1, 2});
      List<@Nullable Object> others = new ArrayList<>(values);
      others.remove(7);
      assertThat(others)
          .containsExactly(
              1,
              2L,
              new BigDecimal("1.50"),
              LocalDate.of(2026, 1, 2),
              LocalTime.of(10, 11, 12),
              LocalDateTime.parse("2026-01-02T03:04:05.123"),
              Instant.parse("2026-01-02T03:04:05.123Z"),
              List.of(1, 2),
              Map.of("k", new BigDecimal("1.5")),
              1e300,
              true,
              null,
              Map.of("x", 1, "y z", List.of(Map.of("s", "a"))),
              Long.MAX_VALUE);
    }
  }

  @Test
  void changesKeepTheirKind() {
    GatewaySession session = session(List.of(CREATE_FEW));

    try (QueryResult result = session.query(COUNT_FEW, Map.of())) {
      assertThat(rows(result))
          .containsExactly(
              new Row(RowKind.INSERT, List.of(7, 1L)),
              new Row(RowKind.UPDATE_BEFORE, List.of(7, 1L)),
              new Row(RowKind.UPDATE_AFTER, List.of(7, 2L)),
              new Row(RowKind.UPDATE_BEFORE, List.of(7, 2L)),
              new Row(RowKind.UPDATE_AFTER, List.of(7, 3L)));
    }
  }

  @Test
  void aLostSessionIsOpenedAgainWithItsTables() {
    GatewaySession session = session(List.of(CREATE_FEW));
    String before = session.handle().orElseThrow();
    client().closeSession(before);

    try (QueryResult result = session.query(COUNT_FEW, Map.of())) {
      assertThat(rows(result)).hasSize(5);
    }
    assertThat(session.handle()).isPresent().get().isNotEqualTo(before);
  }

  @Test
  void tablesMadeLaterSurviveTheLossOfTheSession() {
    GatewaySession session = session(List.of());
    session.execute(CREATE_FEW);
    client().closeSession(session.handle().orElseThrow());

    try (QueryResult result = session.query(COUNT_FEW, Map.of())) {
      assertThat(rows(result)).hasSize(5);
    }
  }

  @Test
  void aWrongStatementIsNamedByItsCauseAndPosition() {
    GatewaySession session = session(List.of(CREATE_FEW));

    assertThatThrownBy(() -> session.query(WRONG_COLUMN, Map.of()))
        .isInstanceOfSatisfying(
            MillraceException.class,
            failure -> {
              assertThat(failure.problem().code()).isEqualTo(ProblemCode.SQL_INVALID);
              assertThat(failure.problem().message())
                  .isEqualTo("Column 'nope' not found in any table");
              assertThat(failure.problem().position())
                  .contains(new SourcePosition(SqlSession.STATEMENT, 1, 8));
            });
  }

  @Test
  void aQueryThatFailsWhileItRunsSaysWhy() {
    GatewaySession session = session(List.of(CREATE_FEW));

    assertThatThrownBy(
            () -> {
              try (QueryResult result = session.query(DIVIDE_BY_ZERO, Map.of())) {
                rows(result);
              }
            })
        .isInstanceOfSatisfying(
            MillraceException.class,
            failure -> {
              assertThat(failure.problem().code()).isEqualTo(ProblemCode.STATEMENT_FAILED);
              assertThat(failure.problem().message()).containsIgnoringCase("by zero");
            });
  }

  @Test
  void closingAQueryEndsItsJob() {
    GatewaySession session = session(List.of(CREATE_NUMBERS));
    GatewayJobs jobs = jobs();
    List<JobId> before = jobs.jobs().stream().map(job -> job.id()).toList();

    QueryResult result = session.query(ALL_NUMBERS, Map.of());
    assertThat(await(result, page -> !page.rows().isEmpty()).rows()).isNotEmpty();
    JobId started =
        jobs.jobs().stream()
            .map(job -> job.id())
            .filter(id -> !before.contains(id))
            .findFirst()
            .orElseThrow();
    assertThat(jobs.hasEnded(started)).isFalse();
    result.close();

    assertThat(jobs.hasEnded(started)).isTrue();
  }

  @Test
  void aClosedSessionRunsNothing() {
    GatewaySession session = session(List.of());
    session.close();

    assertThatThrownBy(() -> session.execute(CREATE_FEW)).isInstanceOf(IllegalStateException.class);
  }

  private GatewayClient client() {
    return new GatewayClient(flink().gateway(transport));
  }

  private GatewayJobs jobs() {
    GatewayJobs jobs =
        new GatewayJobs(
            client(),
            new StopRequests(java.nio.file.Path.of("target", "no-stops")),
            (submission, bindings) -> submission.jobId());
    opened.add(jobs);
    return jobs;
  }

  private GatewaySession session(List<String> setup) {
    GatewaySession session = new GatewaySession(client(), setup, Bindings.NONE, jobs(), timer);
    opened.add(session);
    return session;
  }

  private static List<Row> rows(QueryResult result) {
    List<Row> rows = new ArrayList<>();
    await(
        result,
        page -> {
          rows.addAll(page.rows());
          return page.last();
        });
    return rows;
  }

  private static Page await(QueryResult result, Function<Page, Boolean> enough) {
    Instant deadline = Instant.now().plus(LIMIT);
    while (Instant.now().isBefore(deadline)) {
      Page page = result.next(Duration.ofSeconds(1));
      if (enough.apply(page)) {
        return page;
      }
    }
    throw new AssertionError("the rows did not come within " + LIMIT);
  }
}
