package dev.millrace.benchmark.fuzz;

import dev.millrace.jinja.Environment;
import dev.millrace.jinja.ErrorKind;
import dev.millrace.jinja.JinjaObject;
import dev.millrace.jinja.Limits;
import dev.millrace.jinja.Template;
import dev.millrace.jinja.TemplateException;
import dev.millrace.jinja.UndefinedPolicy;
import dev.millrace.jinja.values.PyDict;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Renders generated templates and looks for what may never happen: an exception of Java, a fault
 * without a place, a render that goes on after its limits, and text from outside the context.
 */
public final class Fuzz {
  private static final String SECRET = "the-vault-is-open";
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  // Java's own names of objects and classes, which no value of a template has.
  private static final Pattern OUTSIDE =
      Pattern.compile(SECRET + "|dev\\.millrace|java\\.(lang|util)|\\$\\$Lambda|@[0-9a-f]{6,}\\b");
  // Small, so that a million renders take minutes; what they are does not matter.
  private static final Limits LIMITS =
      new Limits(100_000, 40, 20_000, 20_000, 1_000_000, Duration.ofSeconds(1));

  private final Environment environment = Environment.builder().limits(LIMITS).build();
  private final TemplateGenerator generator;
  private long rendered;
  private long made;

  /**
   * @param seed the same seed makes the same templates
   */
  public Fuzz(long seed) {
    generator = new TemplateGenerator(new SplittableRandom(seed));
  }

  /** A template that did what none may do. */
  public record Finding(String template, String what) {}

  /** Answers for every name it is asked for, those that are nobody's business included. */
  private record Vault() implements JinjaObject {
    @Override
    public @Nullable Object attribute(String name) {
      return name.startsWith("_") ? SECRET : null;
    }

    @Override
    public String str() {
      return "vault";
    }
  }

  /** An object that the engine knows nothing about. */
  private static final class Foreign {
    @Override
    public String toString() {
      return "foreign";
    }
  }

  /** How many templates gave text, and did not end with an error. */
  public long rendered() {
    return rendered;
  }

  /** Renders the next template. */
  public Optional<Finding> next() {
    return check(generator.next());
  }

  private Optional<Finding> check(String template) {
    long begin = used();
    String said;
    try {
      Template parsed = environment.parse(template, "fuzz.sql");
      // Half as dbt parses: what is undefined goes through silently, and more is reached.
      Template chosen = (made++ & 1) == 0 ? parsed : parsed.under(UndefinedPolicy.CHAINABLE);
      said = chosen.render(context()).text();
      rendered++;
    } catch (TemplateException failure) {
      // What an author raises is RAISED, and nothing in the context raises.
      if (failure.kind() == ErrorKind.RAISED && failure.getCause() != null) {
        return finding(template, "failed inside: " + failure.getCause());
      }
      if (failure.position().line() < 1 || !failure.position().template().equals("fuzz.sql")) {
        return finding(template, "failed without a place: " + failure.describe());
      }
      said = String.valueOf(failure.getMessage());
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError crash) {
      return finding(template, "crashed: " + crash);
    }
    if (used() - begin > PATIENCE.toNanos()) {
      return finding(template, "took longer than " + PATIENCE.toSeconds() + " s");
    }
    // What stands in the template itself is no leak.
    return OUTSIDE.matcher(said).find() && !OUTSIDE.matcher(template).find()
        ? finding(template, "leaked: " + said)
        : Optional.empty();
  }

  // Processor time: a machine that is busy with something else is no finding.
  private static long used() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static Optional<Finding> finding(String template, String what) {
    return Optional.of(new Finding(template, what.substring(0, Math.min(300, what.length()))));
  }

  private static Map<String, Object> context() {
    PyDict row = new PyDict(Map.of("a", 1L));
    return Map.of(
        "words", new ArrayList<Object>(List.of("b", "A", "c")),
        "numbers", new ArrayList<Object>(List.of(3L, 1L, 2L)),
        "table", new ArrayList<Object>(List.of(row, new PyDict(Map.of("a", 2L)))),
        "host", row,
        "vault", new Vault(),
        "foreign", new Foreign());
  }

  /** Arguments: the installation, a folder for data, how many templates, and a seed. */
  public static void main(String[] arguments) {
    long count = arguments.length > 2 ? Long.parseLong(arguments[2]) : 1_000_000;
    long seed = arguments.length > 3 ? Long.parseLong(arguments[3]) : System.nanoTime();
    System.out.println("seed " + seed);
    Fuzz fuzz = new Fuzz(seed);
    long begin = System.nanoTime();
    int findings = 0;
    long slowest = 0;
    for (long i = 1; i <= count; i++) {
      long start = used();
      Optional<Finding> finding = fuzz.next();
      slowest = Math.max(slowest, used() - start);
      if (finding.isPresent()) {
        findings++;
        System.out.println(finding.get());
      }
      if (i % 100_000 == 0) {
        System.out.println(i + " templates, " + findings + " findings");
      }
    }
    System.out.printf(
        "%d templates in %d s, %d gave text, slowest %d ms, %d findings%n",
        count,
        (System.nanoTime() - begin) / 1_000_000_000,
        fuzz.rendered(),
        slowest / 1_000_000,
        findings);
    if (findings > 0) {
      System.exit(1);
    }
  }
}
