package dev.millrace.connector.flink.rest;

import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import dev.millrace.engine.trust.Secret;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.ConnectionPool;
import okhttp3.Dispatcher;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.RequestBody;
import okhttp3.Response;

/** The connections of one connector. Thread-safe; logs nothing. */
public final class HttpTransport implements AutoCloseable {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  private static final int MAX_REQUESTS = 64;

  private final ExecutorService threads;
  private final OkHttpClient client;

  public HttpTransport() {
    // Not virtual ones: the JVM waits 0.3 s at its end for the thread that polls their sockets.
    threads =
        Executors.newCachedThreadPool(Thread.ofPlatform().daemon().name("http-", 0).factory());
    Dispatcher dispatcher = new Dispatcher(threads);
    dispatcher.setMaxRequests(MAX_REQUESTS);
    dispatcher.setMaxRequestsPerHost(MAX_REQUESTS);
    client =
        new OkHttpClient.Builder()
            .dispatcher(dispatcher)
            .connectionPool(new ConnectionPool(8, 1, TimeUnit.MINUTES))
            .connectTimeout(CONNECT_TIMEOUT)
            .readTimeout(Duration.ZERO)
            .writeTimeout(Duration.ZERO)
            // A redirect could lead our headers to another host.
            .followRedirects(false)
            .followSslRedirects(false)
            // Only the caller knows what may be sent twice.
            .retryOnConnectionFailure(false)
            .build();
  }

  /**
   * Sends a request once.
   *
   * @throws IOException when no complete answer came in time; its message holds no header or body
   * @throws CancellationException when this thread is interrupted; it stays so
   */
  Reply send(Address address, Request request) throws IOException {
    Call call = client.newCall(build(address, request));
    call.timeout().timeout(request.timeout().toMillis(), TimeUnit.MILLISECONDS);
    CompletableFuture<Reply> answer = new CompletableFuture<>();
    call.enqueue(
        new Callback() {
          @Override
          public void onFailure(Call failed, IOException e) {
            answer.completeExceptionally(e);
          }

          @Override
          public void onResponse(Call done, Response response) {
            try (response) {
              answer.complete(new Reply(response.code(), response.body().string()));
            } catch (IOException e) {
              answer.completeExceptionally(e);
            }
          }
        });
    try {
      return answer.get();
    } catch (InterruptedException e) {
      call.cancel();
      throw Pauses.cancelled(e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException failure) {
        throw failure;
      }
      throw new IllegalStateException("cannot send " + request, e.getCause());
    }
  }

  @Override
  public void close() {
    client.dispatcher().cancelAll();
    client.connectionPool().evictAll();
    threads.shutdown();
  }

  private static okhttp3.Request build(Address address, Request request) {
    okhttp3.Request.Builder builder =
        new okhttp3.Request.Builder().url(address.base() + request.path());
    address
        .headers()
        .forEach((name, value) -> builder.header(name, requireHeaderValue(name, value)));
    RequestBody body =
        request
            .body()
            .map(text -> RequestBody.create(text, MediaType.get("application/json")))
            .orElse(null);
    switch (request.method()) {
      case GET -> builder.get();
      case DELETE -> builder.delete();
      case POST -> builder.post(body == null ? RequestBody.EMPTY : body);
      case PATCH -> builder.patch(body == null ? RequestBody.EMPTY : body);
    }
    return builder.build();
  }

  /** OkHttp would put a value it refuses into its message. */
  private static String requireHeaderValue(String name, Secret value) {
    String text = value.reveal();
    if (text.chars().anyMatch(character -> character < ' ' || character > '~')) {
      throw new MillraceException(
          Problem.error(
                  ProblemCode.PROFILE_INVALID,
                  "The value of the header " + name + " has a character that HTTP does not allow")
              .remedy("Check the secret behind it for a line break or a letter outside ASCII"));
    }
    return text;
  }
}
