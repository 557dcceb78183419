package dev.millrace.it.storage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.it.CommandLineUser;
import dev.millrace.it.remote.JavaHomes;
import dev.millrace.it.remote.RemoteCluster;
import dev.millrace.it.story.Totals;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * Jobs of a stock cluster whose checkpoints and savepoints lie in a bucket. Kafka is the local
 * broker of another project.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock("S3StoryTest")
class S3StoryTest {
  private static final String TOTALS = "models/marts/customer_totals.sql";
  private static final String COUNT = "  COUNT(*) AS orders,\n";
  private static final String SUM = "  SUM(amount) AS revenue,\n";

  private Path folder;
  private S3Server s3;
  private RemoteCluster cluster;
  private CommandLineUser kafka;

  @BeforeAll
  void start(@TempDir Path folder) {
    this.folder = folder;
    s3 = S3Server.in(folder);
    Map<String, String> options = new TreeMap<>(s3.options());
    options.put("execution.checkpointing.dir", s3.uri("checkpoints"));
    options.put("execution.checkpointing.savepoint-dir", s3.uri("savepoints"));
    cluster = RemoteCluster.startWith("2.3", JavaHomes.find(17), options);
    kafka = CommandLineUser.withShop(folder.resolve("kafka"));
    kafka.types("local", "start").succeeds();
  }

  @AfterAll
  void stop() {
    kafka.close();
    cluster.close();
    s3.close();
  }

  @Test
  void stateInABucketIsReadCheckedChangedAndTidied() throws IOException {
    try (CommandLineUser user = user("reads", credentials())) {
      cluster.tell(() -> story(user));
      assertThat(filesWithTheSecret(user.project())).isEmpty();
      assertThat(filesWithTheSecret(user.data())).isEmpty();
    }
  }

  private void story(CommandLineUser user) {
    user.types("run", "--select", "+customer_totals").succeeds();
    Totals first = Totals.beyond(20, user);
    first.mustEqualUninterrupted(user);
    String taken =
        user.asks("savepoints", "take", "--select", "customer_totals")
            .at("/savepoints/0/path")
            .asText();
    assertThat(taken).startsWith(s3.uri("savepoints"));

    // What goes over as it is, and what changes its form.
    user.edit(TOTALS, COUNT + SUM, SUM + COUNT);
    JsonNode plan = user.asks("plan", "--select", "customer_totals").get("models").get(0);
    JsonNode source = operator(plan.get("state"), "TableSourceScan");
    assertThat(source.get("verdict").asText()).isEqualTo("kept");
    assertThat(source.get("bytes").asLong()).isPositive();
    JsonNode aggregate = operator(plan.get("state"), "GroupAggregate");
    assertThat(aggregate.get("verdict").asText()).isEqualTo("migrated");
    assertThat(aggregate.get("bytes").asLong()).isPositive();

    // Changed and started from in the small Flink; nothing is left of it in the bucket.
    List<String> before = s3.objects(s3.uri("savepoints"));
    assertThat(user.types("plan", "--select", "customer_totals", "--rehearse").succeeds().out())
        .contains("Rehearsed customer_totals: started from a savepoint");
    assertThat(s3.objects(s3.uri("savepoints"))).isEqualTo(before);

    JsonNode upgraded = user.asks("run", "--select", "customer_totals").get("models").get(0);
    String savepoint = upgraded.get("savepoint").asText();
    changedInTheBucket(savepoint, s3.uri("savepoints"));
    Totals.beyond(first.last() + 20, user).mustEqualUninterrupted(user);

    verified(user, savepoint, taken);
    user.types("stop", "--all", "--no-savepoint").succeeds();
  }

  /** Only the cluster has credentials: a job on it does what is done from here elsewhere. */
  @Test
  void stateThatOnlyTheClusterReachesIsReadAndChangedByTheCluster() {
    try (CommandLineUser user = user("asks", "")) {
      cluster.tell(() -> throughTheCluster(user));
    }
  }

  private void throughTheCluster(CommandLineUser user) {
    user.types("run", "--select", "+customer_totals").succeeds();
    Totals first = Totals.beyond(20, user);
    String taken =
        user.asks("savepoints", "take", "--select", "customer_totals")
            .at("/savepoints/0/path")
            .asText();
    user.types("savepoints", "verify", taken).succeeds();
    JsonNode state = user.asks("state", "customer_totals").get("states").get(0);
    assertThat(operator(state.get("operators"), "GroupAggregate").get("bytes").asLong())
        .isPositive();

    user.edit(TOTALS, COUNT + SUM, SUM + COUNT);
    JsonNode plan = user.asks("plan", "--select", "customer_totals").get("models").get(0);
    assertThat(operator(plan.get("state"), "TableSourceScan").get("verdict").asText())
        .isEqualTo("kept");
    JsonNode aggregate = operator(plan.get("state"), "GroupAggregate");
    assertThat(aggregate.get("verdict").asText()).isEqualTo("migrated");
    assertThat(aggregate.get("bytes").asLong()).isPositive();
    assertThat(user.types("plan", "--select", "customer_totals", "--rehearse").succeeds().out())
        .contains("can be read by the cluster alone");

    JsonNode upgraded = user.asks("run", "--select", "customer_totals").get("models").get(0);
    changedInTheBucket(upgraded.get("savepoint").asText(), s3.uri("savepoints"));
    Totals.beyond(first.last() + 20, user).mustEqualUninterrupted(user);

    // One that is not there is not there for the cluster either, and it says so.
    assertThat(user.types("state", "--path", s3.uri("savepoints/none")).exits(1).err())
        .contains("C012")
        .contains("There is no checkpoint or savepoint at " + s3.uri("savepoints/none"));
    user.types("stop", "--all", "--no-savepoint").succeeds();
  }

