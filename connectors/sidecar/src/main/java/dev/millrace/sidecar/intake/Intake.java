package dev.millrace.sidecar.intake;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.InvalidProtocolBufferException;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.millrace.sidecar.guard.Guard;
import dev.millrace.sidecar.guard.GuardFilter;
import dev.millrace.sidecar.guard.Refusal;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceResponse;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.GZIPInputStream;

/**
 * Where Flink's OpenTelemetry reporter sends metrics: OTLP over HTTP, as protobuf, on loopback.
 *
 * <p>The reporter cannot send headers of ours, so its token is part of the path. It is good for
 * writing metrics and for nothing else.
 */
public final class Intake implements AutoCloseable {
  private static final int MAX_BODY = 32 * 1024 * 1024;

  private final HttpServer server;
  private final ExecutorService threads;
  private final SeriesStore store;
  private final String path;

  private Intake(HttpServer server, ExecutorService threads, SeriesStore store, String path) {
    this.server = server;
    this.threads = threads;
    this.store = store;
    this.path = path;
  }

  /**
   * Opens the port.
   *
   * @param token allows writing
   */
  public static Intake start(String token, SeriesStore store) throws IOException {
    ExecutorService threads =
        Executors.newFixedThreadPool(
            2,
            task -> {
              Thread thread = new Thread(task, "intake");
              thread.setDaemon(true);
              return thread;
            });
    HttpServer server =
        HttpServer.create(
            new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0), 0);
    server.setExecutor(threads);
    Intake intake = new Intake(server, threads, store, "/" + token + "/v1/metrics");
    server.createContext("/", intake::serve);
    server.start();
    return intake;
  }

  /** Where to send, token included. */
  public URI address() {
    return URI.create("http://127.0.0.1:" + port() + path);
  }

  /** The port it was given. */
  public int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void serve(HttpExchange exchange) throws IOException {
    Optional<Refusal> refusal = check(exchange);
    if (refusal.isPresent()) {
      GuardFilter.refuse(exchange, refusal.get());
      return;
    }
    byte[] answer = ExportMetricsServiceResponse.getDefaultInstance().toByteArray();
    int status;
    try {
      store.add(OtlpReader.read(ExportMetricsServiceRequest.parseFrom(body(exchange))));
      status = 200;
    } catch (InvalidProtocolBufferException e) {
      status = 400;
    }
    exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
    exchange.sendResponseHeaders(status, answer.length == 0 ? -1 : answer.length);
    exchange.close();
  }

  private Optional<Refusal> check(HttpExchange exchange) {
    Optional<Refusal> foreign =
        Guard.checkOrigin(
            exchange.getLocalAddress().getPort(),
            exchange.getRequestHeaders().getOrDefault("Host", List.of()),
            exchange.getRequestHeaders().getOrDefault("Origin", List.of()));
    if (foreign.isPresent()) {
      return foreign;
    }
    byte[] asked = exchange.getRequestURI().getPath().getBytes(UTF_8);
    return MessageDigest.isEqual(asked, path.getBytes(UTF_8))
        ? Optional.empty()
        : Optional.of(Refusal.TOKEN);
  }

  private static byte[] body(HttpExchange exchange) throws IOException {
    boolean gzip = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
    try (InputStream raw = exchange.getRequestBody();
        InputStream in = gzip ? new GZIPInputStream(raw) : raw) {
      byte[] body = in.readNBytes(MAX_BODY + 1);
      if (body.length > MAX_BODY) {
        throw new InvalidProtocolBufferException("larger than " + MAX_BODY + " bytes");
      }
      return body;
    }
  }
}
