package dev.millrace.sidecar.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.millrace.sidecar.control.CallFailedException;
import dev.millrace.sidecar.control.FailureKind;
import dev.millrace.wire.StateMigration;
import dev.millrace.wire.StateMigration.MigratedField;
import dev.millrace.wire.StateMigration.MigratedOperator;
import dev.millrace.wire.StateMigration.MigratedState;
import dev.millrace.wire.StateRequest;
import dev.millrace.wire.StateResponse.StoredOperator;
import dev.millrace.wire.StateRewriteRequest;
import dev.millrace.wire.StateRewriteResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.apache.flink.api.common.JobID;
import org.apache.flink.core.execution.SavepointFormatType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Plain Flink goes on from state that was brought into another form, with the right numbers. */
class StateMigrationTest {
  private static final String FIRST =
      """
      1,ann,10,2026-01-01 00:00:01
      2,bob,20,2026-01-01 00:00:02
      3,ann,30,2026-01-01 00:00:03
      """;
  private static final String SECOND = "4,ann,5,2026-01-01 00:00:04\n";

  private Jobs jobs;
  private StateService state;

  @BeforeEach
  void start(@TempDir Path folder) throws Exception {
    jobs = new Jobs(folder);
    state = new StateService(jobs.configuration(), folder.resolve("contracts"));
  }

  @AfterEach
  void end() throws Exception {
    state.close();
    jobs.end();
  }

  private static final String SINK =
      "CREATE TABLE c.d.snk (customer STRING, a BIGINT, b BIGINT, c BIGINT)"
          + " WITH ('connector' = 'blackhole')";
  private static final String BEFORE =
      "INSERT INTO c.d.snk SELECT customer, SUM(amount), COUNT(amount), 0 FROM c.d.orders"
          + " GROUP BY customer";
  private static final String AFTER =
      "INSERT INTO c.d.snk SELECT customer, COUNT(*), AVG(amount), 0"
          + " FROM c.d.orders GROUP BY customer";
  private static final String OLD = "key/group-aggregate.1/group-aggregate";
  private static final String NEW = "new/group-aggregate.1/group-aggregate";

  /** From SUM, COUNT to COUNT, AVG, which keeps a sum and a count of its own. */
  private static final List<MigratedField> MOVES =
      List.of(
          new MigratedField(1, null, null),
          new MigratedField(0, 0L, null),
          new MigratedField(1, null, null));

  @ParameterizedTest
  @ValueSource(strings = {"hashmap", "rocksdb"})
  void fieldsAreMovedAndDerivedAndTheJobGoesOn(String backend) throws Exception {
    Map<String, String> settings = Map.of("state.backend.type", backend);
    jobs.write(Jobs.ORDERS, FIRST);
    JobID job = jobs.start(jobs.plan(SINK, BEFORE), settings, null);
    awaitRows(job, OLD, Set.of("ann 40,2", "bob 20,1"));
    String stored = jobs.stop(job, SavepointFormatType.CANONICAL);
    String after = renamed(jobs.plan(SINK, AFTER));

    String path = migrate(stored, after, "_metadata-moved").path();
    JobID next = jobs.start(after, settings, path);
    jobs.write(Jobs.ORDERS, SECOND);

    awaitRows(next, NEW, Set.of("ann 3,45,3", "bob 1,20,1"));
    jobs.cancel(next);
    assertThat(migrate(stored, after, "_metadata-moved").path()).isEqualTo(path);
  }

  @Test
  void whatCannotBeDoneIsRefusedBeforeAnythingIsWritten() throws Exception {
    jobs.write(Jobs.ORDERS, FIRST);
    JobID job = jobs.start(jobs.plan(SINK, BEFORE), Map.of(), null);
    awaitRows(job, OLD, Set.of("ann 40,2", "bob 20,1"));
    String stored = jobs.stop(job, SavepointFormatType.NATIVE);
    String after = renamed(jobs.plan(SINK, AFTER));

    assertThat(state.rewrite(request(stored, after, "_metadata-x", MOVES, true)).migratedEntries())
        .isZero();
    assertThat(failure(request(stored, after, "_metadata-x", MOVES, false)))
        .hasMessageContaining("only a canonical savepoint")
        .extracting(CallFailedException::kind)
        .isEqualTo(FailureKind.STATE_UNREADABLE);
    assertThat(failure(request(stored, after, "_metadata-x", MOVES.subList(0, 2), true)))
        .hasMessage("The new plan keeps 3 fields, and 2 were told");
    List<MigratedField> beyond = new ArrayList<>(MOVES);
    beyond.set(0, new MigratedField(7, null, null));
    assertThat(failure(request(stored, after, "_metadata-x", beyond, true)))
        .hasMessage("The state has no field 7; it has 2");
  }

  private CallFailedException failure(StateRewriteRequest request) {
    return catchThrowableOfType(CallFailedException.class, () -> state.rewrite(request));
  }

  private StateRewriteResponse migrate(String stored, String plan, String name) throws Exception {
    return state.rewrite(request(stored, plan, name, MOVES, false));
  }

  private StateRewriteRequest request(
      String stored, String plan, String name, List<MigratedField> moves, boolean onlyCheck)
      throws Exception {
    Map<String, String> uids = new LinkedHashMap<>();
    for (StoredOperator operator : state.read(new StateRequest(stored, null, false)).operators()) {
      String uid = String.valueOf(operator.uid());
      if (!uid.equals(OLD)) {
        uids.put(operator.id(), uid.replaceFirst("^key/", "new/"));
      }
    }
    return new StateRewriteRequest(
        stored,
        null,
        name,
        uids,
        List.of(),
        new StateMigration(
            plan,
            Map.of(),
            List.of(
                new MigratedOperator(
                    id(stored), NEW, List.of(new MigratedState("accState", "accState", moves))))),
        Map.of(),
        onlyCheck);
  }

  private static String renamed(String plan) {
    return plan.replace("\"key/", "\"new/");
  }

  private String id(String path) throws Exception {
    return state.read(new StateRequest(path, null, false)).operators().stream()
        .filter(operator -> OLD.equals(operator.uid()))
        .findFirst()
        .orElseThrow()
        .id();
  }

  /** Waits until a savepoint of the job holds these rows: the key, and the fields of its value. */
  private void awaitRows(JobID job, String uid, Set<String> wanted) throws Exception {
    Instant end = Instant.now().plus(Duration.ofMinutes(1));
    Set<String> rows = Set.of();
    while (Instant.now().isBefore(end)) {
      rows = StoredRows.of(jobs.savepoint(job, SavepointFormatType.CANONICAL), uid);
      if (rows.equals(wanted)) {
        return;
      }
      LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
    }
    assertThat(rows).isEqualTo(wanted);
  }
}
