package dev.millrace.engine.plan;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.compile.AnalyzedProject;
import dev.millrace.engine.connect.Connector;
import dev.millrace.engine.ledger.Ledger;
import java.time.Clock;

/** Compares desired, known and observed. Changes nothing. */
@SuppressWarnings("DoNotCallSuggester")
public final class Planner {
  private final Connector connector;
  private final Ledger ledger;
  private final Clock clock;

  public Planner(Connector connector, Ledger ledger, Clock clock) {
    this.connector = requireNonNull(connector, "connector");
    this.ledger = requireNonNull(ledger, "ledger");
    this.clock = requireNonNull(clock, "clock");
  }

  /**
   * Plans a project without errors.
   *
   * @throws dev.millrace.engine.problem.MillraceException CLUSTER_UNREACHABLE, or SQL_INVALID when
   *     a model does not compile
   */
  public Plan plan(AnalyzedProject project, PlanOptions options) {
    throw new UnsupportedOperationException(
        "not yet: " + connector + ledger.file() + clock + project + options);
  }
}
