package dev.millrace.engine.deploy;

import dev.millrace.engine.ledger.JobSpec;
import dev.millrace.engine.trust.Bindings;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Takes the values of secrets out of texts.
 *
 * <p>Only of those that the deployment refers to: the bindings hold every environment variable, and
 * taking out the value of an unrelated one ({@code 1}, a home folder) would garble what is said.
 */
final class Redaction {
  private final Supplier<Bindings> bindings;
  private final Set<String> keys;

  private Redaction(Supplier<Bindings> bindings, Set<String> keys) {
    this.bindings = bindings;
    this.keys = keys;
  }

  /** For what is said about these specifications. */
  static Redaction of(Supplier<Bindings> bindings, Collection<JobSpec> specs) {
    Set<String> keys = new HashSet<>();
    for (JobSpec spec : specs) {
      keys.addAll(Bindings.placeholdersIn(spec.plan()));
      spec.inserts().forEach(insert -> keys.addAll(Bindings.placeholdersIn(insert)));
      spec.setup().forEach(ddl -> keys.addAll(Bindings.placeholdersIn(ddl)));
      spec.options().values().forEach(value -> keys.addAll(Bindings.placeholdersIn(value)));
    }
    return new Redaction(bindings, keys);
  }

  String clean(String text) {
    List<String> values =
        bindings.get().values().entrySet().stream()
            .filter(entry -> keys.contains(entry.getKey()))
            .map(entry -> entry.getValue().reveal())
            .filter(value -> !value.isBlank())
            // A secret may be part of a longer one.
            .sorted(Comparator.comparing(String::length).reversed())
            .toList();
    String clean = text;
    for (String value : values) {
      clean = clean.replace(value, "***");
    }
    return clean;
  }
}
