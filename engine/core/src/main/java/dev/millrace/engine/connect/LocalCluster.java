package dev.millrace.engine.connect;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The embedded default: a real Flink and, when a table needs it, a real Kafka on this machine. */
public interface LocalCluster {
  /**
   * Starts what does not run; returns when both answer. Jobs are not brought back by this: that is
   * the ledger's work.
   *
   * @param withBroker whether a table of the project needs the broker
   * @throws dev.millrace.engine.problem.MillraceException LOCAL_START_FAILED, RESOURCE_EXHAUSTED
   */
  Status start(boolean withBroker, Consumer<String> progress);

  /** Stops both, jobs included; state stays on disk. No error when nothing runs. */
  void stop();

  Status status();

  /**
   * What runs.
   *
   * @param log where its log is
   */
  record Status(Optional<Member> sidecar, Optional<Member> broker, Path log) {
    public Status {
      requireNonNull(sidecar, "sidecar");
      requireNonNull(broker, "broker");
      requireNonNull(log, "log");
    }
  }

  /**
   * One running process.
   *
   * @param endpoints name to address, such as {@code jobmanager -> http://127.0.0.1:40321}
   */
  record Member(long pid, Instant since, Map<String, String> endpoints) {
    public Member {
      requireNonNull(since, "since");
      endpoints = Map.copyOf(endpoints);
    }
  }
}
