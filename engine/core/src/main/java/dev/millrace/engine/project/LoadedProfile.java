package dev.millrace.engine.project;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The chosen target as the connectors and as templates see it.
 *
 * @param values dbt's {@code target} object
 * @param adapterTypes prefixes that {@code adapter.dispatch} tries, nearest first
 */
record LoadedProfile(Target target, Map<String, Object> values, List<String> adapterTypes) {
  LoadedProfile {
    requireNonNull(target, "target");
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    adapterTypes = List.copyOf(adapterTypes);
  }
}
