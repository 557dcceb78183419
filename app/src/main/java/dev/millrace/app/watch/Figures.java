package dev.millrace.app.watch;

import dev.millrace.app.fx.Text;
import dev.millrace.engine.observe.Lag;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/** Says how jobs stand, in the same short words everywhere in the window. Thread-safe. */
public final class Figures {
  private final Text text = Text.beside(Figures.class);

  /** One or two words. */
  public String word(JobHealth health) {
    return text.get("health." + health.name());
  }

  /** Such as {@code 3.2 s}, {@code 3.2 s (idle)}, {@code no watermark}. */
  public String lag(Lag lag) {
    return switch (lag) {
      case Lag.Behind behind when behind.lag().isNegative() ->
          text.get("lag.ahead", duration(behind.lag().negated()));
      case Lag.Behind behind -> duration(behind.lag());
      case Lag.Idle idle -> text.get("lag.idle", duration(idle.lag()));
      case Lag.NoWatermarkYet _ -> text.get("lag.none");
      case Lag.InputEnded _ -> text.get("lag.ended");
      case Lag.NotMeasured _ -> text.get("lag.unmeasured");
    };
  }

  /** The lag as a length of time, where it is one. */
  public static Optional<Duration> length(Lag lag) {
    return switch (lag) {
      case Lag.Behind behind -> Optional.of(behind.lag());
      case Lag.Idle idle -> Optional.of(idle.lag());
      case Lag.NoWatermarkYet _, Lag.InputEnded _, Lag.NotMeasured _ -> Optional.empty();
    };
  }

  /** Rows per second, such as {@code 12.5/s} or {@code 3.4k/s}; empty when not measured. */
  public String rate(OptionalDouble rate) {
    return rate.isPresent() ? text.get("rate", number(rate.getAsDouble())) : "";
  }

  /** Such as {@code 850 ms}, {@code 3.2 s}, {@code 2 min 5 s}, {@code 2 h 5 min}. */
  public String duration(Duration duration) {
    if (duration.isNegative()) {
      return "-" + duration(duration.negated());
    }
    long milliseconds = duration.toMillis();
    if (milliseconds < 1_000) {
      return text.get("unit.milliseconds", Long.toString(milliseconds));
    }
    if (milliseconds < 60_000) {
      // Cut, not rounded: 59.96 s must not become 60.0 s.
      return text.get("unit.seconds", tenths(milliseconds / 100));
    }
    if (duration.toHours() < 1) {
      return parts("minutes", duration.toMinutes(), "seconds", duration.toSecondsPart());
    }
    return duration.toDays() < 1
        ? parts("hours", duration.toHours(), "minutes", duration.toMinutesPart())
        : parts("days", duration.toDays(), "hours", duration.toHoursPart());
  }

  private String parts(String unit, long whole, String restUnit, long rest) {
    return rest == 0
        ? text.get("unit." + unit, Long.toString(whole))
        : text.get("unit." + unit + "-" + restUnit, Long.toString(whole), Long.toString(rest));
  }

  private static String number(double value) {
    if (value < 9_950) {
      return value < 99.5 && value != Math.rint(value)
          ? String.format(Locale.ROOT, "%.1f", value)
          : Long.toString(Math.round(value));
    }
    return value < 999_500
        ? tenths(Math.round(value / 100)) + "k"
        : tenths(Math.round(value / 100_000)) + "M";
  }

  private static String tenths(long tenths) {
    return tenths % 10 == 0 || tenths >= 1_000
        ? Long.toString(tenths / 10)
        : tenths / 10 + "." + tenths % 10;
  }
}
