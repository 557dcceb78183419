package dev.millrace.engine.project;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.graph.SelectionExpression;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The named selections of a {@code selectors.yml}.
 *
 * @param byName what each name stands for
 * @param byDefault the name that counts when nothing is selected
 * @param written each as it stands, by name
 */
public record Selectors(
    Map<String, SelectionExpression> byName,
    Optional<String> byDefault,
    Map<String, Map<String, @Nullable Object>> written) {
  /** Of a project without the file. */
  public static final Selectors NONE = new Selectors(Map.of(), Optional.empty(), Map.of());

  public Selectors {
    byName = Collections.unmodifiableMap(new LinkedHashMap<>(byName));
    requireNonNull(byDefault, "byDefault");
    written = Collections.unmodifiableMap(new LinkedHashMap<>(written));
  }
}
