package dev.millrace.connector.flink.local;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.connect.LocalCluster;
import dev.millrace.wire.ReadyFile;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/** The embedded default: the sidecar in its role as a cluster and, when needed, the broker. */
public final class EmbeddedCluster implements LocalCluster {
  private final SidecarProcess sidecar;
  private final BrokerProcess broker;
  private final Path logs;

  /**
   * @param sidecar shared with whoever talks to it, so that there is one lease
   */
  public EmbeddedCluster(SidecarProcess sidecar, BrokerProcess broker, LocalFolders folders) {
    this.sidecar = requireNonNull(sidecar, "sidecar");
    this.broker = requireNonNull(broker, "broker");
    this.logs = folders.logs();
  }

  /** Both are started at the same time. */
  @Override
  public Status start(boolean withBroker, Consumer<String> progress) {
    if (!withBroker) {
      RunningSidecar running = sidecar.ensure(SidecarRole.CLUSTER, progress);
      return new Status(Optional.of(member(running)), runningBroker(), logs);
    }
    Consumer<String> oneAtATime =
        sentence -> {
          synchronized (progress) {
            progress.accept(sentence);
          }
        };
    try (ExecutorService beside = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<RunningBroker> starting = beside.submit(() -> broker.ensure(oneAtATime));
      RunningSidecar running = sidecar.ensure(SidecarRole.CLUSTER, oneAtATime);
      return new Status(Optional.of(member(running)), Optional.of(member(await(starting))), logs);
    }
  }

  @Override
  public void stop() {
    try {
      sidecar.stop();
    } finally {
      broker.stop();
    }
  }

  /** A sidecar that only plans is no cluster: nothing runs on it. */
  @Override
  public Status status() {
    return new Status(
        sidecar
            .find()
            .filter(running -> running.jobManager().isPresent())
            .map(EmbeddedCluster::member),
        runningBroker(),
        logs);
  }

  /** The broker alone, for which the sidecar is not asked. */
  public Optional<Member> runningBroker() {
    return broker.find().map(EmbeddedCluster::member);
  }

  private static RunningBroker await(Future<RunningBroker> starting) {
    try {
      return starting.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the broker starts", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException refusal) {
        throw refusal;
      }
      throw new IllegalStateException("the broker did not start", e.getCause());
    }
  }

  private static Member member(RunningSidecar running) {
    ReadyFile ready = running.ready();
    Map<String, String> endpoints = new LinkedHashMap<>();
    endpoints.put("control", running.control().toString());
    running.jobManager().ifPresent(address -> endpoints.put("jobmanager", address.toString()));
    running.gateway().ifPresent(address -> endpoints.put("gateway", address.toString()));
    if (ready.intakePort() != 0) {
      endpoints.put("intake", "http://127.0.0.1:" + ready.intakePort());
    }
    return new Member(ready.pid(), Instant.ofEpochMilli(ready.startedAt()), endpoints);
  }

  private static Member member(RunningBroker running) {
    return new Member(running.pid(), running.since(), Map.of("kafka", running.address()));
  }
}
