package dev.millrace.engine.recover;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.ledger.Deployment;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A job that does not run as it should, and the ways out.
 *
 * @param since when it was first seen, as far as anybody wrote it down
 * @param sentence what is wrong, whole, in plain words
 * @param cause read from what Flink said; empty where it said nothing
 * @param flinkSays its words
 * @param place whose state or record it is about, where that is known
 * @param evidence what was looked at, one sentence each
 * @param ways from the one that is recommended to the one that keeps least
 */
public record Trouble(
    Deployment deployment,
    Kind kind,
    Optional<Instant> since,
    String sentence,
    Optional<FailureCause> cause,
    Optional<String> flinkSays,
    Optional<Place> place,
    List<String> evidence,
    List<WayOut> ways) {
  public Trouble {
    requireNonNull(deployment, "deployment");
    requireNonNull(kind, "kind");
    requireNonNull(since, "since");
    requireNonNull(sentence, "sentence");
    requireNonNull(cause, "cause");
    requireNonNull(flinkSays, "flinkSays");
    requireNonNull(place, "place");
    evidence = List.copyOf(evidence);
    ways = List.copyOf(ways);
  }

  /** What kind of trouble. */
  public enum Kind {
    /** A process ended in the middle of a deployment. */
    UNFINISHED,
    /** The new job did not start, and the one that ran before runs again. */
    UNDONE,
    /** Nothing runs: neither the new job started nor the old one again. */
    BLOCKED,
    /** The job has failed and does not restart. */
    FAILED,
    /** Somebody has cancelled the job, and not through Millrace. */
    CANCELED,
    /** The job fails, restarts and fails again. */
    RESTARTING,
    /** The cluster does not know the job. */
    GONE;

    /** Whether rows come out all the same. */
    public boolean runs() {
      return this == UNDONE;
    }
  }

  /**
   * An operator, and where it is written.
   *
   * @param operator Flink's description of it
   * @param model unique id; empty where the operator works for several
   * @param path of the model's file
   * @param lines of the compiled query, counted from 1; empty when they cannot be told
   */
  public record Place(
      String operator, Optional<String> model, Optional<String> path, List<Integer> lines) {
    public Place {
      requireNonNull(operator, "operator");
      requireNonNull(model, "model");
      requireNonNull(path, "path");
      lines = List.copyOf(lines);
    }
  }

  /** The way out with this name, if it is one of them. */
  public Optional<WayOut> way(WayOut.Kind wanted) {
    return ways.stream().filter(way -> way.kind() == wanted).findFirst();
  }

  /** The one that is recommended. */
  public Optional<WayOut> recommended() {
    return ways.stream().filter(WayOut::recommended).findFirst();
  }

  /** The model's own name, or the job's. */
  public String name() {
    return deployment.model().substring(deployment.model().lastIndexOf('.') + 1);
  }
}
