package dev.millrace.connector.flink.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.millrace.engine.connect.TargetSpec;
import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.ProblemCode;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class TargetSettingsReaderTest {
  @Test
  void aProfileWithoutUrlsIsTheEmbeddedDefault() {
    assertThat(read(Map.of("threads", 4)).isEmbedded()).isTrue();
  }

  @Test
  void urlsLoseTheirTrailingSlash() {
    assertThat(read(Map.of("jobmanager", "https://flink.example:8081/")).jobManager())
        .contains(URI.create("https://flink.example:8081"));
  }

  @Test
  void hostAndPortOfOtherAdaptersMeanAGateway() {
    assertThat(read(Map.of("host", "gateway.example", "port", 8084)).gateway())
        .contains(URI.create("http://gateway.example:8084"));
  }

  @Test
  void allFaultsAreReportedTogether() {
    MillraceException failure =
        faults(
            Map.of(
                "jobmanager", "flink:8081",
                "gateway", "http://user:canary@gateway",
                "submit", "somehow",
                "savepoint_dir", "/savepoints",
                "username", "me"));

    assertThat(failure.problems())
        .hasSize(5)
        .allSatisfy(problem -> assertThat(problem.code()).isEqualTo(ProblemCode.PROFILE_INVALID))
        .allSatisfy(problem -> assertThat(problem.remedy()).isPresent())
        .noneSatisfy(problem -> assertThat(problem.describe()).contains("canary"));
  }

  @Test
  void credentialsNeedSomewhereToGo() {
    assertThat(faults(Map.of("token", "${secret:TOKEN}")).problem().message())
        .contains("credentials");
  }

  @Test
  void aForcedWayNeedsItsUrl() {
    assertThat(
            faults(Map.of("jobmanager", "http://jm:8081", "submit", "plain_insert"))
                .problem()
                .message())
        .contains("has no `gateway`");
    assertThat(
            faults(Map.of("gateway", "http://gw:8083", "submit", "compiled_plan"))
                .problem()
                .message())
        .contains("has no `jobmanager`");
  }

  @Test
  void optionsOfFileSystemsHaveTheirOwnNames() {
    TargetSettings settings =
        read(
            Map.of(
                "s3.endpoint", "http://127.0.0.1:9000 ",
                "s3.path.style.access", true,
                "s3.access-key", "me",
                "s3.secret-key", "${secret:S3}",
                "schema", "shop"));

    assertThat(settings.fileSystems())
        .containsOnly(
            Map.entry("s3.endpoint", "http://127.0.0.1:9000"),
            Map.entry("s3.path.style.access", "true"),
            Map.entry("s3.access-key", "me"),
            Map.entry("s3.secret-key", "${secret:S3}"));
    assertThat(settings.toString()).doesNotContain("secret:S3");
  }

  @Test
  void halfOfACredentialIsNone() {
    assertThat(faults(Map.of("s3.access-key", "me")).problem().message())
        .contains("only one of `s3.access-key` and `s3.secret-key`");
    assertThat(faults(Map.of("s3", Map.of("endpoint", "http://x"))).problem().remedy())
        .hasValueSatisfying(remedy -> assertThat(remedy).contains("`s3.endpoint: "));
  }

  @Test
  void settingsDoNotShowCredentials() {
    TargetSettings settings =
        read(
            Map.of(
                "gateway", "http://gw:8083",
                "username", "me",
                "password", "canary",
                "headers", Map.of("X-Key", "canary")));

    assertThat(settings.toString()).doesNotContain("canary");
    assertThat(String.valueOf(settings.user())).doesNotContain("canary");
  }

  private static TargetSettings read(Map<String, Object> settings) {
    return TargetSettingsReader.read(new TargetSpec("shop", "dev", "flink", settings));
  }

  private static MillraceException faults(Map<String, Object> settings) {
    return catchThrowableOfType(MillraceException.class, () -> read(settings));
  }
}
