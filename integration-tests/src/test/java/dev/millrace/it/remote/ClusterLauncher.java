package dev.millrace.it.remote;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Starts one of Flink's stock main classes. */
final class ClusterLauncher {
  /** What Flink's own start scripts open on Java 17. */
  private static final List<String> OPENED =
      List.of(
          "java.lang",
          "java.net",
          "java.io",
          "java.nio",
          "sun.nio.ch",
          "java.lang.reflect",
          "java.text",
          "java.time",
          "java.util",
          "java.util.concurrent",
          "java.util.concurrent.atomic",
          "java.util.concurrent.locks");

  private final Path folder;
  private final Path lib;
  private final Path javaHome;
  private final Optional<OsUser> user;

  ClusterLauncher(Path folder, Path lib, Path javaHome, Optional<OsUser> user) {
    this.folder = folder;
    this.lib = readable(lib, folder, user);
    this.javaHome = javaHome;
    this.user = user;
  }

  ClusterProcess launch(RemoteCluster.Member member, String name) {
    String mainClass = mainClass(member);
    String heap = member == RemoteCluster.Member.GATEWAY ? "512m" : "1g";
    List<String> command = new ArrayList<>();
    user.ifPresent(other -> command.addAll(other.prefix()));
    command.add(javaHome.resolve("bin/java").toString());
    command.addAll(
        List.of(
            "-Xmx" + heap,
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:+ExitOnOutOfMemoryError",
            "-Djava.io.tmpdir=" + folder.resolve("tmp")));
    OPENED.forEach(opened -> command.add("--add-opens=java.base/" + opened + "=ALL-UNNAMED"));
    command.addAll(List.of("-cp", lib + "/*", mainClass));
    switch (member) {
      case ZOOKEEPER -> command.add(folder.resolve("conf/zoo.cfg").toString());
      case JOB_MANAGER, TASK_MANAGER ->
          command.addAll(List.of("--configDir", folder.resolve("conf").toString()));
      case GATEWAY -> {}
    }
    Path log = folder.resolve(name + ".log");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    // Nothing of our own environment may reach the cluster, secrets least of all.
    builder.environment().clear();
    builder
        .environment()
        .putAll(
            Map.of(
                "PATH", "/usr/bin:/bin",
                "HOME", folder.toString(),
                "FLINK_CONF_DIR", folder.resolve("conf").toString()));
    try {
      return new ClusterProcess(member, name, builder.start(), log);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + name, e);
    }
  }

  private static String mainClass(RemoteCluster.Member member) {
    return switch (member) {
      case ZOOKEEPER ->
          "org.apache.flink.shaded.zookeeper3.org.apache.zookeeper.server.ZooKeeperServerMain";
      case JOB_MANAGER -> "org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint";
      case TASK_MANAGER -> "org.apache.flink.runtime.taskexecutor.TaskManagerRunner";
      case GATEWAY -> "org.apache.flink.table.gateway.SqlGateway";
    };
  }

  /** The class path itself or, where the other user cannot read it, a copy of it. */
  private static Path readable(Path lib, Path folder, Optional<OsUser> user) {
    if (user.isEmpty() || user.get().canRead(lib)) {
      return lib;
    }
    try (Stream<Path> jars = Files.list(lib)) {
      Path copy = Files.createDirectories(folder.resolve("lib"));
      for (Path jar : jars.toList()) {
        Files.copy(jar, copy.resolve(jar.getFileName()));
      }
      user.get().own(copy);
      return copy;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot copy " + lib, e);
    }
  }
}
