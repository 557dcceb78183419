package dev.millrace.jinja.modules;

import dev.millrace.jinja.EvaluationException;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Month;
import java.time.ZoneOffset;
import java.time.temporal.IsoFields;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Python's {@code strftime} and {@code strptime} in the C locale. */
final class DateTimeFormat {
  private DateTimeFormat() {}

  static String format(
      LocalDateTime time, @Nullable ZoneOffset offset, @Nullable String zone, String format) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < format.length(); i++) {
      char character = format.charAt(i);
      if (character != '%' || i + 1 == format.length()) {
        out.append(character);
        continue;
      }
      char directive = format.charAt(++i);
      boolean bare = directive == '-' && i + 1 < format.length();
      if (bare) {
        directive = format.charAt(++i);
      }
      String text = directive(time, offset, zone, directive);
      out.append(
          bare && text.length() > 1 && text.startsWith("0")
              ? text.replaceFirst("^0+(?=.)", "")
              : text);
    }
    return out.toString();
  }

  private static String directive(
      LocalDateTime time, @Nullable ZoneOffset offset, @Nullable String zone, char directive) {
    return switch (directive) {
      case 'Y' -> String.valueOf(time.getYear());
      case 'y' -> two(time.getYear() % 100);
      case 'm' -> two(time.getMonthValue());
      case 'd' -> two(time.getDayOfMonth());
      case 'e' -> String.format("%2d", time.getDayOfMonth());
      case 'H' -> two(time.getHour());
      case 'I' -> two(time.getHour() % 12 == 0 ? 12 : time.getHour() % 12);
      case 'M' -> two(time.getMinute());
      case 'S' -> two(time.getSecond());
      case 'f' -> String.format("%06d", time.getNano() / 1000);
      case 'j' -> String.format("%03d", time.getDayOfYear());
      case 'p' -> time.getHour() < 12 ? "AM" : "PM";
      case 'B' -> monthName(time.getMonth());
      case 'b', 'h' -> monthName(time.getMonth()).substring(0, 3);
      case 'A' -> dayName(time.getDayOfWeek());
      case 'a' -> dayName(time.getDayOfWeek()).substring(0, 3);
      case 'w' -> String.valueOf(time.getDayOfWeek().getValue() % 7);
      case 'u' -> String.valueOf(time.getDayOfWeek().getValue());
      case 'U' -> two((time.getDayOfYear() + 6 - time.getDayOfWeek().getValue() % 7) / 7);
      case 'W' -> two((time.getDayOfYear() + 6 - (time.getDayOfWeek().getValue() + 6) % 7) / 7);
      case 'V' -> two(time.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
      case 'G' -> String.valueOf(time.get(IsoFields.WEEK_BASED_YEAR));
      case 'F' -> time.toLocalDate().toString();
      case 'T', 'X' -> format(time, offset, zone, "%H:%M:%S");
      case 'D', 'x' -> format(time, offset, zone, "%m/%d/%y");
      case 'R' -> format(time, offset, zone, "%H:%M");
      case 'c' -> format(time, offset, zone, "%a %b %e %H:%M:%S %Y");
      case 's' -> String.valueOf(time.toEpochSecond(offset == null ? ZoneOffset.UTC : offset));
      case 'z' -> offset == null ? "" : offset(offset, "");
      case 'Z' -> zone == null ? "" : zone;
      case 'n' -> "\n";
      case 't' -> "\t";
      case '%' -> "%";
      default -> "%" + directive;
    };
  }

  static String offset(ZoneOffset offset, String separator) {
    int seconds = Math.abs(offset.getTotalSeconds());
    return (offset.getTotalSeconds() < 0 ? "-" : "+")
        + two(seconds / 3600)
        + separator
        + two(seconds / 60 % 60);
  }

  private static String two(int number) {
    return number < 10 ? "0" + number : String.valueOf(number);
  }

  private static String monthName(Month month) {
    return capitalized(month.name());
  }

  private static String dayName(DayOfWeek day) {
    return capitalized(day.name());
  }

  private static String capitalized(String name) {
    return name.charAt(0) + name.substring(1).toLowerCase(Locale.ROOT);
  }

  /** A time and the offset that was read with it. */
  record Parsed(LocalDateTime time, @Nullable ZoneOffset offset) {}

  static Parsed parse(String text, String format) {
    return new Parser(text, format).parse();
  }

  private static final class Parser {
    private final String text;
    private final String format;
    private int at;
    private int year = 1900;
    private int month = 1;
    private int day = 1;
    private int dayOfYear;
    private int hour;
    private int minute;
    private int second;
    private int nano;
    private boolean twelveHours;
    private boolean afternoon;
    private @Nullable ZoneOffset offset;

    Parser(String text, String format) {
      this.text = text;
      this.format =
          format.replace("%T", "%H:%M:%S").replace("%F", "%Y-%m-%d").replace("%R", "%H:%M");
    }

    private EvaluationException mismatch() {
      return EvaluationException.type(
          "time data '" + text + "' does not match format '" + format + "'");
    }

    Parsed parse() {
      for (int i = 0; i < format.length(); i++) {
        char character = format.charAt(i);
        if (character == '%' && i + 1 < format.length()) {
          read(format.charAt(++i));
        } else if (Character.isWhitespace(character)) {
          while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
          }
        } else if (at < text.length() && text.charAt(at) == character) {
          at++;
        } else {
          throw mismatch();
        }
      }
      if (at < text.length()) {
        throw EvaluationException.type("unconverted data remains: " + text.substring(at));
      }
      int realHour = twelveHours ? hour % 12 + (afternoon ? 12 : 0) : hour;
      try {
        LocalDate date =
            dayOfYear > 0 ? LocalDate.ofYearDay(year, dayOfYear) : LocalDate.of(year, month, day);
        return new Parsed(date.atTime(realHour, minute, second, nano), offset);
      } catch (DateTimeException invalid) {
        throw mismatch();
      }
    }

    private void read(char directive) {
      switch (directive) {
        case 'Y' -> year = number(4, 4);
        case 'y' -> {
          int two = number(2, 2);
          year = two < 69 ? 2000 + two : 1900 + two;
        }
        case 'm' -> month = number(1, 2);
        case 'd' -> day = number(1, 2);
        case 'H' -> hour = number(1, 2);
        case 'I' -> {
          hour = number(1, 2);
          twelveHours = true;
        }
        case 'M' -> minute = number(1, 2);
        case 'S' -> second = number(1, 2);
        case 'j' -> dayOfYear = number(1, 3);
        case 'f' -> {
          int begin = at;
          int digits = number(1, 6);
          nano = digits * (int) Math.pow(10, 9 - (at - begin));
        }
        case 'p' -> afternoon = name("AM", "PM") == 1;
        case 'b', 'B' -> month = month(directive == 'B');
        case 'a', 'A' -> weekday(directive == 'A');
        case 'z' -> zone();
        case 'Z' -> {
          name("UTC", "GMT");
          offset = ZoneOffset.UTC;
        }
        case '%' -> {
          if (at >= text.length() || text.charAt(at++) != '%') {
            throw mismatch();
          }
        }
        default ->
            throw EvaluationException.type(
                "'" + directive + "' is a bad directive in format '" + format + "'");
      }
    }

    private int number(int least, int most) {
      int begin = at;
      while (at < text.length() && at - begin < most && Character.isDigit(text.charAt(at))) {
        at++;
      }
      if (at - begin < least) {
        throw mismatch();
      }
      return Integer.parseInt(text, begin, at, 10);
    }

    private int name(String... names) {
      for (int i = 0; i < names.length; i++) {
        if (text.regionMatches(true, at, names[i], 0, names[i].length())) {
          at += names[i].length();
          return i;
        }
      }
      throw mismatch();
    }

    private int month(boolean full) {
      String[] names = new String[12];
      for (int i = 0; i < 12; i++) {
        String name = Month.of(i + 1).name();
        names[i] = full ? name : name.substring(0, 3);
      }
      return name(names) + 1;
    }

    private void weekday(boolean full) {
      String[] names = new String[7];
      for (int i = 0; i < 7; i++) {
        String name = DayOfWeek.of(i + 1).name();
        names[i] = full ? name : name.substring(0, 3);
      }
      name(names);
    }

    private void zone() {
      if (at < text.length() && text.charAt(at) == 'Z') {
        at++;
        offset = ZoneOffset.UTC;
        return;
      }
      int sign = name("+", "-") == 0 ? 1 : -1;
      int hours = number(2, 2);
      if (at < text.length() && text.charAt(at) == ':') {
        at++;
      }
      int minutes = number(2, 2);
      try {
        offset = ZoneOffset.ofHoursMinutes(sign * hours, sign * minutes);
      } catch (DateTimeException invalid) {
        throw mismatch();
      }
    }
  }
}
