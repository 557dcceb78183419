package dev.millrace.it.remote;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Writes {@code conf/config.yaml} and the folders it names. */
final class ClusterConfiguration {
  private ClusterConfiguration() {}

  /**
   * @param highlyAvailable whether a ZooKeeper keeps what the JobManager must find again
   * @param options beside or in place of the usual ones
   */
  static void write(
      Path folder, ClusterPorts ports, boolean highlyAvailable, Map<String, String> options) {
    try {
      for (String name : new String[] {"conf", "tmp", "checkpoints", "savepoints", "shared"}) {
        Files.createDirectories(folder.resolve(name));
      }
      String yaml = yaml(folder, ports);
      if (highlyAvailable) {
        yaml += highAvailability(folder, ports);
        Files.writeString(folder.resolve("conf/zoo.cfg"), zooKeeper(folder, ports));
      }
      Files.writeString(folder.resolve("conf/config.yaml"), with(yaml, options));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String with(String yaml, Map<String, String> options) {
    StringBuilder changed = new StringBuilder();
    yaml.lines()
        .filter(line -> !options.containsKey(line.substring(0, line.indexOf(':'))))
        .forEach(line -> changed.append(line).append('\n'));
    options.forEach(
        (name, value) -> changed.append(name).append(": '").append(value).append("'\n"));
    return changed.toString();
  }

  /**
   * Everything on loopback. A TaskManager started without Flink's scripts wants every memory size;
   * fast heartbeats and metrics keep tests short.
   */
  private static String yaml(Path folder, ClusterPorts ports) {
    return """
    rest.address: 127.0.0.1
    rest.bind-address: 127.0.0.1
    rest.port: %1$d
    rest.bind-port: '%1$d'
    jobmanager.rpc.address: 127.0.0.1
    jobmanager.bind-host: 127.0.0.1
    jobmanager.rpc.port: %2$d
    taskmanager.host: 127.0.0.1
    taskmanager.bind-host: 127.0.0.1
    taskmanager.numberOfTaskSlots: 10
    taskmanager.cpu.cores: 1.0
    taskmanager.memory.framework.heap.size: 128mb
    taskmanager.memory.task.heap.size: 256mb
    taskmanager.memory.framework.off-heap.size: 64mb
    taskmanager.memory.task.off-heap.size: 0mb
    taskmanager.memory.managed.size: 128mb
    taskmanager.memory.jvm-metaspace.size: 256mb
    taskmanager.memory.network.min: 64mb
    taskmanager.memory.network.max: 64mb
    taskmanager.memory.jvm-overhead.min: 64mb
    taskmanager.memory.jvm-overhead.max: 64mb
    sql-gateway.endpoint.rest.address: 127.0.0.1
    sql-gateway.endpoint.rest.bind-address: 127.0.0.1
    sql-gateway.endpoint.rest.port: %3$d
    sql-gateway.endpoint.rest.bind-port: '%3$d'
    execution.target: remote
    execution.checkpointing.dir: file://%4$s/checkpoints
    execution.checkpointing.savepoint-dir: file://%4$s/savepoints
    io.tmp.dirs: %4$s/tmp
    web.tmpdir: %4$s/tmp
    web.submit.enable: false
    metrics.fetcher.update-interval: 1000
    rest.cache.checkpoint-statistics.timeout: 1000
    """
        .formatted(ports.rest(), ports.rpc(), ports.gateway(), folder);
  }

  private static String highAvailability(Path folder, ClusterPorts ports) {
    return """
    high-availability.type: zookeeper
    high-availability.zookeeper.quorum: 127.0.0.1:%d
    high-availability.storageDir: file://%s/ha
    client.timeout: 4 s
    """
        .formatted(ports.zooKeeper(), folder);
  }

  private static String zooKeeper(Path folder, ClusterPorts ports) {
    return """
    dataDir=%s/zookeeper
    clientPort=%d
    clientPortAddress=127.0.0.1
    admin.enableServer=false
    """
        .formatted(folder, ports.zooKeeper());
  }
}
