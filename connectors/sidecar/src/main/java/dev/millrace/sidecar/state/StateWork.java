package dev.millrace.sidecar.state;

import dev.millrace.sidecar.control.CallFailedException;
import dev.millrace.sidecar.control.FailureKind;
import dev.millrace.wire.StateCountRequest;
import dev.millrace.wire.StateCountResponse;
import dev.millrace.wire.StateMigration;
import dev.millrace.wire.StateRequest;
import dev.millrace.wire.StateResponse;
import dev.millrace.wire.StateRewriteRequest;
import dev.millrace.wire.StateRewriteResponse;
import dev.millrace.wire.StateTidyRequest;
import dev.millrace.wire.StateTidyResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.util.StateMigrationException;

/**
 * What is done with the files of a checkpoint or savepoint, by whoever can reach them. Needs
 * nothing but the files, the request and, where one is named, the contract of a plan.
 */
final class StateWork {
  private StateWork() {}

  /** Tells what it holds. */
  static StateResponse read(StateRequest request) throws CallFailedException {
    return SavepointReader.read(SavepointFile.load(request.path()), request.files());
  }

  /** Counts what one of its operators holds. */
  static StateCountResponse count(StateCountRequest request) throws CallFailedException {
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
                  + Causes.firstLine(e));
        }
      }
    }
    throw SavepointFile.unreadable(
        request.path() + " holds no operator with the id " + request.operatorId());
  }

  /**
   * Writes other metadata beside its own, and state that changes its form.
   *
   * @param contract of the plan whose operators get state that changes its form
   */
  static StateRewriteResponse rewrite(StateRewriteRequest request, Optional<SavepointFile> contract)
      throws CallFailedException {
    SavepointFile savepoint = SavepointFile.load(request.path());
    StateMigration migration = request.migration();
    MetadataRewrite rewrite =
        new MetadataRewrite(
            savepoint,
            request.uids(),
            request.dropped(),
            migration == null
                ? List.of()
                : migrations(savepoint, contract.orElseThrow(), migration),
            request.forgotten());
    return request.onlyCheck() ? rewrite.check() : rewrite.write(request.name());
  }

  /** Deletes what rewriting has left beside it. */
  static StateTidyResponse tidy(StateTidyRequest request) throws CallFailedException {
    SavepointFile savepoint = SavepointFile.load(request.path());
    SavepointNotes.delete(savepoint.folder());
    return new StateTidyResponse(MetadataRewrite.tidy(savepoint));
  }

  private static List<OperatorMigration> migrations(
      SavepointFile savepoint, SavepointFile contract, StateMigration migration)
      throws CallFailedException {
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
}
