package dev.millrace.sidecar.state;

import dev.millrace.sidecar.control.CallFailedException;
import dev.millrace.sidecar.control.FailureKind;
import dev.millrace.sidecar.unittest.TestCluster;
import dev.millrace.wire.StateContractRequest;
import dev.millrace.wire.StateContractResponse;
import dev.millrace.wire.StateCountRequest;
import dev.millrace.wire.StateCountResponse;
import dev.millrace.wire.StateMigration;
import dev.millrace.wire.StateRehearsalRequest;
import dev.millrace.wire.StateRehearsalResponse;
import dev.millrace.wire.StateRequest;
import dev.millrace.wire.StateResponse;
import dev.millrace.wire.StateRewriteRequest;
import dev.millrace.wire.StateRewriteResponse;
import dev.millrace.wire.StateTidyRequest;
import dev.millrace.wire.StateTidyResponse;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.util.EnvironmentInformation;
import org.apache.flink.util.StateMigrationException;
import org.jspecify.annotations.Nullable;

/** Answers {@code /v1/state} and what lies below it. Several threads may call it. */
public final class StateService implements AutoCloseable {
  private final Contracts contracts;

  /**
   * @param sidecar the sidecar's configuration, for what guards the ports of the small Flink that
   *     runs plans dry
   * @param folder where the state that plans want is kept; it outlives the sidecar
   */
  public StateService(Configuration sidecar, Path folder) {
    this.contracts = new Contracts(new TestCluster(sidecar), folder);
  }

  /**
   * Tells what a checkpoint or savepoint holds.
   *
   * @throws CallFailedException STATE_UNREADABLE
   */
  public StateResponse read(StateRequest request) throws CallFailedException {
    requireSameFlink(request.flinkVersion());
    return SavepointReader.read(SavepointFile.load(request.path()), request.files());
  }

  /**
   * Counts what one operator of a savepoint holds.
   *
   * @throws CallFailedException STATE_UNREADABLE, also when there is no such operator in it
   */
  public StateCountResponse count(StateCountRequest request) throws CallFailedException {
    requireSameFlink(request.flinkVersion());
    SavepointFile savepoint = SavepointFile.load(request.path());
    for (OperatorState operator : savepoint.metadata().getOperatorStates()) {
      if (operator.getOperatorID().toHexString().equals(request.operatorId())) {
        try {
          return EntryCounter.count(operator);
        } catch (IOException | StateMigrationException | RuntimeException e) {
          throw SavepointFile.unreadable(
              "The state of operator "
                  + operator.getOperatorName().orElse(request.operatorId())
                  + " cannot be read to its end: "
                  + e.getMessage());
        }
      }
    }
    throw SavepointFile.unreadable(
        request.path() + " holds no operator with the id " + request.operatorId());
  }

  /**
   * Tells which state a plan wants, and what of a checkpoint Flink would refuse to give it.
   *
   * @throws CallFailedException STATE_UNREADABLE; SQL_INVALID, STATEMENT_FAILED or TIMEOUT when the
   *     plan does not run even dry
   */
  public StateContractResponse contract(StateContractRequest request) throws Exception {
    requireSameFlink(request.flinkVersion());
    String against = request.against();
    // What cannot be read is found before a run is spent on it.
    Optional<SavepointFile> stored =
        against == null ? Optional.empty() : Optional.of(SavepointFile.load(against));
    Contracts.Contract contract = contracts.of(request.plan(), request.settings());
    List<StateContractResponse.Mismatch> mismatches =
        stored.map(file -> Comparison.of(file, contract.savepoint())).orElse(List.of());
    return new StateContractResponse(
        contract.known(),
        SavepointReader.operators(contract.savepoint().metadata().getOperatorStates()),
        mismatches);
  }

  /**
   * Writes other metadata beside a savepoint's own, and state that changes its form.
   *
   * @throws CallFailedException INVALID_REQUEST or STATE_UNREADABLE; as {@link #contract} when the
   *     plan does not run dry
   */
  public StateRewriteResponse rewrite(StateRewriteRequest request) throws Exception {
    requireSameFlink(request.flinkVersion());
    SavepointFile savepoint = SavepointFile.load(request.path());
    StateMigration migration = request.migration();
    MetadataRewrite rewrite =
        new MetadataRewrite(
            savepoint,
            request.uids(),
            request.dropped(),
            migration == null ? List.of() : migrations(savepoint, migration));
    return request.onlyCheck() ? rewrite.check() : rewrite.write(request.name());
  }

  /**
   * Starts a plan from a savepoint without its tables, in the small Flink of the dry runs.
   *
   * @throws CallFailedException STATE_UNREADABLE; SQL_INVALID when the plan makes no job, TIMEOUT
   */
  public StateRehearsalResponse rehearse(StateRehearsalRequest request) throws Exception {
    requireSameFlink(request.flinkVersion());
    SavepointFile savepoint = SavepointFile.load(request.path());
    return contracts.rehearse(request.plan(), request.settings(), savepoint.file().toString());
  }

  /**
   * Deletes what rewriting has left beside a savepoint that is about to be deleted itself: Flink
   * deletes what it has written there and then fails on a folder that is not empty.
   *
   * @throws CallFailedException STATE_UNREADABLE
   */
  public StateTidyResponse tidy(StateTidyRequest request) throws CallFailedException {
    requireSameFlink(request.flinkVersion());
    return new StateTidyResponse(MetadataRewrite.tidy(SavepointFile.load(request.path())));
  }

  private List<OperatorMigration> migrations(SavepointFile savepoint, StateMigration migration)
      throws Exception {
    SavepointFile contract = contracts.of(migration.plan(), migration.settings()).savepoint();
    List<OperatorMigration> migrations = new ArrayList<>();
    for (StateMigration.MigratedOperator wanted : migration.operators()) {
      OperatorState stored =
          operator(
              savepoint,
              state -> state.getOperatorID().toHexString().equals(wanted.id()),
              "The savepoint holds no operator " + wanted.id());
      OperatorState made =
          operator(
              contract,
              state -> state.getOperatorUid().filter(wanted.uid()::equals).isPresent(),
              "The plan has no operator with state that is called " + wanted.uid());
      migrations.add(OperatorMigration.of(stored, made, wanted));
    }
    return migrations;
  }

  private static OperatorState operator(
      SavepointFile savepoint, Predicate<OperatorState> wanted, String missing)
      throws CallFailedException {
    return savepoint.metadata().getOperatorStates().stream()
        .filter(wanted)
        .findFirst()
        .orElseThrow(() -> new CallFailedException(FailureKind.INVALID_REQUEST, missing));
  }

  @Override
  public void close() {
    contracts.close();
  }

  /** These formats are internal to Flink: another minor version may have written others. */
  private static void requireSameFlink(@Nullable String theirs) throws CallFailedException {
    String ours = EnvironmentInformation.getVersion();
    if (theirs != null && !minor(theirs).equals(minor(ours))) {
      throw SavepointFile.unreadable(
          "It was written by Flink "
              + theirs
              + ", and the state tools here read what Flink "
              + minor(ours)
              + " writes and nothing else");
    }
  }

  private static String minor(String version) {
    String[] parts = version.split("\\.", 3);
    return parts.length < 2 ? version : parts[0] + "." + parts[1];
  }
}
