package dev.millrace.engine.artifact;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The head that dbt's artifacts have in common. */
final class ArtifactMetadata {
  /** The release of dbt whose shapes are written. */
  static final String DBT_VERSION = "1.11.0";

  private ArtifactMetadata() {}

  /**
   * @param schema name and version, such as {@code run-results/v6}
   */
  static Map<String, @Nullable Object> tree(String schema, Invocation invocation, Instant now) {
    Map<String, @Nullable Object> metadata = new LinkedHashMap<>();
    metadata.put("dbt_schema_version", "https://schemas.getdbt.com/dbt/" + schema + ".json");
    metadata.put("dbt_version", DBT_VERSION);
    metadata.put("generated_at", ArtifactTimes.text(now));
    metadata.put("invocation_id", invocation.id());
    metadata.put("invocation_started_at", ArtifactTimes.text(invocation.startedAt()));
    metadata.put("env", invocation.environment());
    return metadata;
  }
}
