package dev.millrace.it.ledger;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.engine.Engine;
import dev.millrace.engine.ledger.Attempt;
import dev.millrace.engine.ledger.Deployment;
import dev.millrace.engine.ledger.JournalEntry;
import dev.millrace.it.CommandLineUser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;

/**
 * Two processes that type {@code millrace run} at almost the same moment, over and over: a job with
 * state runs on a local cluster, its query is edited, and both want to upgrade it.
 */
final class Races implements AutoCloseable {
  /** What both may come to a plan in, so that either may be first. */
  private static final int APART_MICROS = 400_000;

  private static final String COMMITTED = "committed";

  private final Path folder;
  private final Optional<String> address;
  private final CommandLineUser user;
  private final Engine engine;
  private final UserProcess first;
  private final UserProcess second;
  private int edition;

  /** How each race ended, by what its two processes said; more is in the ledger. */
  private final Map<String, Integer> answers = new LinkedHashMap<>();

  private final List<String> faults = new ArrayList<>();
  private int races;
  private int firstWon;

  /**
   * Starts cluster and processes, and deploys the job.
   *
   * @param address of the ledger; empty for a file
   */
  Races(Path folder, Optional<String> address) {
    this.folder = requireNonNull(folder, "folder");
    this.address = requireNonNull(address, "address");
    this.user = CommandLineUser.in(folder);
    address.ifPresent(text -> user.environment("DBT_ENV_SECRET_LEDGER", text));
    user.file("dbt_project.yml", "name: races\nversion: '1.0'\nprofile: races\n")
        .file(
            "profiles.yml",
            "races:\n  target: dev\n  outputs:\n    dev:\n      type: flink\n"
                + (address.isPresent()
                    ? "      ledger: \"{{ env_var('DBT_ENV_SECRET_LEDGER') }}\"\n"
                    : ""))
        .file(
            "models/feed.sql",
            "{{ config(materialized='streaming_source', connector='datagen',"
                + " with={'rows-per-second': '5', 'fields.customer.max': '9'}) }}\n"
                + "customer INT, amount INT\n");
    edit();
    user.types("run").succeeds();
    this.engine = user.engine();
    this.first = process();
    this.second = process();
  }

  private UserProcess process() {
    return UserProcess.start(CommandUser.class, List.of(folder.toString()), address);
  }

  /** Changes the query, and neither what it remembers nor what comes out. */
  private void edit() {
    edition++;
    user.file(
        "models/totals.sql",
        "{{ config(materialized='streaming_table', connector='blackhole') }}\n"
            + "SELECT customer, SUM(amount) AS total, '"
            + edition
            + "' AS edition FROM {{ ref('feed') }} GROUP BY customer\n");
  }

  /** Runs so many, each from an edit to the answers of both. */
  void run(int count, Random random, Consumer<String> told) {
    for (int race = 0; race < count; race++) {
      edit();
      Deployment before = deployment();
      int journal = journal().size();
      first.say(random.nextInt(APART_MICROS) + " run --output json");
      second.say(random.nextInt(APART_MICROS) + " run --output json");
      List<String> said = List.of(first.heard(), second.heard());
      races++;
      firstWon += said.getFirst().equals(COMMITTED) ? 1 : 0;
      answers.merge(String.join(" and ", said.stream().sorted().toList()), 1, Integer::sum);
      judge(said, before, journal);
      told.accept("%4d  %s".formatted(races, said));
    }
  }

  /** One upgraded the job from the state it had, and the other changed nothing. */
  private void judge(List<String> said, Deployment before, int journal) {
    int proceeded = 0;
    for (String answer : said) {
      proceeded += answer.equals(COMMITTED) ? 1 : 0;
    }
    Deployment after = deployment();
    int attempts = after.attempt().orElse(0) - before.attempt().orElse(0);
    long operations =
        journal().stream().skip(journal).map(JournalEntry::operation).distinct().count();
    Attempt now = engine.ledger().attempt(after.key(), after.attempt().orElseThrow());
    if (proceeded != 1 || attempts != 1 || operations != 1 || now.restorePath().isEmpty()) {
      faults.add(
          "race %d: %s, %d submissions, %d operations, started from %s"
              .formatted(races, said, attempts, operations, now.restorePath().orElse("nothing")));
    }
  }

  /**
   * Has a process fall asleep while it upgrades, waits until the other has taken over, and wakes
   * it.
   *
   * @return what the sleeper says, and whether it has changed anything since it woke
   */
  Woken sleeper() {
    edit();
    int journal = journal().size();
    first.say("0 run --output json");
    while (journal().size() == journal) {
      pause(20);
    }
    first.signal("STOP");
    String other = second.asked("0 run --output json");
    while (other.equals("D004")) {
      pause(1000);
      other = second.asked("0 run --output json");
    }
    List<JournalEntry> before = journal();
    first.signal("CONT");
    String sleeper = first.heard();
    return new Woken(sleeper, other, journal().equals(before));
  }

  /**
   * What came of one who slept.
   *
   * @param sleeper what it said
   * @param other what the one said that took over
   * @param nothingChanged whether the journal is as it was when the sleeper woke
   */
  record Woken(String sleeper, String other, boolean nothingChanged) {}

  /** What came of all. */
  Report report() {
    long running =
        engine.connector().jobs().overview().stream()
            .filter(job -> !job.state().isTerminal())
            .count();
    return new Report(races, firstWon, running, Map.copyOf(answers), List.copyOf(faults));
  }

  /**
   * All of them.
   *
   * @param firstWon races in which the one proceeded that was told first
   * @param running jobs at the end
   * @param answers of both, how often
   * @param faults races of which not exactly one came to anything
   */
  record Report(
      int races, int firstWon, long running, Map<String, Integer> answers, List<String> faults) {
    boolean isClean() {
      return faults.isEmpty() && running == 1;
    }

    String json() {
      try {
        return new ObjectMapper().writeValueAsString(this);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private Deployment deployment() {
    return engine.ledger().deploymentOf("model.races.totals").orElseThrow();
  }

  private List<JournalEntry> journal() {
    return engine.ledger().operations().journal();
  }

  private static void pause(int millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    first.close();
    second.close();
    engine.close();
    user.close();
  }
}
