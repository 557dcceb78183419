package dev.millrace.sidecar.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.millrace.sidecar.control.CallFailedException;
import dev.millrace.sidecar.control.FailureKind;
import dev.millrace.wire.TopicsRequest;
import dev.millrace.wire.TopicsRequest.TopicSpec;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What can be said without a broker; with one, the integration tests speak. */
class TopicServiceTest {
  private final TopicService topics = new TopicService();

  @Test
  void aPlaceholderWithoutAValueIsNamed() {
    CallFailedException failure = failure("ids", Map.of("bootstrap.servers", "${local:broker}"));

    assertThat(failure.kind()).isEqualTo(FailureKind.INVALID_REQUEST);
    assertThat(failure).hasMessage("There is no value for local:broker");
  }

  @Test
  void aBrokerThatDoesNotAnswerIsNamed() {
    CallFailedException failure =
        failure(
            "ensure",
            Map.of(
                "bootstrap.servers", "127.0.0.1:1",
                "default.api.timeout.ms", "300",
                "request.timeout.ms", "200"));

    assertThat(failure.kind()).isEqualTo(FailureKind.TOPIC_FAILED);
    assertThat(failure).hasMessage("The broker at 127.0.0.1:1 does not answer");
  }

  @Test
  void anErrorOfTheClientHoldsNoSecret() {
    CallFailedException failure =
        catchThrowableOfType(
            CallFailedException.class,
            () ->
                topics.handle(
                    new TopicsRequest(
                        "ids",
                        List.of(topic(Map.of("bootstrap.servers", "${secret:SERVERS}"))),
                        Map.of("secret:SERVERS", "canary 4711"))));

    assertThat(failure.kind()).isEqualTo(FailureKind.TOPIC_FAILED);
    assertThat(failure).hasMessageNotContaining("canary");
  }

  private CallFailedException failure(String action, Map<String, String> properties) {
    return catchThrowableOfType(
        CallFailedException.class,
        () -> topics.handle(new TopicsRequest(action, List.of(topic(properties)), Map.of())));
  }

  private static TopicSpec topic(Map<String, String> properties) {
    return new TopicSpec("orders", 1, Map.of(), properties);
  }
}
