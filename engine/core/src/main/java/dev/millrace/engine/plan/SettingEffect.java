package dev.millrace.engine.plan;

import dev.millrace.engine.ledger.Setting;

/** When a changed setting takes effect. */
public enum SettingEffect {
  /** The job is stopped with a savepoint and goes on from it under the new value. */
  RESTART,
  /** Not as long as the job keeps its state: it takes a full refresh. */
  NEVER;

  /**
   * Of a setting. Flink fixes all of them when a job is submitted; the maximum parallelism is fixed
   * in the state itself.
   */
  public static SettingEffect of(Setting setting) {
    return setting.option().equals(JobSettings.MAX_PARALLELISM) ? NEVER : RESTART;
  }

  /** In words, after the value. */
  public String words() {
    return switch (this) {
      case RESTART -> "by restart";
      case NEVER -> "fixed with the state";
    };
  }
}
