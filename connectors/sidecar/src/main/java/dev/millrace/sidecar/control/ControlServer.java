package dev.millrace.sidecar.control;

import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.millrace.sidecar.guard.Guard;
import dev.millrace.sidecar.guard.GuardFilter;
import dev.millrace.wire.ErrorResponse;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The control port: a guarded HTTP server on loopback with one context per {@link Endpoint}. */
public final class ControlServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ControlServer.class);

  /** A project with a thousand large models is far below it. */
  private static final int MAX_BODY = 64 * 1024 * 1024;

  private static final int THREADS = 16;

  /** Seldom enough to cost nothing; a caller that is gone is noticed at the second look. */
  private static final Duration LOOK_FOR_CALLER = Duration.ofMillis(500);

  private final HttpServer server;
  private final ExecutorService threads;
  private final Bodies bodies = new Bodies();
  private final Runnable onCall;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "control-callers");
            thread.setDaemon(true);
            return thread;
          });

  private ControlServer(HttpServer server, ExecutorService threads, Runnable onCall) {
    this.server = server;
    this.threads = threads;
    this.onCall = onCall;
  }

  /**
   * Opens the port.
   *
   * @param onCall run at each request that passed the guard
   * @throws IllegalArgumentException when two endpoints have one path
   */
  public static ControlServer start(Guard guard, List<Endpoint<?, ?>> endpoints, Runnable onCall)
      throws IOException {
    AtomicInteger number = new AtomicInteger();
    ExecutorService threads =
        Executors.newFixedThreadPool(
            THREADS,
            task -> {
              Thread thread = new Thread(task, "control-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    HttpServer http =
        HttpServer.create(
            new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0), 0);
    http.setExecutor(threads);
    ControlServer server = new ControlServer(http, threads, onCall);
    Set<String> paths = new HashSet<>();
    for (Endpoint<?, ?> endpoint : endpoints) {
      if (!paths.add(endpoint.path())) {
        throw new IllegalArgumentException("two endpoints answer " + endpoint.path());
      }
      HttpContext context =
          http.createContext(endpoint.path(), exchange -> server.serve(exchange, endpoint));
      context.getFilters().add(new GuardFilter(guard));
    }
    // Without it a wrong path would be answered to those without a token, too.
    http.createContext("/", server::unknown).getFilters().add(new GuardFilter(guard));
    http.start();
    return server;
  }

  /** The port it was given. */
  public int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
    clock.shutdownNow();
  }

  private <Q, R> void serve(HttpExchange exchange, Endpoint<Q, R> endpoint) throws IOException {
    onCall.run();
    if (!exchange.getRequestURI().getPath().equals(endpoint.path())) {
      unknown(exchange);
      return;
    }
    if (!exchange.getRequestMethod().equals("POST")) {
      send(exchange, failure(405, FailureKind.INVALID_REQUEST, "only POST is answered", null));
      return;
    }
    try {
      Q request = bodies.read(body(exchange), endpoint.request());
      if (endpoint.forCaller()) {
        workForCaller(exchange, endpoint, request);
      } else {
        send(exchange, work(endpoint, request));
      }
    } catch (CallFailedException e) {
      send(exchange, refusal(e));
    } catch (IOException e) {
      // The caller is gone, or the answer cannot be written: nobody is left to be told.
      LOG.debug("{} was not answered", endpoint.path(), e);
      exchange.close();
    }
  }

  private <Q, R> void workForCaller(HttpExchange exchange, Endpoint<Q, R> endpoint, Q request)
      throws IOException {
    try (HeldAnswer held = new HeldAnswer(exchange, clock, LOOK_FOR_CALLER.toMillis())) {
      Outcome outcome = work(endpoint, request);
      if (!held.endWork()) {
        LOG.info("the caller of {} is gone, its work ends", endpoint.path());
        exchange.close();
      } else if (!held.finish(outcome.status(), bodies.write(outcome.answer()))) {
        send(exchange, outcome);
      }
    }
  }

  /** What a call is answered with. */
  private record Outcome(int status, Object answer) {}

  private static <Q, R> Outcome work(Endpoint<Q, R> endpoint, Q request) throws IOException {
    try {
      return new Outcome(200, endpoint.handler().handle(request));
    } catch (CallFailedException e) {
      return refusal(e);
    } catch (IOException e) {
      throw e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return failure(500, FailureKind.INTERNAL, "the work was cut off", null);
    } catch (Exception | LinkageError | StackOverflowError e) {
      // Type and place only: the message may quote what the request held.
      LOG.warn("{} failed with {} at {}", endpoint.path(), e.getClass().getName(), place(e));
      return failure(500, FailureKind.INTERNAL, describe(e), e.getCause());
    }
  }

  private void unknown(HttpExchange exchange) throws IOException {
    send(exchange, failure(404, FailureKind.INVALID_REQUEST, "nothing answers this path", null));
  }

  private static byte[] body(HttpExchange exchange) throws IOException, CallFailedException {
    try (InputStream in = exchange.getRequestBody()) {
      byte[] body = in.readNBytes(MAX_BODY + 1);
      if (body.length > MAX_BODY) {
        throw new CallFailedException(
            FailureKind.INVALID_REQUEST, "the body is larger than " + MAX_BODY + " bytes");
      }
      return body;
    }
  }

  private static Outcome refusal(CallFailedException e) {
    return failure(e.kind().status(), e.kind(), String.valueOf(e.getMessage()), e.getCause());
  }

  private static Outcome failure(
      int status, FailureKind kind, String message, @Nullable Throwable cause) {
    List<String> causes = new ArrayList<>();
    causes.add(message);
    Set<Throwable> seen = new HashSet<>();
    for (Throwable next = cause; next != null && seen.add(next); next = next.getCause()) {
      causes.add(describe(next));
    }
    return new Outcome(
        status, new ErrorResponse(kind.wireName(), message.lines().findFirst().orElse(""), causes));
  }

  private void send(HttpExchange exchange, Outcome outcome) throws IOException {
    byte[] body = bodies.write(outcome.answer());
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(outcome.status(), body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private static String describe(Throwable failure) {
    String message = failure.getMessage();
    return message == null || message.isBlank() ? failure.getClass().getSimpleName() : message;
  }

  private static String place(Throwable failure) {
    StackTraceElement[] trace = failure.getStackTrace();
    return trace.length == 0 ? "an unknown place" : trace[0].toString();
  }
}
