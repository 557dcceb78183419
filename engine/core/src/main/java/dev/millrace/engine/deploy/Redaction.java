package dev.millrace.engine.deploy;

import dev.millrace.engine.trust.Bindings;
import dev.millrace.engine.trust.Secret;
import java.util.Comparator;
import java.util.List;

/** Takes the values of secrets out of texts. */
final class Redaction {
  private Redaction() {}

  static String of(Bindings bindings, String text) {
    List<String> values =
        bindings.values().values().stream()
            .map(Secret::reveal)
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
