package dev.millrace.engine.plan;

import dev.millrace.engine.connect.JobStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The words for what a plan says, the same wherever it is shown. */
public final class PlanWords {
  private PlanWords() {}

  /** How many models get which action, such as {@code 1 to create - 2 unchanged}. */
  public static String summary(Plan plan) {
    List<String> parts = new ArrayList<>();
    count(plan, parts, "to create", Action.CREATE);
    count(plan, parts, "to upgrade", Action.UPGRADE, Action.UPGRADE_UNKNOWN_STATE);
    count(plan, parts, "to restart", Action.RESTART);
    count(plan, parts, "to start fresh", Action.START_FRESH);
    count(plan, parts, "to stop", Action.STOP);
    count(plan, parts, "blocked", Action.BLOCKED);
    count(plan, parts, "left running", Action.LEFT_RUNNING);
    count(plan, parts, "unchanged", Action.UNCHANGED);
    return parts.isEmpty() ? "No models with a job" : String.join(" - ", parts);
  }

  private static void count(Plan plan, List<String> parts, String words, Action... actions) {
    long count =
        plan.models().stream().filter(model -> List.of(actions).contains(model.action())).count();
    if (count > 0) {
      parts.add(count + " " + words);
    }
  }

  /** One character, as a line of a diff has it. */
  public static char sign(Action action) {
    return switch (action) {
      case CREATE -> '+';
      case UPGRADE, UPGRADE_UNKNOWN_STATE -> '~';
      case RESTART, START_FRESH -> '^';
      case STOP -> '-';
      case BLOCKED -> '!';
      case UNCHANGED, LEFT_RUNNING -> '=';
    };
  }

  /** What is done; loud where something may be lost. */
  public static String words(Action action) {
    return switch (action) {
      case CREATE -> "create";
      case UPGRADE -> "upgrade, state kept";
      case UPGRADE_UNKNOWN_STATE -> "upgrade, state UNKNOWN";
      case RESTART -> "restart";
      case START_FRESH -> "start fresh, state GIVEN UP";
      case STOP -> "stop";
      case BLOCKED -> "BLOCKED";
      case UNCHANGED -> "unchanged";
      case LEFT_RUNNING -> "left running";
    };
  }

  /** What becomes of the state of an operator. */
  public static String words(OperatorOutlook.Outlook outlook) {
    return switch (outlook) {
      case KEPT -> "kept";
      case INPUT_CHANGED -> "UNKNOWN";
      case STARTS_EMPTY -> "empty";
      case WITHOUT_OWNER -> "UNKNOWN";
    };
  }

  /** How a job stands, and for how long when that is known, such as {@code job running 3 d}. */
  public static String standing(JobStatus job, Instant now) {
    String state = job.state().name().toLowerCase(Locale.ROOT);
    Duration age = Duration.between(job.startTime(), now);
    boolean known = job.startTime().isAfter(Instant.EPOCH) && !age.isNegative();
    return "job " + state + (known ? " " + ago(age) : "");
  }

  private static String ago(Duration age) {
    if (age.toDays() > 0) {
      return age.toDays() + " d";
    }
    if (age.toHours() > 0) {
      return age.toHours() + " h";
    }
    return age.toMinutes() > 0 ? age.toMinutes() + " min" : age.toSeconds() + " s";
  }
}
