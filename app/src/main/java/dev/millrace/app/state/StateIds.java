package dev.millrace.app.state;

/** Ids of the controls of this package, for tests and style sheets. */
public final class StateIds {
  public static final String STATE_CANCEL = "state-cancel";
  public static final String STATE_COPY = "state-copy";
  public static final String STATE_COUNT = "state-count";
  public static final String STATE_DETAIL = "state-detail";
  public static final String STATE_HEAD = "state-head";
  public static final String STATE_LIST = "state-list";
  public static final String STATE_LOCAL = "state-local";
  public static final String STATE_OBSTACLE = "state-obstacle";
  public static final String STATE_PATH = "state-path";
  public static final String STATE_PLACE = "state-place";
  public static final String STATE_READ = "state-read";
  public static final String STATE_TITLE = "state-title";
  public static final String STATE_VIEW = "state-view";

  /**
   * The button that shows or hides the states of an operator.
   *
   * @param id of the operator, 32 hexadecimal digits
   */
  public static String operator(String id) {
    return "state-operator-" + id;
  }

  private StateIds() {}
}
