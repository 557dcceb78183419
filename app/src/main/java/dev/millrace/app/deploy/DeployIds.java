package dev.millrace.app.deploy;

import dev.millrace.engine.recover.WayOut;
import dev.millrace.engine.state.Choices;
import dev.millrace.engine.state.Way;

/** Ids of the controls of this package, for tests and style sheets. */
public final class DeployIds {
  public static final String DEPLOY_AGAIN = "deploy-again";
  public static final String DEPLOY_ALLOW_UNKNOWN = "deploy-allow-unknown";
  public static final String DEPLOY_APPLY = "deploy-apply";
  public static final String DEPLOY_CANCEL = "deploy-cancel";
  public static final String DEPLOY_CONFIRM = "deploy-confirm";
  public static final String DEPLOY_FAILED = "deploy-failed";
  public static final String DEPLOY_FULL_REFRESH = "deploy-full-refresh";
  public static final String DEPLOY_NOTICE = "deploy-notice";
  public static final String DEPLOY_OBSTACLE = "deploy-obstacle";
  public static final String DEPLOY_PLAN = "deploy-plan";
  public static final String DEPLOY_PLAN_DETAIL = "deploy-plan-detail";
  public static final String DEPLOY_PLAN_FIRST = "deploy-plan-first";
  public static final String DEPLOY_PLAN_LIST = "deploy-plan-list";
  public static final String DEPLOY_PLAN_SUMMARY = "deploy-plan-summary";
  public static final String DEPLOY_PLAN_UNCHANGED = "deploy-plan-unchanged";
  public static final String DEPLOY_REPLAN = "deploy-replan";
  public static final String DEPLOY_RESUME = "deploy-resume";
  public static final String DEPLOY_RUN_DETAIL = "deploy-run-detail";
  public static final String DEPLOY_RUN_LIST = "deploy-run-list";
  public static final String DEPLOY_RUN_TOTALS = "deploy-run-totals";
  public static final String DEPLOY_SELECTION = "deploy-selection";
  public static final String DEPLOY_STOP_REMOVED = "deploy-stop-removed";
  public static final String DEPLOY_UNFINISHED = "deploy-unfinished";
  public static final String DEPLOY_UNFINISHED_RESUME = "deploy-unfinished-resume";
  public static final String DEPLOY_VIEW = "deploy-view";
  public static final String DEPLOY_WAY_FRESH = "deploy-way-fresh";
  public static final String DEPLOY_WAY_LOCAL = "deploy-way-local";
  public static final String DEPLOY_WAY_PLAN = "deploy-way-plan";
  public static final String DEPLOY_WAY_RECOVER = "deploy-way-recover";
  public static final String DEPLOY_WAY_RESUME = "deploy-way-resume";
  public static final String JOBS_CANCEL = "jobs-cancel";
  public static final String JOBS_CLUSTER = "jobs-cluster";
  public static final String JOBS_CONFIRM = "jobs-confirm";
  public static final String JOBS_DISMISS = "jobs-dismiss";
  public static final String JOBS_LOCAL = "jobs-local";
  public static final String JOBS_RECOVER = "jobs-recover";
  public static final String JOBS_REFRESH = "jobs-refresh";
  public static final String JOBS_STATE = "jobs-state";
  public static final String JOBS_STOP = "jobs-stop";
  public static final String JOBS_STOP_ALL = "jobs-stop-all";
  public static final String JOBS_TABLE = "jobs-table";
  public static final String JOBS_VIEW = "jobs-view";

  public static final String RECOVER_LETTER = "recover-letter";
  public static final String RECOVER_CONFIRM = "recover-confirm";
  public static final String RECOVER_DETAIL = "recover-detail";
  public static final String RECOVER_FLINK = "recover-flink";
  public static final String RECOVER_LIST = "recover-list";
  public static final String RECOVER_LOOK = "recover-look";
  public static final String RECOVER_OBSTACLE = "recover-obstacle";
  public static final String RECOVER_PANE = "recover-pane";
  public static final String RECOVER_TAKE = "recover-take";
  public static final String RECOVER_TITLE = "recover-title";
  public static final String RECOVER_WAYS = "recover-ways";

  /** The button that decides for a way out. */
  public static String way(WayOut.Kind kind) {
    return "recover-way-" + kind.written();
  }

  /** The button that chooses for a column whose meaning changes. */
  public static String choose(String column, Choices.Choice choice) {
    return "deploy-choose-" + column + "-" + choice.written();
  }

  /** The button that chooses what becomes of the whole state of a model. */
  public static String choose(String model, Way way) {
    return "deploy-way-of-" + model + "-" + way.written();
  }

  private DeployIds() {}
}
