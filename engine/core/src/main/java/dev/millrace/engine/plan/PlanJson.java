package dev.millrace.engine.plan;

/** A plan for programs. */
public final class PlanJson {
  private PlanJson() {}

  /** One JSON object. */
  public static String of(Plan plan) {
    return plan.toString();
  }
}
