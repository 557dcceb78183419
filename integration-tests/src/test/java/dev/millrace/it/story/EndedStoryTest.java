package dev.millrace.it.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.it.CommandLineUser;
import dev.millrace.it.kafka.Broker;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What comes to its end while a job or a project goes on: rows that stand in a query are handed out
 * once, and a table with an end is read once. Flink never takes either up again by itself.
 */
class EndedStoryTest {
  private CommandLineUser user;
  private Broker broker;

  @BeforeEach
  void start(@TempDir Path folder) {
    user =
        CommandLineUser.in(folder)
            .file("dbt_project.yml", "name: ended\nversion: '1.0'\nprofile: ended\n")
            .file(
                "profiles.yml", "ended:\n  target: dev\n  outputs:\n    dev:\n      type: flink\n")
            .file("models/events.sql", source("events_in", ""));
    user.types("local", "start").succeeds();
    broker = new Broker(user.asks("local", "status").at("/broker/endpoints/kafka").asText());
    broker.create("events_in", 1);
  }

  @AfterEach
  void stop() {
    broker.close();
    user.close();
  }

  @Test
  void rowsOfAQueryComeOnceToWhoeverGoesOnAndOnceMoreToWhoeverBeginsAnew() {
    named("e.seq = t.seq");
    broker.write("events_in", 1, 0, 4);
    user.types("run").succeeds();
    Broker.await("named rows", () -> rows("named") == 2);
    assertThat(user.asks("jobs").at("/jobs/0/tasks_finished").asInt()).isEqualTo(1);
    assertThat(user.types("jobs").out()).contains("2/2");

    // Another job from its savepoint: no row is handed out again.
    user.edit("models/named.sql", "t.name", "UPPER(t.name) AS name");
    assertThat(planned("named").get("action").asText()).isEqualTo("upgrade");
    user.types("run").succeeds();
    broker.write("events_in", 1, 0, 4);
    Broker.await("the same rows once more", () -> rows("named") == 4);

    // The join begins anew, and would never see them.
    named("e.seq + 0 = t.seq");
    user.types("run", "--allow-unknown-state").succeeds();
    broker.write("events_in", 1, 0, 4);
    Broker.await("rows of the new join", () -> rows("named") == 6);
    assertThat(user.types("recover").out()).contains("No job is in trouble");
  }

  @Test
  void aJobThatHasReadAllIsLeftAloneUntilItChanges() {
    user.file(
        "models/kinds.sql",
        """
        {{ config(materialized='streaming_table', checkpoint='1 s') }}
        SELECT * FROM (VALUES (1, 'tea'), (2, 'rice')) AS t(seq, name)
        """);
    user.types("run", "--select", "kinds").succeeds();
    Broker.await("its end", () -> user.types("jobs").out().contains("finished"));
    assertThat(user.types("run", "--select", "kinds").succeeds().out()).contains("NO-OP=1");
    assertThat(rows("kinds")).isEqualTo(2);

    user.edit("models/kinds.sql", "(2, 'rice')", "(2, 'rice'), (3, 'oil')");
    JsonNode plan = planned("kinds");
    assertThat(plan.get("action").asText()).isEqualTo("start_fresh");
    assertThat(plan.get("reasons").toString()).contains("come to its end");
    assertThat(user.types("plan", "--select", "kinds").succeeds().out())
        .doesNotContain("GIVEN UP", "LOSES");
    user.types("run", "--select", "kinds", "--fail-on", "state-loss").succeeds();
    Broker.await("all rows again", () -> rows("kinds") == 5);
  }

  @Test
  void aTableThatWasReadToItsEndIsNotTakenForOneThatIsReadOn() {
    String bound = ", 'scan.bounded.mode': 'latest-offset'";
    user.file("models/kinds.sql", source("kinds_in", bound))
        .file(
            "models/joined.sql",
            """
            {{ config(materialized='streaming_table', checkpoint='1 s') }}
            SELECT e.seq, k.seq AS kind
            FROM {{ ref('events') }} AS e JOIN {{ ref('kinds') }} AS k ON e.seq = k.seq
            """);
    broker.create("kinds_in", 1);
    broker.write("kinds_in", 1, 0, 2);
    broker.write("events_in", 1, 0, 4);
    user.types("run").succeeds();
    Broker.await("joined rows", () -> rows("joined") == 2);

    Broker.await("its end", () -> user.asks("jobs").at("/jobs/0/tasks_finished").asInt() == 1);
    user.edit("models/kinds.sql", bound, "");
    assertThat(planned("joined").get("state").toString())
        .contains("lost", "no position is left", "may come again");
    assertThat(user.types("run").exits(2).err()).contains("nothing has been touched");

    user.types("run", "--allow-unknown-state").succeeds();
    broker.write("kinds_in", 1, 2, 4);
    // Each event meets the kinds that the join knows, those that come again, and the new ones.
    Broker.await("rows with kinds that came later", () -> rows("joined") == 6);
    assertThat(user.types("plan").succeeds().out()).contains("unchanged");
  }

  private void named(String condition) {
    user.file(
        "models/named.sql",
        """
        {{ config(materialized='streaming_table', checkpoint='1 s') }}
        SELECT e.seq, t.name
        FROM {{ ref('events') }} AS e
        JOIN (VALUES (1, 'tea'), (2, 'rice')) AS t(seq, name) ON %s
        """
            .formatted(condition));
  }

  private static String source(String topic, String more) {
    return """
    {{ config(materialized='streaming_source', topic_partitions=1,
      with={'topic': '%s', 'scan.startup.mode': 'earliest-offset'%s}) }}
    seq BIGINT
    """
        .formatted(topic, more);
  }

  private int rows(String model) {
    return broker.committed("dev.ended." + model).size();
  }

  private JsonNode planned(String model) {
    return user.asks("plan", "--select", model).at("/models/0");
  }
}
