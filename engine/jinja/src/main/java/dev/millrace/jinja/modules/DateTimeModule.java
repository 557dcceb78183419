package dev.millrace.jinja.modules;

import dev.millrace.jinja.Arguments;
import dev.millrace.jinja.EvaluationException;
import dev.millrace.jinja.JinjaObject;
import dev.millrace.jinja.modules.PythonModules.ClassMembers;
import dev.millrace.jinja.modules.PythonModules.Members;
import dev.millrace.jinja.values.Arithmetic;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/** Python's {@code datetime}. */
final class DateTimeModule {
  private DateTimeModule() {}

  static JinjaObject create() {
    ClassMembers datetime = new ClassMembers("datetime.datetime", DateTimeModule::dateTime);
    datetime
        .with("now", DateTimeModule::now)
        .with("utcnow", arguments -> new PyDateTime(LocalDateTime.now(ZoneOffset.UTC), null, false))
        .with("today", DateTimeModule::now)
        .with("strptime", DateTimeModule::parse)
        .with("fromisoformat", arguments -> fromIso(arguments, false))
        .with("fromtimestamp", DateTimeModule::fromTimestamp)
        .with("combine", DateTimeModule::combine);
    ClassMembers date = new ClassMembers("datetime.date", DateTimeModule::date);
    date.with(
            "today",
            arguments -> new PyDateTime(LocalDate.now(ZoneOffset.UTC).atStartOfDay(), null, true))
        .with("fromisoformat", arguments -> fromIso(arguments, true));
    Members timezone = new Members("datetime.timezone");
    timezone.with("utc", new PyDateTime.Zone(ZoneOffset.UTC));
    Members module = new Members("datetime");
    return module
        .with("datetime", (Object) datetime)
        .with("date", (Object) date)
        .with("timedelta", (Object) new ClassMembers("datetime.timedelta", TimeDelta::of))
        .with("timezone", timezone);
  }

  static EvaluationException outOfRange(DateTimeException invalid) {
    return EvaluationException.type("date value out of range: " + invalid.getMessage());
  }

  private static Object dateTime(Arguments arguments) {
    try {
      LocalDateTime time =
          LocalDateTime.of(
              required(arguments, 0, "year"),
              required(arguments, 1, "month"),
              required(arguments, 2, "day"),
              arguments.integer(3, "hour", 0),
              arguments.integer(4, "minute", 0),
              arguments.integer(5, "second", 0),
              arguments.integer(6, "microsecond", 0) * 1000);
      return new PyDateTime(time, zone(arguments, 7, "tzinfo"), false);
    } catch (DateTimeException invalid) {
      throw outOfRange(invalid);
    }
  }

  private static Object date(Arguments arguments) {
    try {
      LocalDate date =
          LocalDate.of(
              required(arguments, 0, "year"),
              required(arguments, 1, "month"),
              required(arguments, 2, "day"));
      return new PyDateTime(date.atStartOfDay(), null, true);
    } catch (DateTimeException invalid) {
      throw outOfRange(invalid);
    }
  }

  private static int required(Arguments arguments, int index, String name) {
    arguments.require(index, name);
    return arguments.integer(index, name, 0);
  }

  private static @Nullable ZoneId zone(Arguments arguments, int index, String name) {
    return arguments.get(index, name) instanceof PyDateTime.Zone(ZoneId zone) ? zone : null;
  }

  private static Object now(Arguments arguments) {
    ZoneId zone = zone(arguments, 0, "tz");
    return new PyDateTime(LocalDateTime.now(zone == null ? ZoneOffset.UTC : zone), zone, false);
  }

  private static Object parse(Arguments arguments) {
    DateTimeFormat.Parsed parsed =
        DateTimeFormat.parse(arguments.string(0, "date_string"), arguments.string(1, "format"));
    return new PyDateTime(parsed.time(), parsed.offset(), false);
  }

  private static Object fromIso(Arguments arguments, boolean dateOnly) {
    String text = arguments.string(0, "date_string");
    try {
      if (text.length() == 10) {
        return new PyDateTime(LocalDate.parse(text).atStartOfDay(), null, dateOnly);
      }
      String normal = text.replace(' ', 'T').replace("Z", "+00:00");
      int zone = Math.max(normal.indexOf('+'), normal.indexOf('-', 11));
      LocalDateTime time = LocalDateTime.parse(zone < 0 ? normal : normal.substring(0, zone));
      return new PyDateTime(
          time, zone < 0 ? null : ZoneOffset.of(normal.substring(zone)), dateOnly);
    } catch (DateTimeParseException invalid) {
      throw EvaluationException.type("Invalid isoformat string: '" + text + "'");
    } catch (DateTimeException invalid) {
      throw outOfRange(invalid);
    }
  }

  private static Object fromTimestamp(Arguments arguments) {
    Object value = arguments.require(0, "timestamp");
    double seconds = Arithmetic.real(value);
    ZoneId zone = zone(arguments, 1, "tz");
    try {
      Instant instant =
          Instant.ofEpochSecond((long) Math.floor(seconds))
              .plusNanos(Math.round((seconds - Math.floor(seconds)) * 1e6) * 1000);
      return new PyDateTime(
          LocalDateTime.ofInstant(instant, zone == null ? ZoneOffset.UTC : zone), zone, false);
    } catch (DateTimeException invalid) {
      throw outOfRange(invalid);
    }
  }

  private static Object combine(Arguments arguments) {
    if (arguments.require(0, "date") instanceof PyDateTime date) {
      return new PyDateTime(date.time(), null, false);
    }
    throw EvaluationException.type("combine() argument 1 must be datetime.date");
  }
}
