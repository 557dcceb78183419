package dev.millrace.engine.plan;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a plan must not contain, by the wish of who asks for it. */
public enum FailOn {
  /** State is given up: of a job that starts fresh, or of an operator that has no owner. */
  STATE_LOSS,
  /** The output of a model changes so that a reader may fail or be wrong. */
  BREAKING,
  /** Nobody can say what becomes of the state. */
  UNKNOWN;

  /** As it is written: {@code state-loss}. */
  public String written() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The one that is written so; empty for other texts. */
  public static Optional<FailOn> named(String text) {
    return Arrays.stream(values())
        .filter(each -> each.written().equals(text.strip().toLowerCase(Locale.ROOT)))
        .findFirst();
  }
}
