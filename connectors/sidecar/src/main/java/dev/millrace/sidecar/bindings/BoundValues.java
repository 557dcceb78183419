package dev.millrace.sidecar.bindings;

import dev.millrace.sidecar.control.CallFailedException;
import dev.millrace.sidecar.control.FailureKind;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Values by placeholder key: {@code secret:NAME} or {@code local:NAME}, written {@code
 * ${secret:NAME}} in texts.
 */
public final class BoundValues {
  private static final Pattern PLACEHOLDER =
      Pattern.compile("\\$\\{((?:secret|local):[A-Za-z0-9_.-]+)}");

  private static final String SECRET = "secret:";

  private final Map<String, String> values;

  public BoundValues(Map<String, String> values) {
    this.values = Map.copyOf(values);
  }

  /** Keys of placeholders in the texts that there is no value for, sorted. */
  public Set<String> missingIn(Collection<String> texts) {
    Set<String> missing = new TreeSet<>();
    for (String text : texts) {
      Matcher matcher = PLACEHOLDER.matcher(text);
      while (matcher.find()) {
        if (!values.containsKey(matcher.group(1))) {
          missing.add(matcher.group(1));
        }
      }
    }
    return missing;
  }

  /**
   * Insists on a value for every placeholder in the texts.
   *
   * @throws CallFailedException INVALID_REQUEST, which names the keys
   */
  public void requireAllIn(Collection<String> texts) throws CallFailedException {
    Set<String> missing = missingIn(texts);
    if (!missing.isEmpty()) {
      throw new CallFailedException(
          FailureKind.INVALID_REQUEST, "There is no value for " + String.join(", ", missing));
    }
  }

  /** The text with values in the place of placeholders; those without a value stay. */
  public String resolve(String text) {
    return resolve(text, UnaryOperator.identity());
  }

  /** As {@link #resolve(String)}, inside the string literals of a JSON text. */
  public String resolveInJson(String json) {
    return resolve(json, BoundValues::escapedForJson);
  }

  /** As {@link #resolve(String)}, for each value of a map. */
  public Map<String, String> resolve(Map<String, String> texts) {
    Map<String, String> resolved = new LinkedHashMap<>();
    texts.forEach((key, text) -> resolved.put(key, resolve(text)));
    return resolved;
  }

  private String resolve(String text, UnaryOperator<String> escape) {
    return PLACEHOLDER
        .matcher(text)
        .replaceAll(
            match -> {
              String value = values.get(match.group(1));
              return Matcher.quoteReplacement(value == null ? match.group() : escape.apply(value));
            });
  }

  /** The text with no secret's value in it, as it is or as JSON writes it. */
  public String redact(String text) {
    String redacted = text;
    for (Map.Entry<String, String> value : values.entrySet()) {
      if (value.getKey().startsWith(SECRET) && !value.getValue().isEmpty()) {
        redacted =
            redacted
                .replace(value.getValue(), "***")
                .replace(escapedForJson(value.getValue()), "***");
      }
    }
    return redacted;
  }

  private static String escapedForJson(String value) {
    StringBuilder escaped = new StringBuilder(value.length());
    for (int index = 0; index < value.length(); index++) {
      char character = value.charAt(index);
      switch (character) {
        case '"' -> escaped.append("\\\"");
        case '\\' -> escaped.append("\\\\");
        default -> {
          if (character < ' ') {
            escaped.append(String.format("\\u%04x", (int) character));
          } else {
            escaped.append(character);
          }
        }
      }
    }
    return escaped.toString();
  }

  /** The keys only. */
  @Override
  public String toString() {
    return "BoundValues" + new TreeSet<>(values.keySet());
  }
}
