package dev.millrace.it.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.it.CommandLineUser;
import dev.millrace.it.kafka.Broker;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Windows become shorter, so nothing of what they hold fits: each job goes over in another way, and
 * every row is told apart by its number. The numbers are the seconds of their event time, too.
 */
class WaysStoryTest {
  private static final int AT_THE_SWITCH = 45;
  private static final int AT_THE_END = 80;

  @Test
  void eachWayKeepsWhatItSays(@TempDir Path folder) {
    try (CommandLineUser user = project(folder)) {
      models(user, 20);
      user.types("run").succeeds();
      try (Broker broker =
          new Broker(user.asks("local", "status").at("/broker/endpoints/kafka").asText())) {
        broker.write("numbers", 1, 0, AT_THE_SWITCH);
        for (String model : List.of("drained", "positioned", "started")) {
          await(broker, model, numbers(0, 40));
        }

        models(user, 10);
        waysAreTold(user);
        user.types(
                "run",
                "--exclude",
                "idle",
                "--yes",
                "--choose",
                "drained=drain",
                "--choose",
                "positioned=positions",
                "--choose",
                "started=fresh")
            .succeeds();
        broker.write("numbers", 1, AT_THE_SWITCH, AT_THE_END);

        // The open window comes out, and what follows comes after it.
        await(broker, "drained", numbers(0, 70));
        assertThat(windows(broker, "drained"))
            .containsExactly(
                numbers(0, 20),
                numbers(20, 40),
                numbers(40, AT_THE_SWITCH),
                numbers(AT_THE_SWITCH, 50),
                numbers(50, 60),
                numbers(60, 70));
        // What the open window held is gone; nothing else is, and nothing comes twice.
        await(broker, "positioned", plus(numbers(0, 40), numbers(AT_THE_SWITCH, 70)));
        // All is read again.
        await(broker, "started", plus(numbers(0, 40), numbers(0, 70)));
        assertThat(user.types("plan", "--exclude", "idle").succeeds().out())
            .contains("3 unchanged");

        // The way back goes on from the positions of the drained job, whose windows have come out.
        user.types("rollback", "--select", "drained", "--yes").succeeds();
        await(broker, "drained", plus(numbers(0, 70), numbers(AT_THE_SWITCH, 60)));
      }
      user.types("stop", "--all", "--no-savepoint").succeeds();
    }
  }

  private static void waysAreTold(CommandLineUser user) {
    JsonNode drained = user.asks("plan", "--select", "drained").get("models").get(0);
    assertThat(drained.get("action").asText()).isEqualTo("upgrade_unknown_state");
    assertThat(StreamSupport.stream(drained.get("ways").spliterator(), false))
        .allMatch(way -> way.get("possible").asBoolean())
        .extracting(way -> way.get("way").asText())
        .containsExactly("carry", "drain", "positions", "fresh");
    // From a source that is idle Flink passes no end of time on: its windows would not come out.
    JsonNode idle =
        user.types("plan", "--select", "idle", "--choose", "idle=drain", "--output", "json")
            .json()
            .get("models")
            .get(0);
    assertThat(idle.get("action").asText()).isEqualTo("blocked");
    assertThat(idle.get("reasons").toString()).contains("idle timeout");
    assertThat(user.types("run", "--select", "started", "--choose", "started=fresh").exits(2).err())
        .contains("--yes");
  }

  private static CommandLineUser project(Path folder) {
    return CommandLineUser.in(folder)
        .file("dbt_project.yml", "name: ways\nversion: '1.0'\nprofile: ways\n")
        .file("profiles.yml", "ways:\n  target: dev\n  outputs:\n    dev:\n      type: flink\n")
        .file("models/numbers.sql", source("'scan.startup.mode': 'earliest-offset'"))
        .file(
            "models/numbers_with_pauses.sql",
            source("'scan.startup.mode': 'earliest-offset', 'scan.watermark.idle-timeout': '1 s'"));
  }

  private static String source(String options) {
    return """
    {{ config(materialized='streaming_source', with={'topic': 'numbers', %s}) }}
    seq BIGINT,
    name STRING,
    event_time AS TO_TIMESTAMP_LTZ(seq * 1000, 3),
    WATERMARK FOR event_time AS event_time
    """
        .formatted(options);
  }

  private static void models(CommandLineUser user, int seconds) {
    for (String model : List.of("drained", "positioned", "started", "idle")) {
      user.file(
          "models/" + model + ".sql",
          """
          {{ config(materialized='streaming_table', checkpoint='1 s', with={
            'sink.delivery-guarantee': 'exactly-once', 'properties.transaction.timeout.ms': '900000'}) }}
          SELECT window_start, LISTAGG(CAST(seq AS STRING)) AS numbers
          FROM TABLE(TUMBLE(TABLE {{ ref('%s') }}, DESCRIPTOR(event_time), INTERVAL '%d' SECOND))
          GROUP BY window_start, window_end
          """
              .formatted(model.equals("idle") ? "numbers_with_pauses" : "numbers", seconds));
    }
  }

  /** Waits until as many rows are in a table, and compares each: none is missing, none is twice. */
  private static void await(Broker broker, String model, List<Integer> expected) {
    Broker.await(
        expected.size() + " numbers in " + model,
        () -> numbersOf(broker, model).size() >= expected.size());
    assertThat(numbersOf(broker, model)).as(model).containsExactlyInAnyOrderElementsOf(expected);
  }

  private static List<Integer> numbersOf(Broker broker, String model) {
    return windows(broker, model).stream().flatMap(List::stream).toList();
  }

  private static List<List<Integer>> windows(Broker broker, String model) {
    return broker.committed("dev.ways." + model).stream()
        .map(row -> row.get("numbers").asText())
        .map(text -> Arrays.stream(text.split(",")).map(Integer::valueOf).toList())
        .toList();
  }

  private static List<Integer> numbers(int from, int to) {
    return IntStream.range(from, to).boxed().toList();
  }

  private static List<Integer> plus(List<Integer> some, List<Integer> more) {
    List<Integer> all = new ArrayList<>(some);
    all.addAll(more);
    return all;
  }
}
