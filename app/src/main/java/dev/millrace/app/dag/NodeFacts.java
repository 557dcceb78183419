package dev.millrace.app.dag;

import static java.util.Objects.requireNonNull;

import dev.millrace.app.fx.Text;
import dev.millrace.app.watch.ClusterSnapshot;
import dev.millrace.app.watch.ClusterState;
import dev.millrace.app.watch.Figures;
import dev.millrace.app.watch.JobHealth;
import dev.millrace.app.watch.ModelStatus;
import dev.millrace.engine.observe.Lag;
import dev.millrace.engine.observe.ModelLag;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What is known of a node's job, in words.
 *
 * @param health empty when the node has no job, or nobody has looked
 * @param word the same as a word; empty likewise
 * @param lag how far behind it is; empty when not known
 * @param in rows read per second, where measured
 * @param out rows written per second, where measured
 * @param lagMillis for sorting; empty when there is no number
 * @param explanation one sentence on where the lag comes from, or how the deployment stands
 */
record NodeFacts(
    Optional<JobHealth> health,
    String word,
    String lag,
    OptionalDouble in,
    OptionalDouble out,
    Optional<Long> lagMillis,
    String explanation) {
  static final NodeFacts NONE =
      new NodeFacts(
          Optional.empty(),
          "",
          "",
          OptionalDouble.empty(),
          OptionalDouble.empty(),
          Optional.empty(),
          "");

  NodeFacts {
    requireNonNull(health, "health");
    requireNonNull(word, "word");
    requireNonNull(lag, "lag");
    requireNonNull(in, "in");
    requireNonNull(out, "out");
    requireNonNull(lagMillis, "lagMillis");
    requireNonNull(explanation, "explanation");
  }

  /** The lag as it is said beside the state: as a length of time, or why there is none. */
  String lagSaid(Text text) {
    return lagMillis.isPresent() ? text.get("node.lag", lag) : lag;
  }

  static NodeFacts of(DagNode node, ClusterSnapshot cluster, Figures figures) {
    ModelStatus status = cluster.models().get(node.id());
    if (status != null) {
      return of(status, figures);
    }
    boolean looked = !(cluster.cluster() instanceof ClusterState.NotAsked);
    return node.kind().hasJob() && looked ? notDeployed(figures) : NONE;
  }

  private static NodeFacts of(ModelStatus status, Figures figures) {
    Optional<Lag> lag = status.lag().map(ModelLag::lag);
    return new NodeFacts(
        Optional.of(status.health()),
        figures.word(status.health()),
        lag.map(figures::lag).orElse(""),
        status.lag().map(ModelLag::recordsInPerSecond).orElse(OptionalDouble.empty()),
        status.lag().map(ModelLag::recordsOutPerSecond).orElse(OptionalDouble.empty()),
        lag.flatMap(Figures::length).map(length -> length.toMillis()),
        status.lag().map(ModelLag::explanation).orElse(status.deployment().verdict()));
  }

  private static NodeFacts notDeployed(Figures figures) {
    JobHealth health = JobHealth.NOT_DEPLOYED;
    return new NodeFacts(
        Optional.of(health),
        figures.word(health),
        "",
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        Optional.empty(),
        "");
  }
}