  @Test
  void theLocalClusterKeepsItsStateInABucketToo() {
    String profile =
        """
        shop:
          target: dev
          outputs:
            dev:
              type: flink
              checkpoint_storage: %s
              savepoint_dir: %s
        """
            .formatted(s3.uri("local-checkpoints"), s3.uri("local-savepoints"));
    kafka.environment("DBT_ENV_SECRET_S3_KEY", S3Server.SECRET_KEY);

    // Nobody has said how to get there, and nobody else can be asked.
    kafka.file("profiles.yml", profile);
    assertThat(kafka.types("state", "--path", s3.uri("savepoints/none")).exits(1).err())
        .contains("C012")
        .contains("set `s3.access-key` and `s3.secret-key` in the target's profile");

    kafka.file("profiles.yml", profile + credentials());
    kafka.types("run", "--select", "+customer_totals").succeeds();
    Totals first = Totals.beyond(20, kafka);
    kafka.edit(TOTALS, COUNT + SUM, SUM + COUNT);
    JsonNode upgraded = kafka.asks("run", "--select", "customer_totals").get("models").get(0);
    changedInTheBucket(upgraded.get("savepoint").asText(), s3.uri("local-savepoints"));
    Totals.beyond(first.last() + 20, kafka).mustEqualUninterrupted(kafka);
    assertThat(s3.objects(s3.uri("local-checkpoints"))).isNotEmpty();

    // What S3 says to a wrong key is told, and the key is not.
    kafka.environment("DBT_ENV_SECRET_S3_KEY", "canary-of-a-wrong-key");
    assertThat(kafka.types("state", "--path", upgraded.get("savepoint").asText()).exits(1).err())
        .contains("C012")
        .contains("403")
        .doesNotContain("canary-of-a-wrong-key");
    kafka.environment("DBT_ENV_SECRET_S3_KEY", S3Server.SECRET_KEY);
    kafka.types("stop", "--all", "--no-savepoint").succeeds();
  }

  private void changedInTheBucket(String savepoint, String folder) {
    assertThat(savepoint).startsWith(folder);
    assertThat(s3.objects(savepoint))
        .anyMatch(name -> name.contains("/_metadata-"))
        .noneMatch(name -> name.endsWith(".unfinished"));
  }

  private void verified(CommandLineUser user, String needed, String old) {
    assertThat(user.types("savepoints", "verify", needed).succeeds().out())
        .doesNotContain("UNUSABLE");
    user.types("savepoints", "take", "--select", "customer_totals").succeeds();
    assertThat(
            user.types("savepoints", "prune", "--keep", "1", "--older-than", "0").succeeds().out())
        .contains("deleted " + old)
        .doesNotContain(needed);
    assertThat(s3.objects(old)).isEmpty();
    assertThat(user.types("state", "--path", old).exits(1).err())
        .contains("C012")
        .contains("There is no checkpoint or savepoint at " + old);

    s3.lose(
        s3.objects(needed).stream()
            .filter(name -> name.endsWith("/_metadata"))
            .findFirst()
            .orElseThrow());
    assertThat(user.types("savepoints", "verify", needed).exits(1).err())
        .contains("C012")
        .contains("has no _metadata");
  }

  private CommandLineUser user(String name, String storage) {
    CommandLineUser user =
        CommandLineUser.withShop(folder.resolve(name))
            .environment("DBT_ENV_SECRET_S3_KEY", S3Server.SECRET_KEY);
    String broker = kafka.asks("local", "status").at("/broker/endpoints/kafka").asText();
    user.file(
        "profiles.yml",
        """
        shop:
          target: %s
          outputs:
            %s:
              type: flink
              jobmanager: %s
              gateway: %s
        %s      default_table_options:
                append:
                  connector: kafka
                  properties.bootstrap.servers: "%s"
                  format: json
                keyed:
                  connector: upsert-kafka
                  properties.bootstrap.servers: "%s"
                  key.format: json
                  value.format: json
        """
            .formatted(
                name,
                name,
                cluster.jobManagerUrl(),
                cluster.gatewayUrl(),
                storage,
                broker,
                broker));
    return user;
  }

  private String credentials() {
    return """
          s3.endpoint: %s
          s3.access-key: %s
          s3.secret-key: "{{ env_var('DBT_ENV_SECRET_S3_KEY') }}"
          s3.path.style.access: true
    """
        .formatted(s3.endpoint(), S3Server.ACCESS_KEY);
  }

  private static JsonNode operator(JsonNode operators, String lead) {
    return StreamSupport.stream(operators.spliterator(), false)
        .filter(operator -> operator.get("operator").asText().startsWith(lead))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + lead + " in " + operators));
  }

  private static List<Path> filesWithTheSecret(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      List<Path> all = files.filter(Files::isRegularFile).toList();
      assertThat(all).as("files looked at").isNotEmpty();
      return all.stream().filter(S3StoryTest::holdsTheSecret).toList();
    }
  }

  private static boolean holdsTheSecret(Path file) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1).contains(S3Server.SECRET_KEY);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
