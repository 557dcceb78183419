package dev.millrace.sidecar.guard;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import dev.millrace.wire.Wire;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** The guard before a port served by the JDK's HTTP server. */
public final class GuardFilter extends Filter {
  private final Guard guard;

  public GuardFilter(Guard guard) {
    this.guard = guard;
  }

  @Override
  public void doFilter(HttpExchange exchange, Chain chain) throws IOException {
    Headers headers = exchange.getRequestHeaders();
    Optional<Refusal> refusal =
        guard.check(
            exchange.getLocalAddress().getPort(),
            headers.getOrDefault("Host", List.of()),
            headers.getOrDefault("Origin", List.of()),
            headers.getOrDefault(Wire.TOKEN_HEADER, List.of()));
    if (refusal.isPresent()) {
      refuse(exchange, refusal.get());
    } else {
      chain.doFilter(exchange);
    }
  }

  /** Answers with the refusal, without reading the body, and closes the connection. */
  public static void refuse(HttpExchange exchange, Refusal refusal) throws IOException {
    byte[] body = (refusal.sentence() + "\n").getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
    exchange.getResponseHeaders().set("Connection", "close");
    exchange.sendResponseHeaders(refusal.status(), body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Override
  public String description() {
    return "checks host, origin and token";
  }
}
