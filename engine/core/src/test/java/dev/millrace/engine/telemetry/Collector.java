package dev.millrace.engine.telemetry;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Takes OTLP over HTTP on loopback and keeps it. */
final class Collector implements AutoCloseable {
  private final HttpServer server;
  private final List<Received> received = new CopyOnWriteArrayList<>();

  private Collector(HttpServer server) {
    this.server = server;
  }

  static Collector start() {
    try {
      Collector collector =
          new Collector(
              HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
      collector.server.createContext("/", collector::receive);
      collector.server.start();
      return collector;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  List<byte[]> bodies(String path) {
    return received.stream().filter(one -> one.path.equals(path)).map(one -> one.body).toList();
  }

  String header(String path, String name) {
    return received.stream()
        .filter(one -> one.path.equals(path))
        .map(one -> one.exchange.getRequestHeaders().getFirst(name))
        .findFirst()
        .orElseThrow();
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void receive(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      received.add(new Received(exchange.getRequestURI().getPath(), body, exchange));
      exchange.sendResponseHeaders(200, -1);
    }
  }

  private static final class Received {
    final String path;
    final byte[] body;
    final HttpExchange exchange;

    Received(String path, byte[] body, HttpExchange exchange) {
      this.path = path;
      this.body = body;
      this.exchange = exchange;
    }
  }
}
