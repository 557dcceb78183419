package dev.millrace.engine.deploy;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.connect.Connector;
import dev.millrace.engine.ledger.Ledger;
import dev.millrace.engine.plan.Plan;
import dev.millrace.engine.trust.Bindings;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Carries out plans, and finishes or undoes what an ended process left behind.
 *
 * <p>Every step is in the ledger before and after it happens. Consumers of events are called by one
 * thread at a time.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class Deployer {
  private final Connector connector;
  private final Ledger ledger;
  private final Supplier<Bindings> secrets;
  private final DeployerSettings settings;
  private final String actor;
  private final Clock clock;

  /**
   * A deployer.
   *
   * @param secrets values of secret placeholders, asked for at each submission
   * @param actor who deploys, for the ledger
   */
  public Deployer(
      Connector connector,
      Ledger ledger,
      Supplier<Bindings> secrets,
      DeployerSettings settings,
      String actor,
      Clock clock) {
    this.connector = requireNonNull(connector, "connector");
    this.ledger = requireNonNull(ledger, "ledger");
    this.secrets = requireNonNull(secrets, "secrets");
    this.settings = requireNonNull(settings, "settings");
    this.actor = requireNonNull(actor, "actor");
    this.clock = requireNonNull(clock, "clock");
  }

  /**
   * Carries out a plan, in dependency order and in parallel within a level. A model that fails
   * holds up only those that read it.
   *
   * @throws dev.millrace.engine.problem.MillraceException PLAN_STALE, LOCKED, CONFIRMATION_NEEDED
   *     before anything is touched
   */
  public DeployReport apply(Plan plan, DeployOptions options, Consumer<DeployEvent> events) {
    throw notYet();
  }

  /**
   * Finds operations that an ended process left unfinished, and finishes or undoes each, saying
   * which. Does nothing when there are none.
   */
  public DeployReport resume(Consumer<DeployEvent> events) {
    throw notYet();
  }

  /**
   * Brings back every job that should run and that the cluster has lost or that has failed, from
   * its newest checkpoint. Never starts a job empty that had state.
   */
  public DeployReport restore(Consumer<DeployEvent> events) {
    throw notYet();
  }

  /**
   * Stops jobs.
   *
   * @param models unique ids; empty for all
   * @param withSavepoint whether to take a savepoint; without, the last checkpoint is what is left
   */
  public DeployReport stop(
      Set<String> models, boolean withSavepoint, Consumer<DeployEvent> events) {
    throw notYet();
  }

  /** What the ledger and the cluster say about every deployment, in the ledger's order. */
  public List<DeploymentStatus> statuses() {
    throw notYet();
  }

  private UnsupportedOperationException notYet() {
    return new UnsupportedOperationException(
        "not yet: " + connector + ledger.file() + secrets + settings + actor + clock);
  }
}
