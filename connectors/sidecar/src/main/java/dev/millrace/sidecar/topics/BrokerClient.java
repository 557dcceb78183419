package dev.millrace.sidecar.topics;

import dev.millrace.sidecar.bindings.BoundValues;
import dev.millrace.sidecar.control.CallFailedException;
import dev.millrace.sidecar.control.FailureKind;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;

/** How brokers are reached here, and what is said when they are not. */
final class BrokerClient {
  private static final int REQUEST_MILLIS = 5_000;
  private static final int CALL_MILLIS = 15_000;

  private BrokerClient() {}

  /**
   * @param properties with values in place of placeholders
   * @throws CallFailedException TOPIC_FAILED for properties that no client takes
   */
  static Admin connect(Map<String, String> properties, BoundValues values)
      throws CallFailedException {
    Map<String, Object> configuration = new LinkedHashMap<>(properties);
    configuration.putIfAbsent(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_MILLIS);
    configuration.putIfAbsent(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, CALL_MILLIS);
    configuration.putIfAbsent(AdminClientConfig.CLIENT_ID_CONFIG, "millrace-topics");
    try {
      return Admin.create(configuration);
    } catch (KafkaException e) {
      throw failed(e, properties.getOrDefault("bootstrap.servers", ""), values);
    }
  }

  /** TOPIC_FAILED without a value of the bindings. */
  static CallFailedException failure(ExecutionException e, String servers, BoundValues values) {
    return failed(e.getCause() == null ? e : e.getCause(), servers, values);
  }

  private static CallFailedException failed(Throwable cause, String servers, BoundValues values) {
    String message =
        cause instanceof TimeoutException
            ? "The broker at " + values.resolve(servers) + " does not answer"
            : String.valueOf(cause.getMessage());
    return new CallFailedException(FailureKind.TOPIC_FAILED, values.redact(message));
  }
}
