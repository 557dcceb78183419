package dev.millrace.engine.plan;

import dev.millrace.engine.connect.JobStatus;
import dev.millrace.engine.ledger.JobOutput;
import dev.millrace.engine.ledger.Setting;
import dev.millrace.engine.state.StateVerdict;
import dev.millrace.engine.state.Way;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The words for what a plan says, the same wherever it is shown. */
public final class PlanWords {
  private static final long KILO = 1000;
  private static final String UNITS = "kMGTP";

  private PlanWords() {}

  /** How many models get which action, such as {@code 1 to create - 2 unchanged}. */
  public static String summary(Plan plan) {
    List<String> parts = new ArrayList<>();
    count(plan, parts, "to create", Action.CREATE);
    count(plan, parts, "to upgrade", Action.UPGRADE, Action.UPGRADE_UNKNOWN_STATE);
    count(plan, parts, "to upgrade from positions", Action.UPGRADE_FROM_POSITIONS);
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

  /** Where rows go, such as {@code writes c.d.totals (by customer_id)}. */
  public static String writes(JobOutput output) {
    String key = String.join(", ", output.primaryKey());
    return "writes " + output.relation() + (key.isEmpty() ? "" : " (by " + key + ")");
  }

  /** What a change of kind OUTPUT says. */
  public static String output(Change change) {
    return change.after().isPresent()
        ? "also writes " + change.subject() + " from now on"
        : "no longer writes " + change.subject();
  }

  /**
   * Where a setting was set and how it applies, such as {@code dbt_project.yml:12:7, by restart}.
   */
  public static String origin(Setting setting) {
    return setting.origin() + ", " + SettingEffect.of(setting).words();
  }

  /** One character, as a line of a diff has it. */
  public static char sign(Action action) {
    return switch (action) {
      case CREATE -> '+';
      case UPGRADE, UPGRADE_UNKNOWN_STATE, UPGRADE_FROM_POSITIONS -> '~';
      case RESTART, START_FRESH -> '^';
      case STOP -> '-';
      case BLOCKED -> '!';
      case UNCHANGED, LEFT_RUNNING -> '=';
    };
  }

  /** One character for a node without a job. */
  public static char sign(Definition.Standing standing) {
    return switch (standing) {
      case NEW -> '+';
      case UNCHANGED -> '=';
      case CHANGED -> '~';
    };
  }

  /** What is done; loud where something may be lost. */
  public static String words(PlannedModel model) {
    return model.action() == Action.START_FRESH && model.way() != Way.FRESH
        ? "start fresh"
        : words(model.action());
  }

  /** The same of an action that was chosen. */
  public static String words(Action action) {
    return switch (action) {
      case CREATE -> "create";
      case UPGRADE -> "upgrade, state kept";
      case UPGRADE_UNKNOWN_STATE -> "upgrade, CHANGES STATE";
      case UPGRADE_FROM_POSITIONS -> "upgrade from positions, other state GIVEN UP";
      case RESTART -> "restart";
      case START_FRESH -> "start fresh, state GIVEN UP";
      case STOP -> "stop";
      case BLOCKED -> "BLOCKED";
      case UNCHANGED -> "unchanged";
      case LEFT_RUNNING -> "left running";
    };
  }

  /** What becomes of the state of an operator; loud where it does not simply go on. */
  public static String words(StateVerdict verdict) {
    return switch (verdict.kind()) {
      case KEPT -> "kept";
      case MEANING_CHANGED -> "CHANGED";
      case MIGRATED -> "migrated";
      case DECIDE -> "DECIDE";
      case RESET -> "RESET";
      case EMPTY -> "empty";
      case LOST -> verdict.refused() ? "REFUSED" : "LOST";
      case UNKNOWN -> "UNKNOWN";
    };
  }

  /** The plain word for a verdict, as a project's policy writes it. */
  public static String word(StateVerdict.Kind kind) {
    return switch (kind) {
      case MEANING_CHANGED -> "changed";
      case KEPT, MIGRATED, DECIDE, RESET, EMPTY, LOST, UNKNOWN ->
          kind.name().toLowerCase(Locale.ROOT);
    };
  }

  /** What the project says, such as {@code lost: forbid (dbt_project.yml:12:9), of Join}. */
  public static String policy(PolicyRuling ruling) {
    return ruling.written()
        + " ("
        + ruling.place()
        + ")"
        + (ruling.operators().isEmpty() ? "" : ", of " + operators(ruling.operators()));
  }

  /** Why somebody must permit what becomes of the state of these, as the start of a sentence. */
  public static String permission(List<PlannedModel> models) {
    String names = String.join(", ", models.stream().map(PlannedModel::name).toList());
    return models.stream().allMatch(model -> model.action() == Action.UPGRADE)
        ? "The project wants the upgrade of " + names + " confirmed"
        : "State of " + names + " changes its meaning, is given up or is unknown";
  }

  /** Whether a plan tells what else could become of a job's state: it is not plain what does. */
  public static boolean tellsWays(PlannedModel model) {
    return switch (model.action()) {
      case UPGRADE_UNKNOWN_STATE, UPGRADE_FROM_POSITIONS, BLOCKED -> !model.ways().isEmpty();
      case CREATE, UNCHANGED, UPGRADE, RESTART, START_FRESH, STOP, LEFT_RUNNING -> false;
    };
  }

  /** The names of operators without what they do, each once. */
  static String operators(List<String> descriptions) {
    return String.join(", ", descriptions.stream().map(ModelPlanner::lead).distinct().toList());
  }

  /** Who uses what changes, such as {@code ; used by totals (upgrade) and exposure crm}. */
  public static String readers(List<OutputChange.Reader> readers) {
    if (readers.isEmpty()) {
      return "";
    }
    return "; used by "
        + String.join(
            ", ",
            readers.stream()
                .map(
                    reader ->
                        reader.name()
                            + reader
                                .action()
                                .map(action -> " (" + words(action) + ")")
                                .orElse(
                                    reader.uniqueId().startsWith("model.")
                                        ? " (not in this plan)"
                                        : ""))
                .toList());
  }

  /** A number of bytes, such as {@code 3.1 GB}. */
  public static String bytes(long bytes) {
    if (bytes < KILO) {
      return bytes + " B";
    }
    double value = bytes;
    int unit = -1;
    while (value >= KILO && unit < UNITS.length() - 1) {
      value /= KILO;
      unit++;
    }
    return String.format(
        Locale.ROOT, value < 10 ? "%.1f %sB" : "%.0f %sB", value, UNITS.charAt(unit));
  }

  /** How a job stands, and for how long when that is known, such as {@code job running 3 d}. */
  public static String standing(JobStatus job, Instant now) {
    String state = job.state().name().toLowerCase(Locale.ROOT);
    Duration age = Duration.between(job.startTime(), now);
    boolean known = job.startTime().isAfter(Instant.EPOCH) && !age.isNegative();
    return "job " + state + (known ? " " + ago(age) : "");
  }

  /** How long ago, in the largest unit, such as {@code 3 d}. */
  public static String ago(Duration age) {
    if (age.toDays() > 0) {
      return age.toDays() + " d";
    }
    if (age.toHours() > 0) {
      return age.toHours() + " h";
    }
    return age.toMinutes() > 0 ? age.toMinutes() + " min" : age.toSeconds() + " s";
  }
}
