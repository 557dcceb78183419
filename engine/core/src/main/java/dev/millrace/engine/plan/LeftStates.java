package dev.millrace.engine.plan;

import dev.millrace.engine.connect.Connector;
import dev.millrace.engine.connect.StateTools;
import dev.millrace.engine.ledger.Deployment;
import dev.millrace.engine.ledger.Ledger;
import dev.millrace.engine.ledger.SavepointNote;
import dev.millrace.engine.problem.MillraceException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * States that jobs of this project and target were stopped with and that the ledger knows nothing
 * of: it was lost, or the jobs are another machine's. Their models look as if they had never been
 * deployed, and would start without state.
 *
 * @param paths of savepoints by the models, or jobs of several, that they belong to
 */
record LeftStates(Map<String, String> paths) {
  static final LeftStates NONE = new LeftStates(Map.of());

  LeftStates {
    paths = Map.copyOf(paths);
  }

  /** Looks where savepoints go; finds nothing where this machine does not reach that. */
  static LeftStates look(Connector connector, Ledger ledger, List<Deployment> deployments) {
    List<String> known = deployments.stream().map(Deployment::key).toList();
    return new LeftStates(
        SavepointNote.ofTarget(ledger, notes(connector)).stream()
            .filter(SavepointNote::isLastState)
            .filter(note -> !known.contains(note.savepoint().deployment()))
            .collect(
                Collectors.toMap(
                    SavepointNote::model, note -> note.savepoint().path(), (one, other) -> one)));
  }

  private static StateTools.Notes notes(Connector connector) {
    try {
      return connector
          .jobs()
          .savepointFolder()
          .map(connector.state()::notes)
          .orElseGet(() -> new StateTools.Notes(List.of(), List.of()));
    } catch (MillraceException e) {
      return new StateTools.Notes(List.of(), List.of());
    }
  }

  /** Why a model that the ledger does not know must not start without state. */
  Optional<String> obstacle(String model) {
    return Optional.ofNullable(paths.get(model))
        .map(
            path ->
                "It was stopped with the savepoint "
                    + path
                    + ", of which this ledger knows nothing; `millrace ledger rebuild` makes it"
                    + " known, and --full-refresh starts without its state");
  }
}
