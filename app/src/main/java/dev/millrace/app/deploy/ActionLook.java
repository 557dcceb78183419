package dev.millrace.app.deploy;

import dev.millrace.engine.deploy.Outcome;
import dev.millrace.engine.plan.Action;
import dev.millrace.engine.plan.OutputChange;
import dev.millrace.engine.plan.TopicOutlook;
import dev.millrace.engine.recover.Trouble;
import dev.millrace.engine.state.StateVerdict;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.carbonicons.CarbonIcons;

/**
 * Icon and colour that stand beside a word, never instead of it.
 *
 * @param style class that colours icon or word
 */
record ActionLook(Ikon icon, String style) {
  private static final String GOOD = "deploy-good";
  private static final String NEW = "deploy-new";
  private static final String WARN = "deploy-warn";
  private static final String BAD = "deploy-bad";
  private static final String CALM = "deploy-calm";

  static ActionLook of(Action action) {
    return switch (action) {
      case CREATE -> new ActionLook(CarbonIcons.ADD_ALT, GOOD);
      case UPGRADE -> new ActionLook(CarbonIcons.UPGRADE, NEW);
      case UPGRADE_UNKNOWN_STATE, UPGRADE_FROM_POSITIONS ->
          new ActionLook(CarbonIcons.WARNING_ALT, WARN);
      case RESTART -> new ActionLook(CarbonIcons.RESTART, NEW);
      case START_FRESH -> new ActionLook(CarbonIcons.RESET, BAD);
      case STOP -> new ActionLook(CarbonIcons.STOP_OUTLINE, WARN);
      case BLOCKED -> new ActionLook(CarbonIcons.MISUSE_OUTLINE, BAD);
      case UNCHANGED -> new ActionLook(CarbonIcons.CHECKMARK, CALM);
      case LEFT_RUNNING -> new ActionLook(CarbonIcons.PLAY_OUTLINE, CALM);
    };
  }

  static ActionLook of(StateVerdict.Kind verdict) {
    return switch (verdict) {
      case KEPT -> new ActionLook(CarbonIcons.CHECKMARK_OUTLINE, GOOD);
      case MIGRATED -> new ActionLook(CarbonIcons.INFORMATION, NEW);
      case EMPTY -> new ActionLook(CarbonIcons.RADIO_BUTTON, NEW);
      case MEANING_CHANGED -> new ActionLook(CarbonIcons.WARNING_ALT, WARN);
      case DECIDE -> new ActionLook(CarbonIcons.HELP, WARN);
      case UNKNOWN -> new ActionLook(CarbonIcons.UNKNOWN, WARN);
      case RESET, LOST -> new ActionLook(CarbonIcons.RESET, BAD);
    };
  }

  static ActionLook of(OutputChange change) {
    return change.breaking()
        ? new ActionLook(CarbonIcons.WARNING_ALT, WARN)
        : new ActionLook(CarbonIcons.CHECKMARK_OUTLINE, GOOD);
  }

  /** For what is given up, whatever it is. */
  static ActionLook ofLoss() {
    return new ActionLook(CarbonIcons.RESET, BAD);
  }

  static ActionLook of(TopicOutlook.Standing standing) {
    return switch (standing) {
      case AS_IT_SHOULD_BE -> new ActionLook(CarbonIcons.CHECKMARK_OUTLINE, GOOD);
      case TO_BE_MADE -> new ActionLook(CarbonIcons.ADD_ALT, GOOD);
      case OTHER_PARTITIONS -> new ActionLook(CarbonIcons.INFORMATION, NEW);
      case MISSING, GONE, MADE_ANEW -> new ActionLook(CarbonIcons.WARNING_ALT, WARN);
    };
  }

  static ActionLook of(Outcome outcome) {
    return switch (outcome) {
      case COMMITTED -> new ActionLook(CarbonIcons.CHECKMARK_FILLED, GOOD);
      case UNCHANGED -> new ActionLook(CarbonIcons.CHECKMARK, CALM);
      case ROLLED_BACK, BLOCKED -> new ActionLook(CarbonIcons.ERROR_FILLED, BAD);
      case SKIPPED -> new ActionLook(CarbonIcons.SKIP_FORWARD_OUTLINE, CALM);
      case UNFINISHED -> new ActionLook(CarbonIcons.PAUSE_OUTLINE_FILLED, WARN);
    };
  }

  static ActionLook of(RunStep.Standing standing) {
    return switch (standing) {
      case WAITING -> new ActionLook(CarbonIcons.CIRCLE_DASH, CALM);
      case ACTIVE -> new ActionLook(CarbonIcons.IN_PROGRESS, NEW);
      case DONE -> new ActionLook(CarbonIcons.CHECKMARK_OUTLINE, GOOD);
      case FAILED -> new ActionLook(CarbonIcons.ERROR_FILLED, BAD);
      case CUT_OFF -> new ActionLook(CarbonIcons.PAUSE_OUTLINE_FILLED, WARN);
    };
  }

  static ActionLook of(Trouble.Kind trouble) {
    return switch (trouble) {
      case UNFINISHED -> new ActionLook(CarbonIcons.PAUSE_OUTLINE_FILLED, WARN);
      case UNDONE -> new ActionLook(CarbonIcons.WARNING_ALT_FILLED, WARN);
      case RESTARTING -> new ActionLook(CarbonIcons.RESTART, BAD);
      case BLOCKED, FAILED, CANCELED, GONE -> new ActionLook(CarbonIcons.ERROR_FILLED, BAD);
    };
  }

  static ActionLook of(JobRow.Health health) {
    return switch (health) {
      case RUNS -> new ActionLook(CarbonIcons.PLAY_FILLED, GOOD);
      case UNSETTLED -> new ActionLook(CarbonIcons.IN_PROGRESS, WARN);
      case STOPPED -> new ActionLook(CarbonIcons.STOP_OUTLINE, CALM);
      case LOST -> new ActionLook(CarbonIcons.ERROR_FILLED, BAD);
    };
  }
}
