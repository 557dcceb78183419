package dev.millrace.app.deploy;

import dev.millrace.engine.connect.ChangelogKind;
import dev.millrace.engine.connect.JobId;
import dev.millrace.engine.connect.JobState;
import dev.millrace.engine.connect.JobStatus;
import dev.millrace.engine.connect.RelationName;
import dev.millrace.engine.deploy.DeployEvent;
import dev.millrace.engine.deploy.DeployState;
import dev.millrace.engine.deploy.DeploymentStatus;
import dev.millrace.engine.deploy.ModelReport;
import dev.millrace.engine.deploy.Outcome;
import dev.millrace.engine.ledger.Deployment;
import dev.millrace.engine.ledger.JobOutput;
import dev.millrace.engine.ledger.JobSpec;
import dev.millrace.engine.plan.Action;
import dev.millrace.engine.plan.Change;
import dev.millrace.engine.plan.Consequences;
import dev.millrace.engine.plan.Permission;
import dev.millrace.engine.plan.Plan;
import dev.millrace.engine.plan.PlannedModel;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import dev.millrace.engine.recover.Trouble;
import dev.millrace.engine.recover.WayOut;
import dev.millrace.engine.state.CarryOver;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** Plans, events and reports as the engine makes them, written down by hand. */
final class Samples {
  static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

  private Samples() {}

  static Plan plan(PlannedModel... models) {
    return new Plan(
        "0123456789abcdef",
        "shop",
        "dev",
        Optional.of("2.3.0"),
        Optional.empty(),
        NOON,
        List.of(models),
        List.of(),
        List.of());
  }

  static PlannedModel planned(String name, Action action) {
    return new PlannedModel(
        "model.shop." + name,
        List.of("model.shop." + name),
        "key-" + name,
        action,
        List.of("It says so"),
        Optional.of(spec(name)),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        Consequences.NONE,
        CarryOver.NONE,
        List.of());
  }

  /** The same where the project has a say in whether somebody must permit it. */
  static PlannedModel permitted(String name, Action action, boolean needed) {
    PlannedModel plain = planned(name, action);
    return new PlannedModel(
        plain.model(),
        plain.models(),
        plain.deployment(),
        action,
        plain.reasons(),
        plain.desired(),
        plain.deployedSpec(),
        plain.deployedJob(),
        plain.observed(),
        plain.changes(),
        plain.operators(),
        plain.notes(),
        plain.upstream(),
        plain.consequences(),
        plain.carryOver(),
        plain.decisions(),
        plain.way(),
        plain.ways(),
        new Permission(needed, List.of()));
  }

  private static JobSpec spec(String name) {
    return new JobSpec(
        "shop.dev." + name,
        List.of(
            new JobOutput(
                "model.shop." + name,
                "models/" + name + ".sql",
                new RelationName("default_catalog", "dev_shop", name),
                "SELECT 1",
                "INSERT",
                List.of(),
                List.of(),
                ChangelogKind.INSERT_ONLY)),
        List.of(),
        "{}",
        "fingerprint",
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of());
  }

  static Change added(int line, String text) {
    return new Change(
        Change.Kind.SQL, "model.shop.totals", "", line, Optional.empty(), Optional.of(text));
  }

  static Change removed(int line, String text) {
    return new Change(
        Change.Kind.SQL, "model.shop.totals", "", line, Optional.of(text), Optional.empty());
  }

  /** Events of one model that comes into a state each second, the first second after noon. */
  static List<DeployEvent.PhaseEntered> entered(String name, DeployState... states) {
    List<DeployEvent.PhaseEntered> events = new ArrayList<>();
    for (DeployState state : states) {
      events.add(
          new DeployEvent.PhaseEntered(
              NOON.plusSeconds(events.size() + 1L), "model.shop." + name, state, "into " + state));
    }
    return events;
  }

  static ModelReport report(String name, String operation, Outcome outcome, String... waysOut) {
    Optional<Problem> problem =
        outcome.isSuccess()
            ? Optional.empty()
            : Optional.of(Problem.error(ProblemCode.GATE_FAILED, "The job failed"));
    return new ModelReport(
        "model.shop." + name,
        List.of("model.shop." + name),
        operation,
        outcome,
        "It ended",
        problem,
        List.of(waysOut),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Duration.ofSeconds(4),
        false);
  }

  /** A trouble whose first way is the recommended one. */
  static Trouble trouble(String name, Trouble.Kind kind, WayOut.Kind... ways) {
    return new Trouble(
        new Deployment(
            "key-" + name,
            "model.shop." + name,
            List.of("model.shop." + name),
            "default_catalog.dev_shop." + name,
            "shop.dev." + name,
            Deployment.Wanted.RUNNING,
            Optional.of(1L),
            Optional.of(1),
            OptionalInt.of(128),
            Optional.of(NOON)),
        kind,
        Optional.of(NOON),
        "It does not run",
        Optional.empty(),
        Optional.empty(),
        Optional.of(
            new Trouble.Place(
                "GroupAggregate(groupBy=[id])",
                Optional.of("model.shop." + name),
                Optional.of("models/" + name + ".sql"),
                List.of(3, 5))),
        List.of(),
        IntStream.range(0, ways.length).mapToObj(i -> way(ways[i], i == 0)).toList());
  }

  private static WayOut way(WayOut.Kind kind, boolean recommended) {
    return new WayOut(
        kind,
        "Does it",
        "something",
        Optional.of("something else"),
        Optional.empty(),
        recommended,
        Optional.of(new WayOut.Start(1, Optional.empty(), CarryOver.NONE)));
  }

  /** A deployment whose job the cluster shows in this state; without one when it is empty. */
  static DeploymentStatus status(String name, boolean wanted, Optional<JobState> state) {
    JobId job = JobId.derive(name);
    return new DeploymentStatus(
        "model.shop." + name,
        List.of("model.shop." + name),
        "key-" + name,
        new RelationName("default_catalog", "dev_shop", name),
        "shop.dev." + name,
        wanted,
        Optional.of(job),
        state.map(
            known -> new JobStatus(job, "shop.dev." + name, known, NOON, 2, 2, 0, 0, Map.of())),
        Optional.empty(),
        Optional.empty(),
        Optional.of(NOON),
        Optional.empty(),
        "as it is");
  }
}
