package dev.millrace.connector.flink.local;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.millrace.wire.LeaseRequest;
import dev.millrace.wire.ReadyFile;
import dev.millrace.wire.StatusResponse;
import dev.millrace.wire.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/** The few calls by which a sidecar is watched, held and ended. Thread-safe. */
final class SidecarCalls {
  private static final MediaType JSON = MediaType.get("application/json");

  private final ObjectMapper mapper =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();
  private final OkHttpClient client =
      new OkHttpClient.Builder()
          .connectTimeout(Duration.ofSeconds(2))
          .readTimeout(Duration.ofSeconds(10))
          // The one who asks decides what a lost connection means.
          .retryOnConnectionFailure(false)
          .proxy(java.net.Proxy.NO_PROXY)
          .build();

  /** Reads a ready file; empty when it is not there or not of ours. */
  Optional<ReadyFile> read(Path file) {
    try {
      return Files.exists(file)
          ? Optional.of(mapper.readValue(file.toFile(), ReadyFile.class))
          : Optional.empty();
    } catch (IOException e) {
      // Deleted a moment ago, or of a version that writes it in another way.
      return Optional.empty();
    }
  }

  /** How it is; empty when nobody with this token answers. */
  Optional<StatusResponse> status(ReadyFile ready) {
    return call(ready, Wire.STATUS, Map.of())
        .flatMap(
            body -> {
              try {
                return Optional.of(mapper.readValue(body, StatusResponse.class));
              } catch (IOException e) {
                return Optional.empty();
              }
            });
  }

  /** Takes, renews or gives back a lease; false when nobody with this token answers. */
  boolean lease(ReadyFile ready, String id, Duration length) {
    return call(ready, Wire.LEASE, new LeaseRequest(id, Math.toIntExact(length.toSeconds())))
        .isPresent();
  }

  /** Asks it to end; false when nobody with this token answers. */
  boolean stop(ReadyFile ready) {
    return call(ready, Wire.STOP, Map.of()).isPresent();
  }

  private Optional<byte[]> call(ReadyFile ready, String path, Object body) {
    try {
      Request request =
          new Request.Builder()
              .url("http://127.0.0.1:" + ready.controlPort() + path)
              .header(Wire.TOKEN_HEADER, ready.token())
              .post(RequestBody.create(mapper.writeValueAsBytes(body), JSON))
              .build();
      try (Response response = client.newCall(request).execute()) {
        return response.isSuccessful() ? Optional.of(response.body().bytes()) : Optional.empty();
      }
    } catch (IOException | IllegalArgumentException e) {
      // Nobody there, or a file with a port that is none.
      return Optional.empty();
    }
  }
}
