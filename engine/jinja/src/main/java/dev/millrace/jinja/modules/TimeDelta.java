package dev.millrace.jinja.modules;

import dev.millrace.jinja.Arguments;
import dev.millrace.jinja.Callable;
import dev.millrace.jinja.EvaluationException;
import dev.millrace.jinja.JinjaObject;
import dev.millrace.jinja.values.Arithmetic;
import dev.millrace.jinja.values.Ordering;
import dev.millrace.jinja.values.Python;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Python's {@code datetime.timedelta}.
 *
 * @param micros the length in microseconds
 */
record TimeDelta(long micros) implements JinjaObject {
  static final long SECOND = 1_000_000L;
  static final long DAY = 86_400 * SECOND;

  private static final Map<String, Long> UNITS = units();

  private static Map<String, Long> units() {
    Map<String, Long> units = new LinkedHashMap<>();
    units.put("days", DAY);
    units.put("seconds", SECOND);
    units.put("microseconds", 1L);
    units.put("milliseconds", 1000L);
    units.put("minutes", 60 * SECOND);
    units.put("hours", 3600 * SECOND);
    units.put("weeks", 7 * DAY);
    return units;
  }

  static TimeDelta of(Arguments arguments) {
    String[] names = UNITS.keySet().toArray(String[]::new);
    @Nullable Object[] given = arguments.bind("timedelta", 0, names);
    BigDecimal total = BigDecimal.ZERO;
    for (int i = 0; i < names.length; i++) {
      Object amount = given[i];
      if (amount == null) {
        continue;
      }
      if (!Ordering.isNumber(amount)) {
        throw EvaluationException.type(
            "unsupported type for timedelta "
                + names[i]
                + " component: "
                + Python.typeName(amount));
      }
      BigDecimal number =
          amount instanceof Double real
              ? new BigDecimal(real)
              : new BigDecimal(Arithmetic.big(amount));
      total = total.add(number.multiply(BigDecimal.valueOf(UNITS.getOrDefault(names[i], 0L))));
    }
    return bounded(total);
  }

  private static TimeDelta bounded(BigDecimal micros) {
    BigDecimal rounded = micros.setScale(0, RoundingMode.HALF_EVEN);
    if (rounded.abs().compareTo(BigDecimal.valueOf(DAY).multiply(BigDecimal.valueOf(10_000_000)))
        > 0) {
      throw EvaluationException.type("timedelta is out of range");
    }
    return new TimeDelta(rounded.longValueExact());
  }

  private long days() {
    return Math.floorDiv(micros, DAY);
  }

  private long seconds() {
    return Math.floorMod(micros, DAY) / SECOND;
  }

  private long microseconds() {
    return Math.floorMod(micros, SECOND);
  }

  @Override
  public @Nullable Object attribute(String name) {
    return switch (name) {
      case "days" -> days();
      case "seconds" -> seconds();
      case "microseconds" -> microseconds();
      case "total_seconds" ->
          Callable.named("total_seconds", arguments -> micros / (double) SECOND);
      default -> null;
    };
  }

  @Override
  public @Nullable Object operate(String operator, Object other, boolean reflected) {
    if (other instanceof TimeDelta delta) {
      return switch (operator) {
        case "+" -> new TimeDelta(micros + delta.micros);
        case "-" -> new TimeDelta(reflected ? delta.micros - micros : micros - delta.micros);
        case "/" -> reflected ? null : (Object) (micros / (double) divisor(delta.micros));
        case "//" -> reflected ? null : (Object) Math.floorDiv(micros, divisor(delta.micros));
        case "%" -> new TimeDelta(Math.floorMod(micros, divisor(delta.micros)));
        default -> null;
      };
    }
    if (!Ordering.isNumber(other)) {
      return null;
    }
    BigDecimal number =
        other instanceof Double real ? new BigDecimal(real) : new BigDecimal(Arithmetic.big(other));
    BigDecimal own = BigDecimal.valueOf(micros);
    return switch (operator) {
      case "*" -> bounded(own.multiply(number));
      case "/" ->
          reflected || number.signum() == 0
              ? null
              : bounded(own.divide(number, 6, RoundingMode.HALF_EVEN));
      case "//" ->
          reflected || number.signum() == 0
              ? null
              : bounded(own.divide(number, 0, RoundingMode.FLOOR));
      default -> null;
    };
  }

  private static long divisor(long micros) {
    if (micros == 0) {
      throw EvaluationException.type("division by zero");
    }
    return micros;
  }

  @Override
  public @Nullable Integer order(Object other) {
    return other instanceof TimeDelta delta ? Long.compare(micros, delta.micros) : null;
  }

  @Override
  public boolean truth() {
    return micros != 0;
  }

  @Override
  public String str() {
    long seconds = seconds();
    String clock = String.format("%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
    String text = microseconds() == 0 ? clock : clock + String.format(".%06d", microseconds());
    long days = days();
    return days == 0 ? text : days + (Math.abs(days) == 1 ? " day, " : " days, ") + text;
  }

  @Override
  public String repr() {
    List<String> parts = new ArrayList<>();
    if (days() != 0) {
      parts.add("days=" + days());
    }
    if (seconds() != 0) {
      parts.add("seconds=" + seconds());
    }
    if (microseconds() != 0) {
      parts.add("microseconds=" + microseconds());
    }
    return "datetime.timedelta(" + (parts.isEmpty() ? "0" : String.join(", ", parts)) + ")";
  }

  @Override
  public String typeName() {
    return "datetime.timedelta";
  }
}
