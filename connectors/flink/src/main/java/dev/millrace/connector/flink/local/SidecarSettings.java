package dev.millrace.connector.flink.local;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * How a sidecar is started.
 *
 * @param javaHome the JDK it runs on
 * @param heapMegabytes highest size of its heap
 * @param idleEnd how long it stays with nobody holding it and no job running
 * @param slots how many parallel job slices the local cluster runs at once
 * @param javaOptions more for its JVM, after ours
 */
public record SidecarSettings(
    Path javaHome, int heapMegabytes, Duration idleEnd, int slots, List<String> javaOptions) {
  private static final Map<String, String> DEFAULTS =
      Map.of(
          "millrace.sidecar.heap.megabytes", "1024",
          "millrace.sidecar.idle.end", "PT30M",
          "millrace.sidecar.java.options", "",
          "millrace.sidecar.slots", "128");

  public SidecarSettings {
    requireNonNull(javaHome, "javaHome");
    requireNonNull(idleEnd, "idleEnd");
    javaOptions = List.copyOf(javaOptions);
    if (heapMegabytes < 256 || slots < 1 || idleEnd.isNegative() || idleEnd.isZero()) {
      throw new IllegalArgumentException(
          "a sidecar needs 256 MB of heap, a slot and some idle time");
    }
  }

  /** With no more options for its JVM. */
  public SidecarSettings(Path javaHome, int heapMegabytes, Duration idleEnd, int slots) {
    this(javaHome, heapMegabytes, idleEnd, slots, List.of());
  }

  /**
   * Reads the settings of this process: system property {@code millrace.sidecar.java.home}, or else
   * the environment variable {@code MILLRACE_SIDECAR_JAVA_HOME}; the same for {@code
   * heap.megabytes}, {@code idle.end} (ISO 8601, such as {@code PT30M}), {@code slots} and {@code
   * java.options} (with spaces between). The JDK is the one we run on unless another is named.
   *
   * @throws MillraceException USAGE for a value that makes no sense
   */
  public static SidecarSettings ofProcess() {
    return of(System::getProperty, System::getenv);
  }

  static SidecarSettings of(
      UnaryOperator<@Nullable String> property, UnaryOperator<@Nullable String> environment) {
    return new SidecarSettings(
        Path.of(value("millrace.sidecar.java.home", property, environment)),
        number("millrace.sidecar.heap.megabytes", 256, property, environment),
        duration("millrace.sidecar.idle.end", property, environment),
        number("millrace.sidecar.slots", 1, property, environment),
        Arrays.stream(
                value("millrace.sidecar.java.options", property, environment).strip().split("\\s+"))
            .filter(option -> !option.isEmpty())
            .toList());
  }

  private static int number(
      String name,
      int least,
      UnaryOperator<@Nullable String> property,
      UnaryOperator<@Nullable String> environment) {
    String value = value(name, property, environment);
    try {
      int number = Integer.parseInt(value);
      if (number >= least) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Said below, as for a number that is too small.
    }
    throw invalid(name, value, "a whole number of at least " + least);
  }

  private static Duration duration(
      String name,
      UnaryOperator<@Nullable String> property,
      UnaryOperator<@Nullable String> environment) {
    String value = value(name, property, environment);
    try {
      Duration duration = Duration.parse(value);
      if (duration.isPositive()) {
        return duration;
      }
    } catch (java.time.format.DateTimeParseException e) {
      // Said below, as for a duration of nothing.
    }
    throw invalid(name, value, "a duration such as PT30M");
  }

  private static String value(
      String name,
      UnaryOperator<@Nullable String> property,
      UnaryOperator<@Nullable String> environment) {
    String set = property.apply(name);
    if (set == null) {
      set = environment.apply(variable(name));
    }
    if (set != null) {
      return set;
    }
    String standard = DEFAULTS.get(name);
    return standard != null ? standard : requireNonNull(property.apply("java.home"), "java.home");
  }

  private static String variable(String name) {
    return name.replace('.', '_').toUpperCase(java.util.Locale.ROOT);
  }

  private static MillraceException invalid(String name, String value, String wanted) {
    return new MillraceException(
        Problem.error(ProblemCode.USAGE, name + " is \"" + value + "\"")
            .remedy("Set it, or " + variable(name) + ", to " + wanted));
  }
}
