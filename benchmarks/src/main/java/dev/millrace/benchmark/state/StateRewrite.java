package dev.millrace.benchmark.state;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.engine.ledger.JournalEntry;
import dev.millrace.engine.ledger.Ledger;
import dev.millrace.engine.ledger.Operation;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * How long an upgrade spends on bringing fields of an aggregate over, by its own journal: a job
 * that counts and sums by a key is upgraded to the same in another order, once it has some keys.
 * Arguments: the installation, a folder for data, and numbers of keys, 100000 and 1000000 if not
 * said; after {@code --larger-than-memory}, 500000 if not said, with texts of 1000 characters in
 * RocksDB, so that the state has more bytes than the heap of the process that changes its form.
 */
public final class StateRewrite {
  private static final String STEP = "rewrite savepoint";
  private static final Duration LOOK = Duration.ofSeconds(2);
  private static final Duration MOST_FEEDING = Duration.ofMinutes(10);

  /** With less, the cluster beside has hardly room for itself. */
  private static final int HEAP_MB = 400;

  private static final String LARGE = "--larger-than-memory";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Commands user;
  private final boolean large;

  private StateRewrite(Commands user, boolean large) {
    this.user = user;
    this.large = large;
  }

  /** See the class. */
  @SuppressWarnings("SystemOut") // The figures are what this program is for.
  public static void main(String[] arguments) throws Exception {
    // The installation lies where the build of a checkout puts it.
    Path command = Path.of(arguments[0], "../../../../millrace").toAbsolutePath().normalize();
    Path data = Path.of(arguments[1]).toAbsolutePath();
    boolean large = List.of(arguments).contains(LARGE);
    List<Integer> said =
        Stream.of(arguments)
            .skip(2)
            .filter(each -> !each.equals(LARGE))
            .map(Integer::parseInt)
            .toList();
    List<Integer> sizes =
        said.isEmpty() ? large ? List.of(500_000) : List.of(100_000, 1_000_000) : said;
    for (int keys : sizes) {
      StateRewrite user =
          new StateRewrite(
              new Commands(
                  command,
                  Files.createDirectories(data.resolve("keys-" + keys)),
                  large
                      ? Map.of("MILLRACE_SIDECAR_HEAP_MEGABYTES", Integer.toString(HEAP_MB))
                      : Map.of()),
              large);
      System.out.println(JSON.writeValueAsString(user.measure(keys)));
    }
  }

  private Map<String, Object> measure(int keys) throws Exception {
    String value = large ? "MAX(LPAD(CAST(v AS STRING), 1000, '0')) AS t" : "SUM(v) AS total";
    write(keys, "COUNT(*) AS n, " + value);
    try {
      user.run("run");
      if (large) {
        awaitRecords(keys);
      } else {
        awaitKeys(keys);
      }
      write(keys, value + ", COUNT(*) AS n");
      user.run("run");
      return figures();
    } finally {
      user.run("local", "stop");
    }
  }

  private void write(int keys, String calls) throws IOException {
    user.file("dbt_project.yml", "name: rewrite\n");
    user.file(
        "models/numbers.sql",
        """
        {{ config(materialized='streaming_source', connector='datagen', with={
          'rows-per-second': '400000', 'fields.k.min': '1', 'fields.k.max': '%d' }) }}
        k BIGINT, v BIGINT
        """
            // Of so many, hardly one is drawn twice.
            .formatted(large ? Long.MAX_VALUE / 2 : keys));
    user.file(
        "models/totals.sql",
        """
        {{ config(materialized='streaming_table', connector='blackhole', primary_key=['k']%s) }}
        SELECT k, %s FROM {{ ref('numbers') }} GROUP BY k
        """
            .formatted(large ? ", state_backend='rocksdb'" : "", calls));
  }

  /** By the rate that the cluster tells; how many there were in the end is counted. */
  private void awaitRecords(long records) throws Exception {
    double seen = 0;
    long last = System.nanoTime();
    long end = last + MOST_FEEDING.toNanos();
    while (seen < records) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException("only " + (long) seen + " records came");
      }
      TimeUnit.MILLISECONDS.sleep(LOOK.toMillis());
      double rate = 0;
      for (JsonNode each : user.ask("lag").findValues("records_in_per_second")) {
        rate = Math.max(rate, each.asDouble());
      }
      long now = System.nanoTime();
      seen += rate * (now - last) / 1e9;
      last = now;
    }
  }

  /** Until nine of ten keys are there; the keys are drawn by chance. */
  private void awaitKeys(int keys) throws Exception {
    long bytes = 0;
    for (int look = 0; look < 60; look++) {
      TimeUnit.MILLISECONDS.sleep(LOOK.toMillis());
      long now = 0;
      for (JsonNode operator : user.ask("state", "totals").findPath("operators")) {
        now = Math.max(now, operator.path("bytes").asLong());
      }
      // A state that no longer grows has all of its keys.
      if (now > keys && now < bytes * 1.02) {
        return;
      }
      bytes = now;
    }
    throw new IllegalStateException("the keys did not come");
  }

  private Map<String, Object> figures() throws Exception {
    Path project = only(user.data().resolve("projects"), "*");
    Path target = only(project.resolve("targets"), "*");
    Map<String, Object> line = new LinkedHashMap<>();
    String savepoint;
    try (Ledger ledger =
        Ledger.open(target, project.getFileName().toString(), target.getFileName().toString())) {
      Operation upgrade =
          ledger.deployments().stream()
              .flatMap(each -> ledger.operations().of(each.key()).stream())
              .filter(operation -> operation.kind() == Operation.Kind.UPGRADE)
              .findFirst()
              .orElseThrow();
      savepoint = upgrade.savepointPath().orElseThrow();
      List<JournalEntry> step = new ArrayList<>();
      for (JournalEntry entry : ledger.operations().journal()) {
        if (entry.operation().equals(upgrade.id()) && entry.step().equals(STEP)) {
          step.add(entry);
        }
      }
      double seconds =
          Duration.between(step.getFirst().at(), step.getLast().at()).toMillis() / 1000.0;
      line.put("rewrite_s", seconds);
    }
    long entries = 0;
    long bytes = 0;
    JsonNode answer = user.ask("state", "--path", savepoint, "--entries");
    for (JsonNode value : answer.findValues("entries")) {
      entries += value.asLong();
    }
    for (JsonNode value : answer.findValues("entry_bytes")) {
      bytes += value.asLong();
    }
    if (large) {
      line.put("heap_mb", HEAP_MB);
    }
    line.put("entries", entries);
    line.put("bytes", bytes);
    line.put("entries_per_s", Math.round(entries / (double) line.get("rewrite_s")));
    return line;
  }

  private static Path only(Path folder, String glob) throws IOException {
    try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, glob)) {
      return found.iterator().next();
    }
  }
}
