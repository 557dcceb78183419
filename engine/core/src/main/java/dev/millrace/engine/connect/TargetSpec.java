package dev.millrace.engine.connect;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A target as the profile describes it.
 *
 * @param projectKey stable key of project folder and name; separates projects in the data folder
 * @param target the target's name
 * @param type dbt's adapter type; decides the connector
 * @param settings the other keys of the profile's output, rendered, secrets as placeholders
 */
public record TargetSpec(
    String projectKey, String target, String type, Map<String, Object> settings) {
  public TargetSpec {
    requireNonNull(projectKey, "projectKey");
    requireNonNull(target, "target");
    requireNonNull(type, "type");
    settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
  }
}
