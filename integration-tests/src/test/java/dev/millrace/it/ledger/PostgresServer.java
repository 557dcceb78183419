package dev.millrace.it.ledger;

import dev.millrace.it.Folders;
import dev.millrace.it.remote.OsUser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A PostgreSQL of our own, from the system's packages: on loopback, ended with the test. */
final class PostgresServer implements AutoCloseable {
  static final String PASSWORD = "canary4711";

  private final Path folder;
  private final int port;
  private final Optional<OsUser> user;

  private PostgresServer(Path folder, int port, Optional<OsUser> user) {
    this.folder = folder;
    this.port = port;
    this.user = user;
  }

  static PostgresServer start() {
    try {
      // PostgreSQL does not run as root.
      Optional<OsUser> user =
          "root".equals(System.getProperty("user.name"))
              ? Optional.of(OsUser.named("nobody"))
              : Optional.empty();
      Path folder = Files.createTempDirectory("millrace-postgres");
      Path password = Files.writeString(folder.resolve("password"), PASSWORD);
      user.ifPresent(other -> other.own(folder));
      int port = freePort();
      PostgresServer server = new PostgresServer(folder, port, user);
      Path data = folder.resolve("data");
      server.run(
          "initdb",
          "-D",
          data.toString(),
          "-U",
          "anna",
          "-A",
          "scram-sha-256",
          "--pwfile=" + password,
          "-E",
          "UTF8",
          "--no-locale",
          "--no-sync");
      server.run(
          "pg_ctl",
          "-D",
          data.toString(),
          "-w",
          "-t",
          "60",
          "-l",
          folder.resolve("log").toString(),
          "-o",
          "-p " + port + " -c listen_addresses=127.0.0.1 -c unix_socket_directories=''",
          "start");
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As a profile names it, with user and password. */
  String address() {
    return "postgresql://anna:" + PASSWORD + "@127.0.0.1:" + port + "/postgres";
  }

  /** Breaks all connections off; the server goes on. */
  void restart() {
    run(
        "pg_ctl",
        "-D",
        folder.resolve("data").toString(),
        "-w",
        "-m",
        "immediate",
        "-l",
        folder.resolve("log").toString(),
        "-o",
        "-p " + port + " -c listen_addresses=127.0.0.1 -c unix_socket_directories=''",
        "restart");
  }

  @Override
  public void close() {
    run("pg_ctl", "-D", folder.resolve("data").toString(), "-m", "immediate", "stop");
    Folders.delete(folder);
  }

  private void run(String program, String... arguments) {
    List<String> command = new ArrayList<>();
    user.ifPresent(other -> command.addAll(other.prefix()));
    command.add(find(program).toString());
    command.addAll(List.of(arguments));
    try {
      // The server inherits what pg_ctl writes to, so a pipe would never end.
      Path output = Files.createTempFile("millrace-postgres", ".out");
      Process process =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      boolean ended = process.waitFor(90, TimeUnit.SECONDS);
      String said = Files.readString(output, StandardCharsets.UTF_8);
      Files.delete(output);
      if (!ended || process.exitValue() != 0) {
        process.destroyForcibly();
        throw new IllegalStateException(String.join(" ", command) + " failed: " + said);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** Debian keeps them out of the path, by version. */
  private static Path find(String program) {
    List<Path> candidates = new ArrayList<>();
    for (String folder : System.getenv("PATH").split(":")) {
      candidates.add(Path.of(folder, program));
    }
    Path versions = Path.of("/usr/lib/postgresql");
    if (Files.isDirectory(versions)) {
      try (Stream<Path> each = Files.list(versions)) {
        each.sorted(Comparator.reverseOrder())
            .forEach(version -> candidates.add(version.resolve("bin").resolve(program)));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return candidates.stream()
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "PostgreSQL's " + program + " is not installed; .ci/run installs it"));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
