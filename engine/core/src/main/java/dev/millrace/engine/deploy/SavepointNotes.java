package dev.millrace.engine.deploy;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.connect.StatePaths;
import dev.millrace.engine.connect.StateTools;
import dev.millrace.engine.ledger.Attempt;
import dev.millrace.engine.ledger.Ledger;
import dev.millrace.engine.ledger.Savepoint;
import dev.millrace.engine.ledger.SavepointNote;
import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.ProblemCode;

/**
 * Keeps beside savepoints what they are, so that a lost ledger can be made again where the cluster
 * has forgotten their jobs. Of a job that runs, or that an upgrade stops for a moment, nothing has
 * to be kept: it carries the same itself.
 *
 * <p>Storage that this machine does not reach gets no notes: nothing that somebody waits for fails
 * for one.
 */
final class SavepointNotes {
  private final Ledger ledger;
  private final StateTools state;

  SavepointNotes(Ledger ledger, StateTools state) {
    this.ledger = requireNonNull(ledger, "ledger");
    this.state = requireNonNull(state, "state");
  }

  /** That of a savepoint the ledger knows. */
  void keep(Savepoint savepoint) {
    write(savepoint, false);
  }

  /** The savepoint has another name from now on, or none. */
  void renamed(String deployment, String path) {
    ledger.savepoints(deployment).stream()
        .filter(savepoint -> StatePaths.same(savepoint.path(), path))
        .forEach(savepoint -> write(savepoint, hasGoneOn(savepoint)));
  }

  /**
   * Another job takes the place of one, so the savepoint it was stopped with is not the last state
   * any more.
   */
  void wentOn(Attempt stopped) {
    ledger.savepoints(stopped.deployment()).stream()
        .filter(savepoint -> savepoint.attempt() == stopped.number())
        .filter(savepoint -> savepoint.origin() == Savepoint.Origin.STOP)
        .forEach(savepoint -> write(savepoint, true));
  }

  private boolean hasGoneOn(Savepoint savepoint) {
    return ledger
        .deployment(savepoint.deployment())
        .attempt()
        .filter(current -> current == savepoint.attempt())
        .isEmpty();
  }

  private void write(Savepoint savepoint, boolean goneOn) {
    try {
      state.note(
          savepoint.path(),
          SavepointNote.of(ledger, savepoint, goneOn, ledger.topicsAtEnd(savepoint.path())).text());
    } catch (MillraceException e) {
      if (e.problem().code() == ProblemCode.LEDGER_UNAVAILABLE) {
        throw e;
      }
      // Then the ledger alone knows of it.
    }
  }
}
