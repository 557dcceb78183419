package dev.millrace.it.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * An S3 server with one bucket: S3Proxy over a folder, in a process of its own, bound to loopback.
 * It refuses who does not sign with its keys.
 */
public final class S3Server implements AutoCloseable {
  public static final String ACCESS_KEY = "flinks-own-key";
  public static final String SECRET_KEY = "canary-8c41d06fe7b3";

  private static final String BUCKET = "flink";
  private static final Duration START_LIMIT = Duration.ofMinutes(1);

  private final Process process;
  private final Path log;
  private final Path objects;
  private final int port;

  private S3Server(Process process, Path log, Path objects, int port) {
    this.process = process;
    this.log = log;
    this.objects = objects;
    this.port = port;
  }

  /** Starts one and returns when it answers. */
  public static S3Server in(Path folder) {
    try {
      Path objects = folder.resolve("objects");
      Files.createDirectories(objects.resolve(BUCKET));
      int port = freePort();
      Path settings =
          Files.writeString(
              folder.resolve("s3proxy.conf"),
              """
              s3proxy.endpoint=http://127.0.0.1:%d
              s3proxy.authorization=aws-v2-or-v4
              s3proxy.identity=%s
              s3proxy.credential=%s
              jclouds.provider=filesystem-nio2
              jclouds.filesystem.basedir=%s
              jclouds.identity=none
              jclouds.credential=none
              """
                  .formatted(port, ACCESS_KEY, SECRET_KEY, objects));
      Path log = folder.resolve("s3proxy.log");
      ProcessBuilder builder =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xmx256m",
                  "-XX:+UseSerialGC",
                  "-XX:TieredStopAtLevel=1",
                  "-DLOG_LEVEL=warn",
                  "-jar",
                  jar().toString(),
                  "--properties",
                  settings.toString())
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile());
      builder.environment().keySet().retainAll(List.of("PATH"));
      S3Server server = new S3Server(builder.start(), log, objects, port);
      server.awaitAnswer();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Flink options by which a process reaches it, keys included. */
  public Map<String, String> options() {
    return Map.of(
        "s3.endpoint",
        endpoint(),
        "s3.access-key",
        ACCESS_KEY,
        "s3.secret-key",
        SECRET_KEY,
        "s3.path.style.access",
        "true",
        "s3.region",
        "us-east-1");
  }

  public String endpoint() {
    return "http://127.0.0.1:" + port;
  }

  /** The URI of a folder in its bucket. */
  public String uri(String folder) {
    return "s3://" + BUCKET + "/" + folder;
  }

  /** Names of the objects whose name begins so. */
  public List<String> objects(String uri) {
    Path bucket = objects.resolve(BUCKET);
    String prefix = uri.substring(uri("").length());
    try (Stream<Path> files = Files.walk(bucket)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> bucket.relativize(file).toString())
          .filter(name -> name.startsWith(prefix))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Deletes an object behind everybody's back. */
  public void lose(String name) {
    try {
      Files.delete(objects.resolve(BUCKET).resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private void awaitAnswer() throws IOException {
    Instant deadline = Instant.now().plus(START_LIMIT);
    while (true) {
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
        return;
      } catch (IOException e) {
        if (!process.isAlive() || Instant.now().isAfter(deadline)) {
          close();
          throw new IOException("the S3 server does not start: " + Files.readString(log), e);
        }
      }
      try {
        Thread.sleep(100);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted while the S3 server starts", e);
      }
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static Path jar() throws IOException {
    Path lib =
        Path.of(System.getProperty("basedir", ""))
            .toAbsolutePath()
            .resolve("clusters/s3/target/lib");
    try (Stream<Path> jars = Files.list(lib)) {
      return jars.filter(jar -> jar.toString().endsWith(".jar"))
          .findFirst()
          .orElseThrow(() -> new IOException("there is no S3 server in " + lib));
    }
  }
}
