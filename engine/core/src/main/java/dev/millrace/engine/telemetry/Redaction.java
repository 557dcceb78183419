package dev.millrace.engine.telemetry;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Takes out of attributes what the environment holds as a secret. Callers send none on purpose;
 * this is for text that carries one along.
 */
final class Redaction {
  private static final Pattern SECRET_NAME =
      Pattern.compile("SECRET|PASSWORD|PASSWD|TOKEN|API_?KEY|CREDENTIAL|PRIVATE|_HEADERS$");

  /** Shorter values are words that stand in many texts. */
  private static final int SHORTEST = 6;

  private static final int LONGEST_ATTRIBUTE = 256;

  private final List<String> secrets;

  Redaction(Map<String, String> environment) {
    this.secrets =
        environment.entrySet().stream()
            .filter(variable -> SECRET_NAME.matcher(variable.getKey()).find())
            .map(Map.Entry::getValue)
            .filter(value -> value.length() >= SHORTEST)
            // A secret may hold another one: the longer goes first.
            .sorted(Comparator.comparingInt(String::length).reversed())
            .toList();
  }

  String clean(String text) {
    String cleaned = text;
    for (String secret : secrets) {
      cleaned = cleaned.replace(secret, "***");
    }
    return cleaned.length() <= LONGEST_ATTRIBUTE
        ? cleaned
        : cleaned.substring(0, LONGEST_ATTRIBUTE);
  }
}
