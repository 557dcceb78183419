package dev.millrace.jinja.modules;

import dev.millrace.jinja.Arguments;
import dev.millrace.jinja.Callable;
import dev.millrace.jinja.EvaluationException;
import dev.millrace.jinja.JinjaObject;
import dev.millrace.jinja.values.None;
import dev.millrace.jinja.values.PyTuple;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.time.temporal.IsoFields;
import org.jspecify.annotations.Nullable;

/**
 * Python's {@code datetime.datetime} and, with {@code dateOnly}, {@code datetime.date}.
 *
 * @param time the wall-clock time, with microseconds
 * @param zone the time zone, or null for a naive time
 * @param dateOnly whether it is a date, whose time is midnight
 */
public record PyDateTime(LocalDateTime time, @Nullable ZoneId zone, boolean dateOnly)
    implements JinjaObject {
  public PyDateTime {
    time = dateOnly ? time.truncatedTo(ChronoUnit.DAYS) : time.truncatedTo(ChronoUnit.MICROS);
  }

  /** A time with a zone, such as dbt's {@code run_started_at}. */
  public static PyDateTime of(ZonedDateTime time) {
    return new PyDateTime(time.toLocalDateTime(), time.getZone(), false);
  }

  private int micros() {
    return time.get(ChronoField.MICRO_OF_SECOND);
  }

  private @Nullable ZoneOffset offset() {
    return zone == null ? null : zone.getRules().getOffset(time);
  }

  @Override
  public @Nullable Object attribute(String name) {
    Object common =
        switch (name) {
          case "year" -> (long) time.getYear();
          case "month" -> (long) time.getMonthValue();
          case "day" -> (long) time.getDayOfMonth();
          case "strftime" -> method(name, arguments -> format(arguments.string(0, "format")));
          case "isoformat" -> method(name, this::isoFormat);
          case "weekday" -> method(name, arguments -> time.getDayOfWeek().getValue() - 1L);
          case "isoweekday" -> method(name, arguments -> (long) time.getDayOfWeek().getValue());
          case "isocalendar" -> method(name, arguments -> isoCalendar());
          case "toordinal" -> method(name, arguments -> time.toLocalDate().toEpochDay() + 719_163L);
          case "replace" -> method(name, this::replace);
          case "ctime" -> method(name, arguments -> format("%a %b %e %H:%M:%S %Y"));
          default -> null;
        };
    return common != null || dateOnly ? common : timeAttribute(name);
  }

  private @Nullable Object timeAttribute(String name) {
    return switch (name) {
      case "hour" -> (long) time.getHour();
      case "minute" -> (long) time.getMinute();
      case "second" -> (long) time.getSecond();
      case "microsecond" -> (long) micros();
      case "tzinfo" -> zone == null ? None.NONE : new Zone(zone);
      case "date" -> method(name, arguments -> new PyDateTime(time, null, true));
      case "timestamp" -> method(name, arguments -> timestamp());
      case "astimezone" -> method(name, this::asTimeZone);
      case "utcoffset" -> method(name, arguments -> utcOffset());
      case "tzname" -> method(name, arguments -> zone == null ? None.NONE : zoneName(zone));
      default -> null;
    };
  }

  private static Callable method(String name, Callable body) {
    return Callable.named(name, body);
  }

  @Override
  public String format(String format) {
    return DateTimeFormat.format(time, offset(), zone == null ? null : zoneName(zone), format);
  }

  private static String zoneName(ZoneId zone) {
    return zone.equals(ZoneOffset.UTC) ? "UTC" : zone.getId();
  }

  private Object isoFormat(Arguments arguments) {
    if (dateOnly) {
      return time.toLocalDate().toString();
    }
    String separator = arguments.size() == 0 ? "T" : arguments.string(0, "sep");
    String text = format("%Y-%m-%d") + separator + format("%H:%M:%S");
    String fraction = micros() == 0 ? "" : "." + format("%f");
    ZoneOffset offset = offset();
    return text + fraction + (offset == null ? "" : DateTimeFormat.offset(offset, ":"));
  }

  private Object isoCalendar() {
    return PyTuple.of(
        (long) time.get(IsoFields.WEEK_BASED_YEAR),
        (long) time.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR),
        (long) time.getDayOfWeek().getValue());
  }

  private double timestamp() {
    ZoneOffset offset = offset();
    long seconds = time.toEpochSecond(offset == null ? ZoneOffset.UTC : offset);
    return seconds + micros() / 1e6;
  }

  private Object utcOffset() {
    ZoneOffset offset = offset();
    return offset == null ? None.NONE : new TimeDelta(offset.getTotalSeconds() * TimeDelta.SECOND);
  }

  private Object asTimeZone(Arguments arguments) {
    Object wanted = arguments.get(0, "tz", new Zone(ZoneOffset.UTC));
    if (!(wanted instanceof Zone(ZoneId target))) {
      throw EvaluationException.type("tz argument must be an instance of tzinfo");
    }
    ZoneId own = zone == null ? ZoneOffset.UTC : zone;
    return of(time.atZone(own).withZoneSameInstant(target));
  }

  private Object replace(Arguments arguments) {
    try {
      LocalDateTime changed =
          LocalDateTime.of(
              arguments.integer(0, "year", time.getYear()),
              arguments.integer(1, "month", time.getMonthValue()),
              arguments.integer(2, "day", time.getDayOfMonth()),
              arguments.integer(3, "hour", time.getHour()),
              arguments.integer(4, "minute", time.getMinute()),
              arguments.integer(5, "second", time.getSecond()),
              arguments.integer(6, "microsecond", micros()) * 1000);
      Object wanted = arguments.get(7, "tzinfo");
      ZoneId changedZone =
          wanted == null ? zone : wanted instanceof Zone(ZoneId target) ? target : null;
      return new PyDateTime(changed, changedZone, dateOnly);
    } catch (DateTimeException invalid) {
      throw DateTimeModule.outOfRange(invalid);
    }
  }

  @Override
  public @Nullable Object operate(String operator, Object other, boolean reflected) {
    if (other instanceof TimeDelta delta) {
      long sign = operator.equals("-") ? -1 : 1;
      boolean supported = operator.equals("+") || (operator.equals("-") && !reflected);
      return supported
          ? new PyDateTime(time.plus(sign * delta.micros(), ChronoUnit.MICROS), zone, dateOnly)
          : null;
    }
    if (operator.equals("-") && other instanceof PyDateTime right && !reflected) {
      return new TimeDelta(ChronoUnit.MICROS.between(right.universal(), universal()));
    }
    return null;
  }

  private LocalDateTime universal() {
    ZoneOffset offset = offset();
    return offset == null ? time : time.minusSeconds(offset.getTotalSeconds());
  }

  @Override
  public @Nullable Integer order(Object other) {
    return other instanceof PyDateTime right && right.dateOnly == dateOnly
        ? universal().compareTo(right.universal())
        : null;
  }

  @Override
  public String str() {
    if (dateOnly) {
      return time.toLocalDate().toString();
    }
    String fraction = micros() == 0 ? "" : "." + format("%f");
    ZoneOffset offset = offset();
    return format("%Y-%m-%d %H:%M:%S")
        + fraction
        + (offset == null ? "" : DateTimeFormat.offset(offset, ":"));
  }

  @Override
  public String repr() {
    StringBuilder text = new StringBuilder("datetime.").append(dateOnly ? "date(" : "datetime(");
    text.append(time.getYear()).append(", ").append(time.getMonthValue());
    text.append(", ").append(time.getDayOfMonth());
    if (!dateOnly) {
      text.append(", ").append(time.getHour()).append(", ").append(time.getMinute());
      if (time.getSecond() != 0 || micros() != 0) {
        text.append(", ").append(time.getSecond());
      }
      if (micros() != 0) {
        text.append(", ").append(micros());
      }
      if (zone != null) {
        text.append(", tzinfo=").append(new Zone(zone).repr());
      }
    }
    return text.append(')').toString();
  }

  @Override
  public String typeName() {
    return dateOnly ? "datetime.date" : "datetime.datetime";
  }

  /** A time zone as a template sees it. */
  record Zone(ZoneId zone) implements JinjaObject {
    @Override
    public @Nullable Object attribute(String name) {
      return name.equals("zone") ? zoneName(zone) : null;
    }

    @Override
    public String str() {
      return zoneName(zone);
    }

    @Override
    public String repr() {
      return zone.equals(ZoneOffset.UTC)
          ? "datetime.timezone.utc"
          : "<DstTzInfo '" + zone.getId() + "'>";
    }
  }
}
