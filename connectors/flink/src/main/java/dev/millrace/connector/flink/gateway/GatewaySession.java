package dev.millrace.connector.flink.gateway;

import dev.millrace.engine.connect.SqlSession;
import dev.millrace.engine.trust.Bindings;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** A session through the SQL Gateway. Thread-safe; statements wait for each other. */
public final class GatewaySession implements SqlSession {
  /** The gateway drops a session after ten minutes, unless it was told otherwise. */
  private static final Duration HEARTBEAT = Duration.ofMinutes(1);

  /** What changes the session and has to be there again in the next one. */
  private static final Set<String> SETUP =
      Set.of("CREATE", "DROP", "ALTER", "USE", "SET", "RESET", "LOAD", "UNLOAD", "ADD");

  /** A CREATE that does more than to describe: it writes rows. */
  private static final Pattern STARTS_JOB =
      Pattern.compile("(?is)\\bTABLE\\b.*\\bAS\\s+SELECT\\b|\\bMATERIALIZED\\s+TABLE\\b");

  /** What may run a second time without changing anything. */
  private static final Set<String> REPEATABLE =
      Set.of("SELECT", "WITH", "VALUES", "SHOW", "DESCRIBE", "DESC", "EXPLAIN");

  /** Larger batches do not come faster, and each cancelled query leaves one on the JobManager. */
  private static final Map<String, String> QUERY_SETTINGS =
      Map.of("collect-sink.batch-size.max", "256kb");

  private final GatewayClient client;
  private final Lane lane;
  private final Redaction redaction;
  private final JobEnds jobs;
  private final ScheduledFuture<?> heartbeat;

  /**
   * Opens the session and runs its setup.
   *
   * @throws dev.millrace.engine.problem.MillraceException SQL_INVALID or STATEMENT_FAILED when the
   *     setup does not run, CLUSTER_UNREACHABLE
   */
  public GatewaySession(
      GatewayClient client,
      List<String> setup,
      Bindings bindings,
      JobEnds jobs,
      ScheduledExecutorService timer) {
    this.client = client;
    this.redaction = new Redaction(bindings);
    this.lane = new Lane(client, Map.of(), setup, redaction);
    this.jobs = jobs;
    try {
      lane.open();
    } catch (StatementException e) {
      lane.close();
      throw lane.problem(e);
    }
    this.heartbeat =
        timer.scheduleWithFixedDelay(
            this::beat, HEARTBEAT.toMillis(), HEARTBEAT.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public QueryResult query(String sql, Map<String, String> settings) {
    Map<String, String> all = new LinkedHashMap<>(QUERY_SETTINGS);
    settings.forEach((key, value) -> all.put(key, redaction.resolveSetting(value)));
    return new GatewayQuery(client, lane, jobs, () -> runRepeatably(sql, all));
  }

  @Override
  public void execute(String sql) {
    if (SETUP.contains(firstWord(sql)) && !STARTS_JOB.matcher(sql).find()) {
      try {
        lane.configure(sql);
      } catch (StatementException e) {
        throw lane.problem(e);
      }
    } else {
      client.close(runRepeatably(sql, Map.of()));
    }
  }

  @Override
  public void close() {
    heartbeat.cancel(false);
    lane.close();
  }

  /** Runs a statement; one that changes nothing outside may run again in a new session. */
  private Operation runRepeatably(String sql, Map<String, String> settings) {
    try {
      try {
        return lane.run(sql, settings);
      } catch (SessionLostException e) {
        if (!REPEATABLE.contains(firstWord(sql))) {
          throw lane.lostMidway();
        }
        // Nobody has seen a row of the first run.
        return lane.run(sql, settings);
      }
    } catch (StatementException e) {
      throw lane.problem(e);
    }
  }

  /** The gateway's handle of the session that is open now. */
  Optional<String> handle() {
    return lane.current();
  }

  private void beat() {
    lane.current().ifPresent(this::beat);
  }

  private void beat(String session) {
    try {
      client.heartbeat(session);
    } catch (RuntimeException e) {
      // A lost session heals when it is next used; an unreachable gateway shows there too.
      return;
    }
  }

  /** The first word outside comments, in upper case. */
  private static String firstWord(String sql) {
    String text =
        sql.replaceAll("(?s)/\\*(?!\\+).*?\\*/", " ").replaceAll("(?m)--.*$", " ").strip();
    int end = 0;
    while (end < text.length() && Character.isLetter(text.charAt(end))) {
      end++;
    }
    return text.substring(0, end).toUpperCase(Locale.ROOT);
  }
}
