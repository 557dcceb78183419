package dev.millrace.app.watch;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The target at one moment.
 *
 * @param target name of the target; empty before anybody looked
 * @param models how the job of each stands, by unique id; those that were ever deployed or are
 *     being so, in the ledger's order
 * @param takenAt when it was looked at
 */
public record ClusterSnapshot(
    ClusterState cluster, String target, Map<String, ModelStatus> models, Instant takenAt) {
  /** Before anybody looked. */
  public static final ClusterSnapshot NONE =
      new ClusterSnapshot(new ClusterState.NotAsked(), "", Map.of(), Instant.EPOCH);

  public ClusterSnapshot {
    requireNonNull(cluster, "cluster");
    requireNonNull(target, "target");
    models = Collections.unmodifiableMap(new LinkedHashMap<>(models));
    requireNonNull(takenAt, "takenAt");
  }

  /** Whether the cluster answered. */
  public boolean answers() {
    return cluster instanceof ClusterState.Answers;
  }

  /** The jobs, each once, also one that fills the tables of several models. */
  public List<ModelStatus> jobs() {
    return models.values().stream().distinct().toList();
  }

  /** Jobs that run with all their tasks. */
  public long running() {
    return jobs().stream().filter(model -> model.health() == JobHealth.RUNNING).count();
  }
}
