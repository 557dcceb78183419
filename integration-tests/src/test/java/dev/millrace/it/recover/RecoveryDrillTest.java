package dev.millrace.it.recover;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.engine.ledger.Deployment;
import dev.millrace.engine.ledger.JobSpec;
import dev.millrace.engine.ledger.JournalEntry;
import dev.millrace.engine.ledger.Ledger;
import dev.millrace.engine.ledger.Operation;
import dev.millrace.engine.state.OperatorRole;
import dev.millrace.engine.state.OperatorUid;
import dev.millrace.it.CommandLineUser;
import dev.millrace.it.Folders;
import dev.millrace.it.kafka.Broker;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Restores that fail in every way they can, on real Flink: each is explained, the recommended way
 * out is taken, and every number has been counted as often as it was written. All share one
 * cluster.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RecoveryDrillTest {
  /** So many that their state does not fit into the metadata of a savepoint. */
  private static final int NUMBERS = 3000;

  private static final List<String> CASES =
      List.of(
          "missing",
          "damaged",
          "holed",
          "swapped",
          "reshaped",
          "poisoned",
          "tolerant",
          "nameless",
          "stranger");

  private final Map<String, Duration> recognised = new TreeMap<>();
  private CommandLineUser user;
  private Broker broker;

  @BeforeAll
  void start(@TempDir Path folder) {
    user =
        CommandLineUser.in(folder)
            .file("dbt_project.yml", "name: drill\nversion: '1.0'\nprofile: drill\n")
            .file(
                "profiles.yml", "drill:\n  target: dev\n  outputs:\n    dev:\n      type: flink\n");
    for (String each : CASES) {
      source(each, "");
      model(each, "SUM(seq)");
    }
    user.types("run").succeeds();
    broker = new Broker(user.asks("local", "status").at("/broker/endpoints/kafka").asText());
    CASES.forEach(each -> broker.write(each + "_in", 1, 0, NUMBERS));
    CASES.forEach(each -> awaitCounts(each, 1));
  }

  @AfterAll
  void stop() {
    recognised.forEach(
        (model, time) ->
            System.out.println(
                "%-10s recognised %d ms after the job was submitted"
                    .formatted(model, time.toMillis())));
    broker.close();
    user.close();
  }

  @Test
  void aSavepointThatSomebodyDeletedIsNotThereAndTheOneBeforeIs() throws IOException {
    Path savepoint = stoppedAfterAnother("missing");
    Folders.delete(savepoint);

    JsonNode trouble = failsToStart("missing", "missing");
    assertThat(trouble.get("message").asText()).contains("is not there", "deleted");
    mustComeBack("missing", trouble);
  }

  @Test
  void aDamagedSavepointIsNotReadAndTheOneBeforeIs() throws IOException {
    Path savepoint = stoppedAfterAnother("damaged");
    Files.writeString(savepoint.resolve("_metadata"), "not a savepoint at all");

    mustComeBack("damaged", failsToStart("damaged", "unreadable"));
  }

  /** Flink takes the job and fails only when its tasks start. */
  @Test
  void aSavepointThatMissesAFileIsNotTakenAgain() throws IOException {
    Path savepoint = stoppedAfterAnother("holed");
    try (Stream<Path> files = Files.list(savepoint)) {
      for (Path file : files.filter(each -> !each.endsWith("_metadata")).toList()) {
        Files.delete(file);
      }
    }

    mustComeBack("holed", failsToStart("holed", "file_missing"));
  }

  @Test
  void aSavepointOfAnotherJobNamesWhatHasNoPlace() throws IOException {
    Path savepoint = stoppedAfterAnother("swapped");
    user.types("savepoints", "take", "--select", "stranger").succeeds();
    try (Stream<Path> files = Files.list(newestSavepoint("stranger"))) {
      for (Path file : files.toList()) {
        Files.copy(
            file,
            savepoint.resolve(file.getFileName().toString()),
            StandardCopyOption.REPLACE_EXISTING);
      }
    }

    mustComeBack("swapped", failsToStart("swapped", "no_owner"));
  }

  /** The plan would never do it: a query of another form under the UIDs of the old one. */
  @Test
  void stateOfAnotherFormIsExplainedByOperatorAndLinesAndTheOldJobRunsAgain() throws IOException {
    user.types("stop", "--select", "reshaped").succeeds();
    JobSpec doctored = otherFormUnderTheSameUids();
    user.types("run", "--select", "reshaped").succeeds();
    beginUpgrade("reshaped", doctored);

    JsonNode unfinished = trouble("reshaped");
    assertThat(unfinished.get("trouble").asText()).isEqualTo("unfinished");
    user.types("recover", "reshaped", "--way", "recommended").exits(1);

    JsonNode undone = trouble("reshaped");
    assertThat(undone.get("trouble").asText()).isEqualTo("undone");
    assertThat(undone.get("cause").asText()).isEqualTo("other_form");
    assertThat(undone.at("/place/operator").asText())
        .as(undone.toPrettyString())
        .startsWith("GroupAggregate");
    assertThat(undone.at("/place/path").asText()).isEqualTo("models/reshaped.sql");
    assertThat(undone.at("/place/lines")).isNotEmpty();
    measure("reshaped");
    assertThat(recommended(undone)).isEqualTo("leave");
    broker.write("reshaped_in", 1, 0, NUMBERS);
    awaitCounts("reshaped", 2);

    assertThat(user.types("recover", "reshaped", "--way", "reset").exits(2).err())
        .contains("--yes");
    user.types("recover", "reshaped", "--way", "reset", "--yes").succeeds();
    assertThat(troubles("reshaped")).isEmpty();
    broker.write("reshaped_in", 1, 0, NUMBERS);
    // Positions went on: each number is read once more, and counted from nothing.
    awaitCounts("reshaped", 1);
  }

  @Test
  void aRecordThatCannotBeReadIsShownAndLeftOut() {
    broker.write("poisoned_in", 1, 0, 10);
    broker.writeText("poisoned_in", "{\"seq\": oops}");
    broker.write("poisoned_in", 1, 10, NUMBERS);
    Broker.await("trouble", () -> !troubles("poisoned").isEmpty());

    JsonNode trouble = trouble("poisoned");
    assertThat(trouble.get("trouble").asText()).isEqualTo("restarting");
    assertThat(trouble.get("cause").asText()).isEqualTo("bad_record");
    assertThat(trouble.get("flink").asText()).contains("{\"seq\": oops}");
    assertThat(recommended(trouble)).isEqualTo("skip");
    assertThat(trouble.get("evidence").toString())
        .contains("poisoned_in-0 at " + (NUMBERS + 10), "oops");
    JsonNode record = trouble.at("/ways/0/records/0");
    assertThat(record.get("offset").asInt()).isEqualTo(NUMBERS + 10);
    assertThat(record.get("value").asText()).isEqualTo("{\"seq\": oops}");
    assertThat(trouble.at("/ways/0/records")).hasSize(1);

    user.types("recover", "poisoned", "--way", "skip", "--dead-letter", "letters").succeeds();
    awaitCounts("poisoned", 2);
    assertThat(troubles("poisoned")).isEmpty();
    assertThat(broker.texts("letters")).containsExactly("{\"seq\": oops}");
    // It is what is deployed, and another record is another trouble.
    assertThat(planned("poisoned").get("action").asText()).isEqualTo("unchanged");
    model("poisoned", "MAX(seq)");
    assertThat(planned("poisoned").get("notes").toString()).contains("leaves out 1 record");
    model("poisoned", "SUM(seq)");
    broker.writeText("poisoned_in", "[");
    broker.write("poisoned_in", 1, 0, NUMBERS);
    Broker.await("trouble", () -> !troubles("poisoned").isEmpty());
    assertThat(recommended(trouble("poisoned"))).isEqualTo("skip");
    user.types("recover", "poisoned", "--way", "recommended").succeeds();
    awaitCounts("poisoned", 3);

    // A full refresh meets them all again. Where it does so before its first checkpoint, the old
    // job
    // is back, and what would give it up is asked; where it does so later, the new one restarts.
    CommandLineUser.Answer refresh = user.types("run", "--full-refresh", "--select", "poisoned");
    Broker.await("trouble", () -> !troubles("poisoned").isEmpty());
    JsonNode refreshed = trouble("poisoned");
    if (refresh.exit() == 0) {
      assertThat(refreshed.get("trouble").asText()).isEqualTo("restarting");
      assertThat(recommended(refreshed)).isEqualTo("skip");
    } else {
      assertThat(refreshed.get("trouble").asText()).isEqualTo("undone");
      assertThat(recommended(refreshed)).isEqualTo("leave");
      assertThat(user.types("recover", "poisoned", "--way", "skip").exits(2).err())
          .contains("--yes");
    }
    user.types("recover", "poisoned", "--way", "skip", "--yes").succeeds();
    awaitCounts("poisoned", 3);
    assertThat(troubles("poisoned")).isEmpty();
  }

  /** The usual moment at which such a record is met: the first look at all that a topic holds. */
  @Test
  void aFirstDeploymentLeavesOutWhatItCannotReadToo() {
    broker.create("beginner_in", 1);
    broker.write("beginner_in", 1, 0, 10);
    broker.writeText("beginner_in", "{\"seq\": oops}");
    broker.write("beginner_in", 1, 10, NUMBERS);
    source("beginner", "");
    model("beginner", "SUM(seq)");

    // Mostly it is met before the first checkpoint, and never later than a moment after it.
    CommandLineUser.Answer answer = user.types("run", "--select", "beginner");
    if (answer.exit() != 0) {
      assertThat(answer.out() + answer.err()).contains("millrace recover");
    }
    Broker.await("trouble", () -> !troubles("beginner").isEmpty());
    JsonNode trouble = trouble("beginner");
    assertThat(trouble.get("cause").asText()).isEqualTo("bad_record");
    assertThat(trouble.get("evidence").toString()).contains("beginner_in-0 at 10", "oops");
    assertThat(recommended(trouble)).isEqualTo("skip");
    assertThat(trouble.get("ways").toString()).contains("tolerate");
    if (answer.exit() != 0) {
      assertThat(trouble.get("ways").toString()).contains("fresh");
    }

    user.types("recover", "beginner", "--way", "skip").succeeds();
    awaitCounts("beginner", 1);
    assertThat(troubles("beginner")).isEmpty();
    assertThat(planned("beginner").get("action").asText()).isEqualTo("unchanged");
  }

  private JsonNode planned(String model) {
    return user.types("plan", "--select", model, "--output", "json").json().at("/models/0");
  }

  /** So many that somebody writes in another form: no list of them is right for long. */
  @Test
  void recordsThatCannotBeReadAreToleratedWhenTheProjectSaysSo() {
    for (int i = 0; i < 25; i++) {
      broker.writeText("tolerant_in", "<seq>" + i + "</seq>");
    }
    broker.write("tolerant_in", 1, 0, NUMBERS);
    Broker.await("trouble", () -> !troubles("tolerant").isEmpty());

    assertThat(recommended(trouble("tolerant"))).isEqualTo("tolerate");
    source("tolerant", ", 'json.ignore-parse-errors': 'true'");
    user.types("run", "--select", "tolerant").succeeds();
    awaitCounts("tolerant", 2);
    assertThat(troubles("tolerant")).isEmpty();
  }

  /** A key takes no NULL, and its columns often may be NULL in what a model reads. */
  @Test
  void aRowWithNullInItsKeyNamesTheColumnAndWhatToDo() {
    broker.writeText("nameless_in", "{\"name\": \"nobody\"}");
    broker.write("nameless_in", 1, 0, NUMBERS);
    Broker.await("trouble", () -> !troubles("nameless").isEmpty());

    JsonNode trouble = trouble("nameless");
    assertThat(trouble.get("cause").asText()).isEqualTo("null_written");
    assertThat(trouble.get("message").asText()).contains("`seq` is NULL");
    assertThat(recommended(trouble)).isEqualTo("leave");
    user.edit(
        "models/nameless.sql",
        "checkpoint='1 s'",
        "checkpoint='1 s', flink_options={'table.exec.sink.not-null-enforcer': 'DROP'}");
    user.types("run", "--select", "nameless").succeeds();
    awaitCounts("nameless", 2);
    assertThat(troubles("nameless")).isEmpty();
  }

  @Test
  void aFirstDeploymentWithNullInItsKeyIsToldWhatToChange() {
    broker.create("firstborn_in", 1);
    broker.writeText("firstborn_in", "{\"name\": \"nobody\"}");
    broker.write("firstborn_in", 1, 0, NUMBERS);
    source("firstborn", "");
    model("firstborn", "SUM(seq)");

    CommandLineUser.Answer answer = user.types("run", "--select", "firstborn");
    Broker.await("trouble", () -> !troubles("firstborn").isEmpty());
    JsonNode trouble = trouble("firstborn");
    assertThat(trouble.get("cause").asText()).isEqualTo("null_written");
    assertThat(recommended(trouble)).isEqualTo("leave");
    assertThat(trouble.get("ways").toString()).contains("`seq` is never NULL");
    if (answer.exit() != 0) {
      assertThat(trouble.get("ways").toString())
          .contains("until then nothing runs", "tolerate", "no state yet")
          .doesNotContain("bring_back");
    }
    user.edit("models/firstborn.sql", "GROUP BY seq", "WHERE seq IS NOT NULL\nGROUP BY seq");
    user.types("run", "--select", "firstborn").succeeds();
    awaitCounts("firstborn", 1);
    assertThat(troubles("firstborn")).isEmpty();
  }

  /** A savepoint, more rows, and a stop with another savepoint. */
  private Path stoppedAfterAnother(String model) {
    user.types("savepoints", "take", "--select", model).succeeds();
    broker.write(model + "_in", 1, 0, NUMBERS);
    awaitCounts(model, 2);
    user.types("stop", "--select", model).succeeds();
    return newestSavepoint(model);
  }

  private Path newestSavepoint(String model) {
    for (JsonNode savepoint : user.asks("savepoints", "list").get("savepoints")) {
      if (savepoint.get("unique_id").asText().endsWith("." + model)) {
        return Path.of(savepoint.get("path").asText().replaceFirst("^file:/*", "/"));
      }
    }
    throw new AssertionError("no savepoint of " + model);
  }

  /** From the submission, which is before the first symptom, until it was given up. */
  private void measure(String model) throws IOException {
    try (Ledger ledger = ledger()) {
      String key = deployment(ledger, model).key();
      Instant submitted = Instant.EPOCH;
      for (JournalEntry entry : ledger.operations().journal()) {
        if (entry.deployment().equals(key)) {
          if (entry.step().equals("submit") && entry.moment() == JournalEntry.Moment.BEFORE) {
            submitted = entry.at();
          }
          if (entry.step().equals("ROLLING_BACK")) {
            recognised.put(model, Duration.between(submitted, entry.at()));
          }
        }
      }
    }
    assertThat(recognised).containsKey(model);
  }

  private JsonNode failsToStart(String model, String cause) throws IOException {
    assertThat(user.types("run", "--select", model).exits(1).out()).contains("millrace recover");
    JsonNode trouble = trouble(model);
    assertThat(trouble.get("trouble").asText()).isEqualTo("blocked");
    assertThat(trouble.get("cause").asText()).isEqualTo(cause);
    measure(model);
    return trouble;
  }

  private void mustComeBack(String model, JsonNode trouble) {
    assertThat(recommended(trouble)).isEqualTo("bring-back");
    assertThat(trouble.get("evidence")).isNotEmpty();
    user.types("recover", model, "--way", "recommended").succeeds();
    // The older state is older in its positions too.
    awaitCounts(model, 2);
    broker.write(model + "_in", 1, 0, NUMBERS);
    awaitCounts(model, 3);
    assertThat(troubles(model)).isEmpty();
  }

  private JsonNode troubles(String model) {
    return user.types("recover", model, "--output", "json").json().get("troubles");
  }

  private JsonNode trouble(String model) {
    JsonNode troubles = troubles(model);
    assertThat(troubles).hasSize(1);
    return troubles.get(0);
  }

  private static String recommended(JsonNode trouble) {
    for (JsonNode way : trouble.get("ways")) {
      if (way.get("recommended").asBoolean()) {
        return way.get("way").asText();
      }
    }
    return "none";
  }

  /** Waits until each number was counted so often, and no number oftener. */
  private void awaitCounts(String model, int times) {
    Broker.await(times + " of each of " + model, () -> counts(model, times) == NUMBERS);
  }

  private long counts(String model, int times) {
    Map<Integer, Integer> counts = new TreeMap<>();
    for (JsonNode row : broker.committed("dev.drill." + model)) {
      counts.put(row.get("seq").asInt(), row.get("n").asInt());
      assertThat(row.get("n").asInt()).isLessThanOrEqualTo(Math.max(times, 2));
    }
    return counts.values().stream().filter(count -> count == times).count();
  }

  private void source(String name, String more) {
    user.file(
        "models/" + name + "_in.sql",
        """
        {{ config(materialized='streaming_source', topic_partitions=1,
          with={'topic': '%s_in', 'scan.startup.mode': 'earliest-offset'%s}) }}
        seq BIGINT,
        name STRING
        """
            .formatted(name, more));
  }

  private void model(String name, String sum) {
    user.file(
        "models/" + name + ".sql",
        """
        {{ config(materialized='streaming_table', primary_key=['seq'], checkpoint='1 s') }}
        SELECT
          seq,
          COUNT(*) AS n,
          %s AS s
        FROM {{ ref('%s_in') }}
        GROUP BY seq
        """
            .formatted(sum, name));
  }

  /** What the other query would be, with the UIDs of what is deployed. */
  private JobSpec otherFormUnderTheSameUids() throws IOException {
    JobSpec before = spec("reshaped");
    model("reshaped", "MAX(name)");
    user.types("run", "--select", "reshaped", "--full-refresh", "--yes").succeeds();
    JobSpec after = spec("reshaped");
    model("reshaped", "SUM(seq)");
    user.types("run", "--select", "reshaped", "--full-refresh", "--yes").succeeds();
    user.types("stop", "--select", "reshaped").succeeds();
    return new JobSpec(
        after.jobName(),
        after.outputs(),
        after.setup(),
        after.plan().replace(aggregate(after), aggregate(before)),
        after.queryFingerprint(),
        before.operators(),
        after.settings(),
        after.tables(),
        after.ownTopics(),
        after.readTopics());
  }

  private static String aggregate(JobSpec spec) {
    return spec.operators().stream()
        .filter(operator -> operator.role() == OperatorRole.STATEFUL)
        .map(OperatorUid::uid)
        .findFirst()
        .orElseThrow();
  }

  private JobSpec spec(String model) throws IOException {
    try (Ledger ledger = ledger()) {
      return ledger.spec(deployment(ledger, model).spec().orElseThrow()).spec();
    }
  }

  /** As a process leaves it that ended just after it had written down what it meant to do. */
  private void beginUpgrade(String model, JobSpec spec) throws IOException {
    try (Ledger ledger = ledger()) {
      Deployment deployment = deployment(ledger, model);
      long number =
          ledger.addSpec(deployment.key(), spec, Optional.of("2.3.0"), Optional.empty(), "tester");
      ledger
          .operations()
          .begin(
              deployment.key(),
              Operation.Kind.UPGRADE,
              "INTENDED",
              Optional.empty(),
              Optional.of(number),
              deployment.attempt(),
              false,
              "tester");
    }
  }

  private static Deployment deployment(Ledger ledger, String model) {
    return ledger.deploymentOf("model.drill." + model).orElseThrow();
  }

  private Ledger ledger() throws IOException {
    Path project = only(user.data().resolve("projects"));
    Path target = only(project.resolve("targets"));
    return Ledger.open(
        target,
        requireNonNull(project.getFileName()).toString(),
        requireNonNull(target.getFileName()).toString());
  }

  private static Path only(Path folder) throws IOException {
    try (DirectoryStream<Path> found = Files.newDirectoryStream(folder)) {
      return found.iterator().next();
    }
  }
}
