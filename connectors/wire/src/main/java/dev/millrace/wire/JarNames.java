package dev.millrace.wire;

import java.net.URI;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names of a project's jars in statements and plans, the same on every machine: {@code
 * jars/<digest>/<file>}, in the folder of the project's data.
 */
public final class JarNames {
  /** System property of the sidecar with that folder; without, names are paths. */
  public static final String PROPERTY = "millrace.project.data";

  private static final Pattern LITERAL = Pattern.compile("'(jars/[0-9a-f]{64}/(?:[^'/]|'')+)'");

  private JarNames() {}

  /**
   * The statement with its jars named by the places where they lie.
   *
   * @param place where the jar of a name lies
   */
  public static String located(String statement, Function<String, URI> place) {
    return LITERAL
        .matcher(statement)
        .replaceAll(found -> Matcher.quoteReplacement("'" + literal(place, found.group(1)) + "'"));
  }

  private static String literal(Function<String, URI> place, String written) {
    return place.apply(written.replace("''", "'")).toString().replace("'", "''");
  }
}
