package dev.millrace.engine.plan;

/** A plan for people, at most 100 columns wide. */
public final class PlanText {
  private PlanText() {}

  /** The text, lines ended by {@code \n}. */
  public static String of(Plan plan) {
    return plan.toString();
  }
}
