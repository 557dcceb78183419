package dev.millrace.connector.flink.gateway;

import static java.util.Objects.requireNonNull;

import dev.millrace.connector.flink.rest.CauseChain;
import dev.millrace.connector.flink.rest.Pauses;
import dev.millrace.engine.connect.Column;
import dev.millrace.engine.connect.JobId;
import dev.millrace.engine.connect.Row;
import dev.millrace.engine.connect.SqlSession.Page;
import dev.millrace.engine.connect.SqlSession.QueryResult;
import dev.millrace.engine.problem.MillraceException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;

/**
 * The rows of one SELECT.
 *
 * <p>The gateway has no long poll: an empty page comes at once. That the query's job has failed
 * shows only when rows are fetched.
 */
final class GatewayQuery implements QueryResult {
  private static final Duration EMPTY_PAUSE = Duration.ofMillis(25);
  private static final Duration END_LIMIT = Duration.ofSeconds(10);

  private final GatewayClient client;
  private final Lane lane;
  private final Supplier<Operation> start;
  private final JobEnds jobs;
  private Operation operation;
  private List<Column> columns = List.of();
  private Optional<JobId> job = Optional.empty();
  private Optional<Long> token = Optional.of(0L);
  private List<Row> pending;
  private CancelGuard guard;
  private boolean rowsCame;
  private boolean rowsGiven;
  private boolean closed;

  /**
   * Starts the query and waits until its columns are known.
   *
   * @param start hands the statement to the gateway; used again when the session is lost before a
   *     row was given away
   */
  GatewayQuery(GatewayClient client, Lane lane, JobEnds jobs, Supplier<Operation> start) {
    this.client = requireNonNull(client, "client");
    this.lane = requireNonNull(lane, "lane");
    this.jobs = requireNonNull(jobs, "jobs");
    this.start = requireNonNull(start, "start");
    this.operation = start.get();
    this.guard = new CancelGuard(jobs);
    try {
      this.pending = awaitColumns();
    } catch (RuntimeException e) {
      closeQuietly();
      throw e;
    }
  }

  @Override
  public List<Column> columns() {
    return columns;
  }

  @Override
  public Optional<JobId> job() {
    return job;
  }

  @Override
  public Page next(Duration wait) {
    Instant deadline = Instant.now().plus(wait);
    while (true) {
      if (!pending.isEmpty()) {
        List<Row> rows = pending;
        pending = List.of();
        rowsGiven = true;
        return new Page(rows, token.isEmpty());
      }
      if (token.isEmpty()) {
        return new Page(List.of(), true);
      }
      pending = fetch();
      if (pending.isEmpty() && token.isPresent()) {
        if (!Instant.now().isBefore(deadline)) {
          return new Page(List.of(), false);
        }
        Pauses.sleep(EMPTY_PAUSE);
      }
    }
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    // Who is interrupted wants the query to end all the more.
    boolean interrupted = Thread.interrupted();
    try {
      interrupted |= awaitStart();
      client.close(operation);
    } catch (SessionLostException e) {
      // The gateway ends the queries of a session that it forgets; confirmed below.
    } catch (StatementException e) {
      throw lane.problem(e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
    job.ifPresent(this::awaitEnd);
  }

  /**
   * Waits until the query may be ended; whatever goes wrong, it is ended then.
   *
   * @return whether the wait was interrupted
   */
  private boolean awaitStart() {
    if (rowsCame || token.isEmpty() || job.isEmpty()) {
      return false;
    }
    try {
      guard.await(job.get());
      return false;
    } catch (CancellationException e) {
      return Thread.interrupted();
    } catch (MillraceException e) {
      // Who cannot be asked about jobs says so below.
      return false;
    }
  }

  private void awaitEnd(JobId id) {
    Instant patient = Instant.now().plus(END_LIMIT);
    while (!jobs.hasEnded(id)) {
      if (Instant.now().isAfter(patient)) {
        jobs.cancel(id);
        patient = Instant.now().plus(END_LIMIT);
      }
      Pauses.sleep(EMPTY_PAUSE);
    }
  }

  private List<Row> awaitColumns() {
    while (true) {
      List<Row> rows = fetch();
      if (!columns.isEmpty()) {
        return rows;
      }
      Pauses.sleep(EMPTY_PAUSE);
    }
  }

  private List<Row> fetch() {
    try {
      return read();
    } catch (SessionLostException e) {
      if (rowsGiven) {
        throw lane.problem(
            new StatementException(
                CauseChain.of(
                    "The SQL Gateway lost the session in the middle of the query's rows; run the"
                        + " query again")));
      }
      operation = start.get();
      guard = new CancelGuard(jobs);
      token = Optional.of(0L);
      return read();
    }
  }

  private List<Row> read() {
    ResultPage page;
    try {
      page = client.fetch(operation, token.orElseThrow());
    } catch (StatementException e) {
      throw lane.problem(e);
    }
    if (!page.ready()) {
      return List.of();
    }
    columns = page.columns();
    job = page.job();
    token = page.next();
    rowsCame |= !page.rows().isEmpty();
    return page.rows();
  }

  private void closeQuietly() {
    boolean interrupted = Thread.interrupted();
    try {
      client.close(operation);
    } catch (SessionLostException | StatementException | MillraceException e) {
      // The first fault is the one to tell of.
      return;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
