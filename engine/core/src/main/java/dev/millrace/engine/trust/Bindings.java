package dev.millrace.engine.trust;

import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What stands behind the placeholders of compiled SQL, plans and the ledger.
 *
 * <p>A placeholder is {@code ${secret:NAME}} (an environment variable or keychain entry) or {@code
 * ${local:NAME}} (a fact of the local cluster, such as its broker's address, that changes between
 * starts). Artifacts hold placeholders only; they are resolved in memory, at the moment something
 * is sent to a cluster.
 */
public record Bindings(Map<String, Secret> values) {
  private static final Pattern PLACEHOLDER =
      Pattern.compile("\\$\\{((?:secret|local):[A-Za-z0-9_.-]+)}");

  public static final Bindings NONE = new Bindings(Map.of());

  public Bindings {
    values = Map.copyOf(values);
  }

  /** The placeholder that stands for the secret of this name. */
  public static String secretPlaceholder(String name) {
    return "${secret:" + name + "}";
  }

  /** The placeholder that stands for a fact of the local cluster. */
  public static String localPlaceholder(String name) {
    return "${local:" + name + "}";
  }

  /** Keys ({@code secret:NAME}, {@code local:NAME}) of all placeholders in the text, sorted. */
  public static Set<String> placeholdersIn(String text) {
    Set<String> keys = new TreeSet<>();
    Matcher matcher = PLACEHOLDER.matcher(text);
    while (matcher.find()) {
      keys.add(matcher.group(1));
    }
    return keys;
  }

  /** These bindings and, for keys they lack, the others. */
  public Bindings or(Bindings others) {
    Map<String, Secret> merged = new LinkedHashMap<>(others.values);
    merged.putAll(values);
    return new Bindings(merged);
  }

  /**
   * The text with each placeholder replaced by its value.
   *
   * @throws MillraceException {@link ProblemCode#SECRET_MISSING} for a placeholder without a value
   */
  public String resolve(String text) {
    return resolve(text, Function.identity());
  }

  /**
   * As {@link #resolve(String)}, each value passed through {@code escape} first: text that is put
   * inside a SQL string literal or JSON string needs that form's own escapes.
   */
  public String resolve(String text, Function<String, String> escape) {
    Matcher matcher = PLACEHOLDER.matcher(text);
    StringBuilder resolved = new StringBuilder();
    while (matcher.find()) {
      String key = matcher.group(1);
      Secret value = values.get(key);
      if (value == null) {
        String name = key.substring(key.indexOf(':') + 1);
        throw new MillraceException(
            Problem.error(ProblemCode.SECRET_MISSING, "There is no value for " + key)
                .remedy(
                    key.startsWith("secret:")
                        ? "Set the environment variable " + name + " and run the command again"
                        : "Start the local cluster with `millrace local start`"));
      }
      matcher.appendReplacement(resolved, Matcher.quoteReplacement(escape.apply(value.reveal())));
    }
    matcher.appendTail(resolved);
    return resolved.toString();
  }

  @Override
  public String toString() {
    return "Bindings" + new TreeSet<>(values.keySet());
  }
}
