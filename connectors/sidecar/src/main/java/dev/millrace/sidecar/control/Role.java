package dev.millrace.sidecar.control;

import java.util.Locale;

/** What a sidecar is for. */
public enum Role {
  /** JobManager, TaskManager and SQL Gateway run here, beside the planner. */
  CLUSTER,
  /** The planner alone: for remote targets, and for checks with nothing running. */
  PLANNER;

  /** The name used in arguments, ready files and folders. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * @throws IllegalArgumentException for any other text than a role's wire name
   */
  public static Role of(String wireName) {
    for (Role role : values()) {
      if (role.wireName().equals(wireName)) {
        return role;
      }
    }
    throw new IllegalArgumentException("no role is called " + wireName);
  }
}
