package dev.millrace.it.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.connector.flink.local.RunningSidecar;
import dev.millrace.connector.flink.local.SidecarProcess;
import dev.millrace.connector.flink.local.SidecarRole;
import dev.millrace.it.remote.JavaHomes;
import dev.millrace.wire.Wire;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What a sidecar does in its role as a cluster, on every JDK it has to run on. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class SidecarClusterContract {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final int jdk;
  private LocalInstallation installation;
  private SidecarProcess process;
  private RunningSidecar sidecar;
  private GatewayClient client;

  /**
   * @param jdk feature version of the JDK it runs on
   */
  SidecarClusterContract(int jdk) {
    this.jdk = jdk;
  }

  @BeforeAll
  void start(@TempDir Path data) throws Exception {
    installation = LocalInstallation.in(data, JavaHomes.find(jdk));
    process = installation.sidecar();
    sidecar = process.ensure(SidecarRole.CLUSTER, sentence -> {});
    client = new GatewayClient(sidecar);
  }

  @AfterAll
  void stop() {
    process.stop();
    assertThat(process.find()).isEmpty();
    process.close();
  }

  @Test
  void theGatewayRunsASelect() throws Exception {
    assertThat(client.run("SELECT 1 + 1, UPPER('a')", Map.of())).containsExactly("[2,\"A\"]");
  }

  @Test
  void anInsertRunsTakesCheckpointsAndSendsMetrics() throws Exception {
    client.run(
        "CREATE TABLE numbers (n BIGINT) WITH ('connector'='datagen','rows-per-second'='50')",
        Map.of());
    client.run("CREATE TABLE hole (n BIGINT, c BIGINT) WITH ('connector'='blackhole')", Map.of());
    String job =
        client
            .run(
                "INSERT INTO hole SELECT MOD(n, 10), COUNT(*) FROM numbers GROUP BY MOD(n, 10)",
                Map.of("execution.checkpointing.interval", "500ms"))
            .getFirst()
            .replaceAll("[^0-9a-f]", "");
    eventually(
        "three checkpoints on disk",
        () ->
            client
                    .jobManager("/jobs/" + job + "/checkpoints")
                    .path("counts")
                    .path("completed")
                    .asInt()
                > 3);
    assertThat(installation.folders().checkpoints().resolve(job)).isDirectory();
    eventually(
        "series of records that came in",
        () -> {
          JsonNode samples =
              client
                  .control(
                      Wire.METRICS,
                      Map.of("jobs", List.of(job), "metrics", List.of("numRecordsIn")))
                  .path("samples");
          return !samples.isEmpty()
              && samples.findValues("value").stream().anyMatch(value -> value.asDouble() > 0);
        });
  }

  @Test
  void runsOnTheJdkThatWasAskedFor() {
    assertThat(Runtime.Version.parse(sidecar.ready().javaVersion()).feature()).isEqualTo(jdk);
  }

  @Test
  void theJvmStartsWithoutAWarning() {
    assertThat(installation.folders().logs().resolve("sidecar.out")).isEmptyFile();
  }

  @TestFactory
  Stream<DynamicTest> everyEndpointRefusesStrangers() {
    URI control = sidecar.control().resolve(Wire.STATUS);
    URI jobManager = sidecar.jobManager().orElseThrow().resolve("/overview");
    URI gateway = sidecar.gateway().orElseThrow().resolve("/v4/info");
    String token = Wire.TOKEN_HEADER + ": " + sidecar.ready().token();
    return Stream.of(control, jobManager, gateway)
        .flatMap(
            address ->
                Stream.of(
                    answers(200, address, List.of(RawHttp.ownHost(address), token)),
                    answers(401, address, List.of(RawHttp.ownHost(address))),
                    answers(
                        401,
                        address,
                        List.of(RawHttp.ownHost(address), Wire.TOKEN_HEADER + ": guessed")),
                    answers(403, address, List.of("Host: evil.example", token)),
                    answers(
                        403,
                        address,
                        List.of(RawHttp.ownHost(address), token, "Origin: http://evil.example"))));
  }

  @TestFactory
  Stream<DynamicTest> theIntakeTakesNothingWithoutItsOwnToken() {
    URI intake = URI.create("http://127.0.0.1:" + sidecar.ready().intakePort() + "/v1/metrics");
    String token = Wire.TOKEN_HEADER + ": " + sidecar.ready().token();
    return Stream.of(
        answers(401, intake, List.of(RawHttp.ownHost(intake), token)),
        answers(403, intake, List.of("Host: evil.example")),
        answers(403, intake, List.of(RawHttp.ownHost(intake), "Origin: http://evil.example")));
  }

  @Test
  void anUploadIsRefusedBeforeItReachesTheDisk() throws Exception {
    URI upload = sidecar.jobManager().orElseThrow().resolve("/jars/upload");
    String body =
        """
        --x\r
        Content-Disposition: form-data; name="jarfile"; filename="a.jar"\r
        \r
        canary-of-a-stranger\r
        --x--\r
        """;
    RawHttp.Answer answer =
        RawHttp.send(
            "POST",
            upload,
            List.of(RawHttp.ownHost(upload), "Content-Type: multipart/form-data; boundary=x"),
            body);
    assertThat(answer.status()).isEqualTo(401);
    assertThat(filesHolding(installation.folders().sidecar(), "canary-of-a-stranger")).isEmpty();
  }

  @Test
  void nothingPermitsWebPagesToReadAnswers() throws Exception {
    URI overview = sidecar.jobManager().orElseThrow().resolve("/overview");
    RawHttp.Answer answer =
        RawHttp.send(
            "GET",
            overview,
            List.of(RawHttp.ownHost(overview), Wire.TOKEN_HEADER + ": " + sidecar.ready().token()),
            "");
    assertThat(answer.text()).doesNotContainIgnoringCase("access-control-allow-origin");
  }

  @Test
  void everySocketListensOnLoopback() throws Exception {
    List<String> addresses = ListeningSockets.addressesOf(sidecar.ready().pid());
    assertThat(addresses).hasSizeGreaterThanOrEqualTo(4).allMatch(ListeningSockets::isLoopback);
  }

  @Test
  void filesWithTokensAreReadableByTheirOwnerOnly() throws Exception {
    Path folder = installation.folders().sidecar();
    for (Path file : filesHolding(folder, sidecar.ready().token())) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .as(file.toString())
          .isEqualTo("rw-------");
    }
    assertThat(filesHolding(installation.folders().logs(), sidecar.ready().token())).isEmpty();
  }

  @Test
  void theTokenIsOnNoCommandLine() throws Exception {
    String commandLine = Files.readString(Path.of("/proc/" + sidecar.ready().pid() + "/cmdline"));
    assertThat(commandLine).contains("SidecarMain").doesNotContain(sidecar.ready().token());
  }

  private static DynamicTest answers(int status, URI address, List<String> headers) {
    List<String> shown =
        headers.stream()
            .map(header -> header.startsWith(Wire.TOKEN_HEADER + ": ") ? "a token" : header)
            .toList();
    return DynamicTest.dynamicTest(
        address.getPath() + " with " + shown + " is answered with " + status,
        () ->
            assertThat(
                    RawHttp.send(
                            address.getPath().startsWith("/v1/") ? "POST" : "GET",
                            address,
                            headers,
                            "")
                        .status())
                .isEqualTo(status));
  }

  private static List<Path> filesHolding(Path folder, String text) throws Exception {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> file.toFile().length() < 1_000_000)
          .filter(file -> read(file).contains(text))
          .toList();
    }
  }

  private static String read(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      // Flink deletes files of its own while we look.
      return "";
    }
  }

  private static void eventually(String what, Callable<Boolean> condition) throws Exception {
    Instant until = Instant.now().plus(PATIENCE);
    while (!condition.call()) {
      assertThat(Instant.now()).as("waiting for " + what).isBefore(until);
      LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
    }
  }
}
