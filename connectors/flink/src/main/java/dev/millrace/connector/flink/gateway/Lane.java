package dev.millrace.connector.flink.gateway;

import static java.util.Objects.requireNonNull;

import dev.millrace.connector.flink.rest.CauseChain;
import dev.millrace.connector.flink.rest.Pauses;
import dev.millrace.engine.connect.SqlSession;
import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import dev.millrace.engine.problem.SourcePosition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One session of the gateway, in which one statement runs at a time, opened again when it is lost.
 *
 * <p>A statement sent to a busy session would block a network thread of the gateway and with it
 * other clients; so each caller waits here until the statement before has ended.
 */
final class Lane {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(15);
  private static final Duration LONGEST_PAUSE = Duration.ofMillis(250);
  private static final Duration CANCEL_LIMIT = Duration.ofSeconds(10);

  private final GatewayClient client;
  private final Map<String, String> properties;
  private final Redaction redaction;
  private final List<String> setup = new ArrayList<>();
  private final ReentrantLock lock = new ReentrantLock();
  private volatile @Nullable String session;
  private boolean opened;
  private boolean closed;

  /**
   * @param setup statements that a session of this lane begins with, placeholders kept
   */
  Lane(
      GatewayClient client,
      Map<String, String> properties,
      List<String> setup,
      Redaction redaction) {
    this.client = requireNonNull(client, "client");
    this.properties = Map.copyOf(properties);
    this.redaction = requireNonNull(redaction, "redaction");
    this.setup.addAll(setup);
  }

  /** Opens the session now, so that a fault of the setup shows. */
  void open() {
    locked(this::requireSession);
  }

  /** A session that is open right now, for a heartbeat. */
  Optional<String> current() {
    return Optional.ofNullable(session);
  }

  /**
   * Runs a statement until the gateway is done with it; a job it started may run on.
   *
   * @param sql placeholders kept
   * @return the operation, {@code FINISHED}
   * @throws StatementException when it failed
   * @throws SessionLostException when the session was lost while it ran; whether it took effect is
   *     not known
   */
  Operation run(String sql, Map<String, String> settings) {
    return locked(
        () -> {
          String resolved = redaction.resolve(sql);
          Operation operation = inSession(handle -> client.execute(handle, resolved, settings));
          try {
            return awaitEnd(operation);
          } catch (SessionLostException e) {
            session = null;
            throw e;
          }
        });
  }

  /** Hands a statement over and does not wait; the lane must not be used for another one. */
  Operation start(String sql) {
    return locked(() -> inSession(handle -> client.execute(handle, sql, Map.of())));
  }

  /** As {@link #run}; what it changes in the session is there again after a loss. */
  void configure(String sql) {
    locked(
        () -> {
          String resolved = redaction.resolve(sql);
          inSession(
              handle -> {
                apply(handle, resolved);
                return handle;
              });
          setup.add(sql);
          return sql;
        });
  }

  /** Ends the session and with it the queries of its operations, not the jobs of its INSERTs. */
  void close() {
    locked(
        () -> {
          String open = session;
          session = null;
          closed = true;
          if (open != null) {
            try {
              client.closeSession(open);
            } catch (SessionLostException | StatementException | MillraceException e) {
              // It expires by itself; closing must not hide what was done before.
              return setup;
            }
          }
          return setup;
        });
  }

  private Operation awaitEnd(Operation operation) {
    try {
      return awaitEnd(operation, Optional.empty());
    } catch (CancellationException e) {
      abandon(operation);
      throw e;
    }
  }

  private Operation awaitEnd(Operation operation, Optional<Instant> deadline) {
    Duration pause = FIRST_PAUSE;
    while (true) {
      OperationStatus status = client.status(operation);
      if (status.isTerminal()) {
        if (status != OperationStatus.FINISHED) {
          throw failure(operation, status);
        }
        return operation;
      }
      if (deadline.filter(Instant.now()::isAfter).isPresent()) {
        throw new StatementException(CauseChain.of("the statement did not end in time"));
      }
      Pauses.sleep(pause);
      Duration longer = pause.multipliedBy(3).dividedBy(2);
      pause = longer.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : longer;
    }
  }

  /** Why an operation failed stands only in its results. */
  private StatementException failure(Operation operation, OperationStatus status) {
    try {
      client.fetch(operation, 0);
    } catch (StatementException e) {
      return e;
    }
    return new StatementException(CauseChain.of("the gateway reports the status " + status));
  }

  /** Ends a statement whose caller has gone; a session that stays busy is given up. */
  private void abandon(Operation operation) {
    boolean interrupted = Thread.interrupted();
    try {
      client.cancel(operation);
      awaitEnd(operation, Optional.of(Instant.now().plus(CANCEL_LIMIT)));
    } catch (StatementException e) {
      if (e.causes().mentions("did not end in time")) {
        session = null;
      }
    } catch (SessionLostException | MillraceException e) {
      session = null;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private <T> T inSession(Function<String, T> call) {
    try {
      return call.apply(requireSession());
    } catch (SessionLostException e) {
      session = null;
      return call.apply(requireSession());
    }
  }

  private String requireSession() {
    if (closed) {
      throw new IllegalStateException("the session is closed");
    }
    String open = session;
    if (open == null) {
      open = client.openSession("millrace", properties);
      for (String statement : setup) {
        try {
          apply(open, redaction.resolve(statement));
        } catch (StatementException e) {
          // A lasting catalog still has what the session before made.
          if (!opened || !e.causes().mentions("already exists")) {
            throw e;
          }
        }
      }
      opened = true;
      session = open;
    }
    return open;
  }

  private void apply(String handle, String statement) {
    if (client.canConfigure()) {
      client.configure(handle, statement);
    } else {
      awaitEnd(client.execute(handle, statement, Map.of()), Optional.empty());
    }
  }

  private <T> T locked(Supplier<T> work) {
    try {
      lock.lockInterruptibly();
    } catch (InterruptedException e) {
      throw Pauses.cancelled(e);
    }
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }

  /** What a user is told of a failed statement. */
  MillraceException problem(StatementException failure) {
    CauseChain causes = failure.causes();
    boolean invalid = causes.isSqlInvalid();
    Problem problem =
        Problem.error(
            invalid ? ProblemCode.SQL_INVALID : ProblemCode.STATEMENT_FAILED,
            redaction.redact(causes.rootCause()));
    // A job that fails may speak of lines and columns of its data.
    Optional<SourcePosition> place =
        invalid
            ? causes
                .range()
                .map(at -> new SourcePosition(SqlSession.STATEMENT, at.line(), at.column()))
            : Optional.empty();
    return new MillraceException(place.map(problem::at).orElse(problem));
  }

  /** What a user is told when nobody can say what became of a statement. */
  MillraceException lostMidway() {
    return new MillraceException(
        Problem.error(
                ProblemCode.STATEMENT_FAILED,
                "The SQL Gateway lost the session while a statement ran; whether it took effect is"
                    + " not known")
            .remedy("Look at what it was to change before you run it again"));
  }
}
