package dev.millrace.connector.flink.gateway;

import dev.millrace.engine.trust.Bindings;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Placeholders in SQL: put in on the way out, taken back from the texts that Flink answers.
 *
 * <p>Flink repeats table options in its errors and hides only those whose names it knows.
 */
final class Redaction {
  private final Bindings bindings;

  Redaction(Bindings bindings) {
    this.bindings = bindings;
  }

  /** The statement as it is sent; a value stands inside a SQL string literal. */
  String resolve(String sql) {
    return bindings.resolve(sql, value -> value.replace("'", "''"));
  }

  /** A setting as it is sent. */
  String resolveSetting(String value) {
    return bindings.resolve(value);
  }

  /** The text with each secret value replaced by its placeholder. */
  String redact(String text) {
    List<Map.Entry<String, String>> values =
        bindings.values().entrySet().stream()
            .filter(entry -> entry.getKey().startsWith("secret:"))
            .map(entry -> Map.entry(entry.getKey(), entry.getValue().reveal()))
            .filter(entry -> !entry.getValue().isBlank())
            // A value may be part of another one.
            .sorted(Comparator.comparingInt(entry -> -entry.getValue().length()))
            .toList();
    String redacted = text;
    for (Map.Entry<String, String> value : values) {
      String placeholder = "${" + value.getKey() + "}";
      redacted = redacted.replace(value.getValue().replace("'", "''"), placeholder);
      redacted = redacted.replace(value.getValue(), placeholder);
    }
    return redacted;
  }
}
