package dev.millrace.it.kafka;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.it.CommandLineUser;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Topics change under jobs that remember them: every job ends with each row once, or is refused
 * while it runs on. All share one cluster; what is done to them happens once, before the tests.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KafkaStateTest {
  private static final int FIRST = 60;
  private static final int SECOND = 90;
  private static final int THIRD = 120;
  private static final String GOOD = "grown listed trimmed united joined parallel";

  private final Map<String, JsonNode> plans = new TreeMap<>();
  private final Map<String, String> jobs = new TreeMap<>();
  private CommandLineUser user;
  private Broker broker;

  @BeforeAll
  void changeEverything(@TempDir Path folder) {
    user =
        CommandLineUser.in(folder)
            .file("dbt_project.yml", "name: topics\nversion: '1.0'\nprofile: topics\n")
            .file(
                "profiles.yml",
                "topics:\n  target: dev\n  outputs:\n    dev:\n      type: flink\n");
    for (String source :
        List.of(
            "replaced_in",
            "shorter_in",
            "longer_in",
            "grown_in",
            "listed_in",
            "union_a",
            "union_b",
            "join_a",
            "join_b",
            "parallel_in",
            "pending_in",
            "expired_in",
            "returned_in")) {
      source(source, source, source.equals("parallel_in") ? 2 : 1);
    }
    user.types("local", "start").succeeds();
    broker = new Broker(user.asks("local", "status").at("/broker/endpoints/kafka").asText());
    broker.create("trimmed_one", 1);
    broker.create("trimmed_two", 1);
    source("trimmed_in", "trimmed_one;trimmed_two", 1);
    models("a");
    user.file("models/returned.sql", copy("1 s", 900_000) + select("returned_in", "a"));
    user.file("models/united.sql", copy("1 s", 900_000) + union("union_a", "union_b"));
    user.file("models/joined.sql", copy("1 s", 900_000) + join("join_a a", "join_b b"));
    user.file("models/parallel.sql", parallel(1, "a"));
    waiting("pending", "exactly-once", 900_000);
    waiting("expired", "exactly-once", 30_000);
    user.types("run").succeeds();

    leaveTransactions();
    for (String source : List.of("replaced", "shorter", "longer", "grown", "listed", "returned")) {
      broker.write(source + "_in", 1, 0, FIRST);
    }
    broker.write("trimmed_one", 1, 0, FIRST);
    broker.write("trimmed_two", 1, 1000, 1000 + FIRST);
    for (String source : List.of("union_a", "union_b", "join_b")) {
      broker.write(source, 1, 0, FIRST);
    }
    // Some rows wait in the join for their partners, which come after the switch.
    broker.write("join_a", 1, 0, SECOND);
    broker.write("parallel_in", 2, 0, FIRST);
    for (String sink :
        List.of("replaced", "shorter", "longer", "grown", "listed", "parallel", "returned")) {
      awaitRows(sink, FIRST);
    }
    awaitRows("trimmed", 2 * FIRST);
    awaitRows("united", 2 * FIRST);
    awaitRows("joined", FIRST);

    broker.create("replaced_two", 1);
    source("replaced_in", "replaced_two", 1);
    broker.delete("shorter_in");
    broker.create("shorter_in", 1);
    broker.write("shorter_in", 1, 0, 10);
    user.types("stop", "--select", "returned").succeeds();
    for (String topic : List.of("longer_in", "returned_in")) {
      broker.delete(topic);
      broker.create(topic, 1);
      broker.write(topic, 1, 0, THIRD);
    }
    source("trimmed_in", "trimmed_one", 1);
    broker.grow("grown_in", 3);
    broker.write("grown_in", 3, FIRST, SECOND);
    broker.create("listed_two", 1);
    broker.write("listed_two", 1, 1000, 1000 + FIRST);
    source("listed_in", "listed_in;listed_two", 1);
    models("b");
    user.file("models/united.sql", copy("1 s", 900_000) + union("union_b", "union_a"));
    user.file("models/joined.sql", copy("1 s", 900_000) + join("join_b b", "join_a a"));
    user.file("models/parallel.sql", parallel(2, "b"));

    // It ends with 1, since some are blocked.
    for (JsonNode planned : user.types("plan", "--output", "json").json().get("models")) {
      plans.put(planned.get("name").asText(), planned);
      jobs.put(planned.get("name").asText(), planned.get("job").asText());
    }
    List<String> run = new ArrayList<>(List.of("run", "--select"));
    run.addAll(List.of(GOOD.split(" ")));
    user.types(run.toArray(String[]::new)).succeeds();
    broker.write("grown_in", 3, SECOND, THIRD);
    broker.write("listed_in", 1, FIRST, SECOND);
    broker.write("listed_two", 1, 2000, 2000 + FIRST);
    broker.write("trimmed_one", 1, FIRST, SECOND);
    broker.write("trimmed_two", 1, 2000, 2000 + FIRST);
    broker.write("union_a", 1, FIRST, SECOND);
    broker.write("union_b", 1, FIRST, SECOND);
    broker.write("join_b", 1, FIRST, SECOND);
    broker.write("parallel_in", 2, FIRST, SECOND);
  }

  /**
   * Jobs end with a transaction in their state: a savepoint that does not stop prepares, no more.
   */
  private void leaveTransactions() {
    broker.write("expired_in", 1, 0, FIRST);
    broker.write("pending_in", 1, 0, FIRST);
    for (String model : List.of("expired", "pending")) {
      Broker.await("rows of " + model, () -> broker.written("dev.topics." + model).size() == FIRST);
      user.types("savepoints", "take", "--select", model).succeeds();
      user.types("stop", "--no-savepoint", "--select", model).succeeds();
    }
  }

  @AfterAll
  void stop() {
    if (broker != null) {
      broker.close();
    }
    if (user != null) {
      user.types("stop", "--all", "--no-savepoint");
      user.close();
    }
  }

  @Test
  void aReplacedTopicIsRefusedWithoutPermission() {
    assertThat(planned("replaced").get("action").asText()).isEqualTo("upgrade_unknown_state");
    refused("replaced", "state");
  }

  @Test
  void aTopicThatWasMadeAnewIsRefusedWhetherShorterOrLonger() {
    for (String model : List.of("shorter", "longer")) {
      assertThat(planned(model).get("action").asText()).as(model).isEqualTo("blocked");
      assertThat(planned(model).get("reasons").toString()).contains("made anew");
      refused(model, "made anew");
    }
  }

  @Test
  void addedPartitionsAreReadFromTheirBeginning() {
    assertThat(planned("grown").get("action").asText()).isEqualTo("upgrade");
    assertThat(positions("grown")).contains("fine", "new_partitions");
    mustHave("grown", numbers(0, THIRD));
  }

  @Test
  void anAddedTopicIsReadBesideTheOneThatWasRead() {
    assertThat(planned("listed").get("action").asText()).isEqualTo("upgrade");
    assertThat(positions("listed")).contains("fine", "new_topic");
    List<Integer> expected = new ArrayList<>(numbers(0, SECOND));
    expected.addAll(numbers(1000, 1000 + FIRST));
    expected.addAll(numbers(2000, 2000 + FIRST));
    mustHave("listed", expected);
  }

  @Test
  void aTopicThatIsNoLongerNamedIsNoLongerRead() {
    assertThat(planned("trimmed").get("action").asText()).isEqualTo("upgrade");
    assertThat(positions("trimmed")).contains("fine", "forgotten");
    List<Integer> expected = new ArrayList<>(numbers(0, SECOND));
    expected.addAll(numbers(1000, 1000 + FIRST));
    mustHave("trimmed", expected);
    assertThat(plan("trimmed").get("action").asText()).isEqualTo("unchanged");
  }

  /**
   * Flink would begin in the middle of it. What was made of the old one is no way back any more:
   * its positions would be taken for those of the new one.
   */
  @Test
  void aTopicThatWasMadeAnewWhileItsJobWasStoppedIsReadFromItsFirstRecordIfThatIsChosen() {
    JsonNode blocked = plan("returned");
    assertThat(blocked.get("action").asText()).isEqualTo("blocked");
    assertThat(blocked.get("reasons").toString())
        .contains("made anew since the job was stopped", "--choose returned.returned_in=reset");
    assertThat(user.types("run", "--select", "returned").exits(1).out()).contains("made anew");

    user.types("run", "--select", "returned", "--choose", "returned.returned_in=reset").succeeds();
    List<Integer> expected = new ArrayList<>(numbers(0, FIRST));
    expected.addAll(numbers(0, THIRD));
    mustHave("returned", expected);
    assertThat(plan("returned").get("action").asText()).isEqualTo("unchanged");

    JsonNode before = user.asks("savepoints", "list", "--select", "returned").at("/savepoints/0");
    CommandLineUser.Answer back =
        user.types("rollback", "--select", "returned", "--to", before.get("path").asText());
    assertThat(back.exit()).isNotZero();
    assertThat(back.out() + back.err()).contains("returned_in is not the one");
    mustHave("returned", expected);
    assertThat(plan("returned").get("job_state").asText()).isEqualTo("RUNNING");
  }

  @Test
  void swappedInputsOfAUnionGoOnEachWithItsOwnPositions() {
    List<Integer> expected = new ArrayList<>(numbers(0, SECOND));
    expected.addAll(numbers(0, SECOND));
    mustHave("united", expected);
    assertThat(broker.committed("dev.topics.united"))
        .extracting(row -> row.get("name").asText())
        .filteredOn("union_a"::equals)
        .hasSize(SECOND);
  }

  @Test
  void swappedInputsOfAJoinGoOnEachWithItsOwnRowsAndPositions() {
    assertThat(planned("joined").get("action").asText()).isEqualTo("upgrade");
    mustHave("joined", numbers(0, SECOND));
    assertThat(broker.committed("dev.topics.joined"))
        .allMatch(row -> row.get("name").asText().equals("join_a"))
        .allMatch(row -> row.get("other").asText().equals("join_b"));
  }

  @Test
  void anotherParallelismSpreadsThePositions() {
    mustHave("parallel", numbers(0, SECOND));
  }

  @Test
  void transactionsThatWaitAreCommittedByTheirSinkAlone() {
    waiting("pending", "at-least-once", 900_000);
    JsonNode changed = plan("pending");
    assertThat(changed.get("action").asText()).isEqualTo("blocked");
    assertThat(changed.get("reasons").toString())
        .contains("a sink that does not write exactly once would not do");

    waiting("pending", "exactly-once", 900_000);
    user.types("run", "--select", "pending").succeeds();
    mustHave("pending", numbers(0, FIRST));
  }

  @Test
  void transactionsThatTheBrokerGaveUpAreNotGoneOnFrom() {
    broker.awaitAborted("dev.topics.expired");

    assertThat(plan("expired").get("action").asText()).isEqualTo("blocked");
    assertThat(user.types("run", "--select", "expired").exits(1).out())
        .contains("the broker has given up");
    assertThat(broker.committed("dev.topics.expired")).isEmpty();
  }

  private JsonNode planned(String model) {
    return requireNonNull(plans.get(model), model);
  }

  private JsonNode plan(String model) {
    return user.types("plan", "--select", model, "--output", "json").json().get("models").get(0);
  }

  /** Nothing was stopped: the same job runs on. */
  private void refused(String model, String reason) {
    CommandLineUser.Answer answer = user.types("run", "--select", model);
    assertThat(answer.exit()).as(answer.out() + answer.err()).isNotZero();
    assertThat(answer.out() + answer.err()).contains(reason);
    JsonNode still = plan(model);
    assertThat(still.get("job").asText()).isEqualTo(jobs.get(model));
    assertThat(still.get("job_state").asText()).isEqualTo("RUNNING");
  }

  private List<String> positions(String model) {
    List<String> verdicts = new ArrayList<>();
    for (JsonNode operator : planned(model).get("state")) {
      operator.get("positions").forEach(each -> verdicts.add(each.get("verdict").asText()));
    }
    return verdicts;
  }

  private void mustHave(String model, List<Integer> numbers) {
    awaitRows(model, numbers.size());
    assertThat(broker.committed("dev.topics." + model))
        .extracting(row -> row.get("seq").asInt())
        .containsExactlyInAnyOrderElementsOf(numbers);
  }

  private void awaitRows(String model, int rows) {
    Broker.await(
        rows + " rows of " + model, () -> broker.committed("dev.topics." + model).size() >= rows);
  }

  private static List<Integer> numbers(int from, int to) {
    return IntStream.range(from, to).boxed().toList();
  }

  private void source(String name, String topic, int partitions) {
    user.file(
        "models/" + name + ".sql",
        """
        {{ config(materialized='streaming_source', topic_partitions=%d,
          with={'topic': '%s', 'scan.startup.mode': 'earliest-offset'}) }}
        seq BIGINT,
        name STRING
        """
            .formatted(partitions, topic));
  }

  private void models(String edition) {
    for (String model : List.of("replaced", "shorter", "longer", "grown", "listed", "trimmed")) {
      user.file("models/" + model + ".sql", copy("1 s", 900_000) + select(model + "_in", edition));
    }
  }

  private void waiting(String model, String guarantee, int timeout) {
    user.file(
        "models/" + model + ".sql",
        copy("1 h", timeout).replace("exactly-once", guarantee) + select(model + "_in", "a"));
  }

  private static String parallel(int parallelism, String edition) {
    return copy("1 s', parallelism='" + parallelism, 900_000) + select("parallel_in", edition);
  }

  private static String copy(String checkpoint, int timeout) {
    return """
    {{ config(materialized='streaming_table', checkpoint='%s', with={
      'sink.delivery-guarantee': 'exactly-once', 'properties.transaction.timeout.ms': '%d'}) }}
    """
        .formatted(checkpoint, timeout);
  }

  private static String select(String source, String edition) {
    return "SELECT seq, name, '%s' AS edition FROM {{ ref('%s') }}\n".formatted(edition, source);
  }

  private static String union(String one, String other) {
    return "SELECT seq, name FROM {{ ref('%s') }} UNION ALL SELECT seq, name FROM {{ ref('%s') }}\n"
        .formatted(one, other);
  }

  private static String join(String left, String right) {
    String[] one = left.split(" ");
    String[] other = right.split(" ");
    return "SELECT a.seq, a.name AS name, b.name AS other FROM {{ ref('%s') }} AS %s JOIN {{ ref('%s') }} AS %s ON a.seq = b.seq\n"
        .formatted(one[0], one[1], other[0], other[1]);
  }
}
