package dev.millrace.it.chaos;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What came of it.
 *
 * @param points named points at which an engine was killed
 * @param random instants at which one was killed
 * @param resumed kills after which the next engine finished what was begun
 * @param undone kills after which it took back what was begun
 * @param blocked kills after which a person would have had to choose, and would not have had to
 *     without the kill
 * @param lost records that are missing, or that totals have not counted
 * @param doubled records that are there or counted more than once
 * @param orphans jobs that ran and that nobody wanted
 * @param startedEmpty jobs that were to keep their state and had none
 * @param settled kills after which nothing was unfinished: nothing was begun yet, or all was done
 * @param blockedAsMeant kills of what blocks with or without them
 * @param savepointsLost in the ledger and not on disk, or on disk and not in the ledger
 * @param again kills of an engine that was resuming what another had left
 * @param records known records that both sinks were compared with
 * @param notRun transitions that no scenario brings about on a real cluster
 * @param missed points that were to be reached and were not
 * @param faults all that was not as it should be, in words
 */
record ChaosReport(
    int points,
    int random,
    int resumed,
    int undone,
    int blocked,
    long lost,
    long doubled,
    int orphans,
    @JsonProperty("started_empty") int startedEmpty,
    int settled,
    @JsonProperty("blocked_as_meant") int blockedAsMeant,
    @JsonProperty("savepoints_lost") int savepointsLost,
    int again,
    long records,
    long seconds,
    @JsonProperty("not_run") List<String> notRun,
    List<String> missed,
    List<String> faults) {
  ChaosReport {
    notRun = List.copyOf(notRun);
    missed = List.copyOf(missed);
    faults = List.copyOf(faults);
  }

  /** Whether everything was as it should be. */
  boolean isClean() {
    return blocked == 0
        && lost == 0
        && doubled == 0
        && orphans == 0
        && startedEmpty == 0
        && savepointsLost == 0
        && missed.isEmpty()
        && faults.isEmpty();
  }

  String json() {
    try {
      return new ObjectMapper().writeValueAsString(this);
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Counts as it goes. */
  static final class Tally {
    private final Instant begun = Instant.now();
    private final List<String> missed = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();
    private int points;
    private int random;
    private int resumed;
    private int undone;
    private int blocked;
    private int settled;
    private int blockedAsMeant;
    private int again;

    void point() {
      points++;
    }

    void random() {
      random++;
    }

    void resumed() {
      resumed++;
    }

    void undone() {
      undone++;
    }

    void again() {
      again++;
    }

    void settled() {
      settled++;
    }

    void blocked(boolean asMeant) {
      if (asMeant) {
        blockedAsMeant++;
      } else {
        blocked++;
      }
    }

    void missed(String point) {
      missed.add(point);
    }

    void fault(String sentence) {
      faults.add(sentence);
    }

    ChaosReport report(long records, Inspection inspection, Content content) {
      List<String> all = new ArrayList<>(faults);
      all.addAll(content.samples());
      return new ChaosReport(
          points,
          random,
          resumed,
          undone,
          blocked,
          content.lost(),
          content.doubled(),
          inspection.orphans(),
          inspection.startedEmpty(),
          settled,
          blockedAsMeant,
          inspection.savepointsLost(),
          again,
          records,
          Duration.between(begun, Instant.now()).toSeconds(),
          Points.ofTable().notReached(),
          missed,
          all);
    }
  }
}
