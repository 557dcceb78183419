package dev.millrace.engine.deploy;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.connect.Connector;
import dev.millrace.engine.connect.JobControl;
import dev.millrace.engine.connect.Topic;
import dev.millrace.engine.ledger.Attempt;
import dev.millrace.engine.ledger.JobSpec;
import dev.millrace.engine.ledger.Ledger;
import dev.millrace.engine.ledger.Operation;
import dev.millrace.engine.ledger.Operations;
import dev.millrace.engine.ledger.TopicIds;
import dev.millrace.engine.trust.Bindings;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** What the steps of one operation work with. */
record Context(
    String model,
    String project,
    String target,
    Connector connector,
    Ledger ledger,
    Outside outside,
    JobLook look,
    Supplier<Bindings> secrets,
    DeployerSettings settings,
    Clock clock,
    Consumer<DeployEvent> events) {
  Context {
    requireNonNull(model, "model");
    requireNonNull(project, "project");
    requireNonNull(target, "target");
    requireNonNull(connector, "connector");
    requireNonNull(ledger, "ledger");
    requireNonNull(outside, "outside");
    requireNonNull(look, "look");
    requireNonNull(secrets, "secrets");
    requireNonNull(settings, "settings");
    requireNonNull(clock, "clock");
    requireNonNull(events, "events");
  }

  JobControl jobs() {
    return connector.jobs();
  }

  Operations operations() {
    return ledger.operations();
  }

  StateFinder states() {
    return new StateFinder(ledger, jobs(), outside);
  }

  SavepointNotes notes() {
    return new SavepointNotes(ledger, connector.state());
  }

  Gate gate() {
    return new Gate(jobs(), look, outside, settings);
  }

  /** Today's values, also for a plan of last year. */
  Bindings bindings() {
    return secrets.get().or(connector.localBindings());
  }

  JobSpec spec(Attempt attempt) {
    return ledger.spec(attempt.spec()).spec();
  }

  /**
   * A text of the cluster's that may quote what it was sent, without the values of secrets: it goes
   * to the ledger and to the screen.
   */
  String clean(String text) {
    return outside.clean(text);
  }

  /** The submission that was current when the operation began. */
  Optional<Attempt> from(Operation operation) {
    return operation.fromAttempt().map(number -> ledger.attempt(operation.deployment(), number));
  }

  /** The submission the operation makes. */
  Attempt to(Operation operation) {
    return ledger.attempt(operation.deployment(), operation.toAttempt().orElseThrow());
  }

  Optional<Integer> maxParallelism(Attempt attempt) {
    return spec(attempt).option("pipeline.max-parallelism").map(Integer::valueOf);
  }

  /** The broker's ids of all topics a job uses. */
  Map<String, String> topicIds(Attempt attempt) {
    return outside.read(() -> TopicIds.of(spec(attempt), connector.topics(), bindings()));
  }

  /**
   * The broker's ids, by name, of the topics that the state stands in which an operation goes on
   * from.
   */
  Map<String, String> topicIdsBefore(Operation operation) {
    return operation
        .chosenPath()
        .map(path -> ledger.topicIdsOf(operation.deployment(), path))
        .orElseGet(() -> ledger.topicIds(operation.deployment()));
  }

  /**
   * What to compare positions with from now on. Those that were restored still mean the topics
   * which they were compared with before the start; one may have been made anew since.
   */
  Map<String, String> topicIdsAfter(Operation operation, Attempt attempt) {
    Map<String, String> ids = new LinkedHashMap<>(topicIds(attempt));
    if (operation.kind().keepsState()) {
      Map<String, String> before = topicIdsBefore(operation);
      Set<String> forgotten = operation.carryOver().forgottenTopics();
      spec(attempt).readTopics().stream()
          .map(Topic::name)
          .filter(name -> before.containsKey(name) && !forgotten.contains(name))
          .forEach(name -> ids.put(name, before.get(name)));
    }
    return ids;
  }

  void entered(Operation operation, String detail) {
    events.accept(
        new DeployEvent.PhaseEntered(clock.instant(), model, Machine.stateOf(operation), detail));
  }
}
