package dev.millrace.sidecar.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.millrace.sidecar.control.CallFailedException;
import dev.millrace.sidecar.control.FailureKind;
import dev.millrace.wire.StateStorageRequest;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.Test;

class StorageTest {
  private static final String PATH = "s3://bucket/savepoints/savepoint-1";

  private final Storage storage = new Storage(new Configuration());

  @Test
  void aBucketIsNotAskedForUntilSomebodyHasSaidHow() throws Exception {
    CallFailedException refused =
        catchThrowableOfType(CallFailedException.class, () -> storage.requireWayTo(PATH));
    assertThat(refused.kind()).isEqualTo(FailureKind.STATE_OUT_OF_REACH);
    assertThat(refused).hasMessageContaining("set `s3.access-key` and `s3.secret-key`");
    assertThatCode(() -> storage.requireWayTo("file:/savepoints/1")).doesNotThrowAnyException();
    assertThatCode(() -> storage.requireWayTo("/savepoints/1")).doesNotThrowAnyException();

    use(Map.of("s3.access-key", "me", "s3.secret-key", "${secret:S3}"), Map.of("secret:S3", "x"));
    assertThatCode(() -> storage.requireWayTo(PATH)).doesNotThrowAnyException();

    // A profile that no longer names them takes them away.
    use(Map.of("s3.endpoint", "http://127.0.0.1:1"), Map.of());
    assertThat(catchThrowableOfType(CallFailedException.class, () -> storage.requireWayTo(PATH)))
        .isNotNull();
  }

  @Test
  void whoeverNamesAWayToCredentialsHasSome() throws Exception {
    use(Map.of("fs.s3.aws.credentials.provider", "AnonymousCredentialsProvider"), Map.of());
    assertThatCode(() -> storage.requireWayTo(PATH)).doesNotThrowAnyException();
  }

  @Test
  void aPlaceholderNeedsItsValue() {
    CallFailedException refused =
        catchThrowableOfType(
            CallFailedException.class,
            () -> use(Map.of("s3.secret-key", "${secret:S3}"), Map.of()));
    assertThat(refused.kind()).isEqualTo(FailureKind.INVALID_REQUEST);
    assertThat(refused).hasMessageContaining("secret:S3");
  }

  @Test
  void aServerThatDoesNotAnswerIsSaidInOneSentenceWithoutTheSecret() throws Exception {
    use(
        Map.of(
            "s3.endpoint", "http://127.0.0.1:1",
            "s3.access-key", "me",
            "s3.secret-key", "${secret:S3}"),
        Map.of("secret:S3", "canary"));
    CallFailedException unreachable =
        catchThrowableOfType(CallFailedException.class, () -> SavepointFile.load(PATH));

    assertThat(unreachable.kind()).isEqualTo(FailureKind.STATE_OUT_OF_REACH);
    assertThat(unreachable.getMessage())
        .startsWith(PATH + " cannot be read from here: ")
        .doesNotContain("\n");
    assertThat(
            storage.redacted(
                new CallFailedException(FailureKind.STATE_UNREADABLE, "it said canary")))
        .hasMessage("it said ***");
  }

  private void use(Map<String, String> options, Map<String, String> bindings)
      throws CallFailedException {
    storage.use(new StateStorageRequest(options, bindings, null));
  }
}
