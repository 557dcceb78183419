package dev.millrace.engine.artifact;

import dev.millrace.engine.project.Node;
import dev.millrace.engine.project.ResourceType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A node's configuration with all keys that dbt writes, whether they are set or not. */
final class DbtConfig {
  private static final Map<String, Object> EMPTY = Map.of();

  private DbtConfig() {}

  /**
   * @param derived keys that are no configs of the project
   */
  static Map<String, @Nullable Object> of(Node node, Set<String> derived) {
    Map<String, @Nullable Object> config = defaults(node.resourceType());
    boolean unset = node.config().origins().containsKey("freshness");
    if (node.resourceType() == ResourceType.SOURCE && !unset) {
      config.put(
          "freshness", freshness(Map.of("warn_after", threshold(), "error_after", threshold())));
    }
    node.config()
        .values()
        .forEach(
            (key, value) -> {
              if (derived.contains(key)) {
                return;
              }
              switch (key) {
                case "pre_hook" -> config.put("pre-hook", hooks(value));
                case "post_hook" -> config.put("post-hook", hooks(value));
                case "tags" -> config.put(key, value instanceof String tag ? List.of(tag) : value);
                case "freshness" -> config.put(key, freshness(value));
                case "docs", "contract", "snapshot_meta_column_names" ->
                    config.put(key, over(config.get(key), value));
                default -> config.put(key, value);
              }
            });
    return config;
  }

  private static Map<String, @Nullable Object> defaults(ResourceType type) {
    Map<String, @Nullable Object> config = new LinkedHashMap<>();
    config.put("enabled", true);
    switch (type) {
      case SOURCE -> source(config);
      case TEST -> {
        base(config);
        test(config);
      }
      case MODEL, SEED, ANALYSIS, SNAPSHOT, OPERATION -> {
        base(config);
        relation(config, type);
      }
    }
    return config;
  }

  private static void base(Map<String, @Nullable Object> config) {
    config.put("alias", null);
    config.put("schema", null);
    config.put("database", null);
    config.put("tags", List.of());
    config.put("meta", EMPTY);
    config.put("group", null);
  }

  private static void source(Map<String, @Nullable Object> config) {
    config.put("event_time", null);
    config.put("freshness", null);
    config.put("loaded_at_field", null);
    config.put("loaded_at_query", null);
    config.put("meta", EMPTY);
    config.put("tags", List.of());
  }

  private static void test(Map<String, @Nullable Object> config) {
    config.put("materialized", "test");
    config.put("severity", "ERROR");
    config.put("store_failures", null);
    config.put("store_failures_as", null);
    config.put("where", null);
    config.put("limit", null);
    config.put("fail_calc", "count(*)");
    config.put("warn_if", "!= 0");
    config.put("error_if", "!= 0");
  }

  private static void relation(Map<String, @Nullable Object> config, ResourceType type) {
    config.put(
        "materialized",
        switch (type) {
          case SEED -> "seed";
          case SNAPSHOT -> "snapshot";
          case MODEL, ANALYSIS, OPERATION, SOURCE, TEST -> "view";
        });
    config.put("incremental_strategy", null);
    config.put("batch_size", null);
    config.put("lookback", 1L);
    config.put("begin", null);
    config.put("persist_docs", EMPTY);
    config.put("post-hook", List.of());
    config.put("pre-hook", List.of());
    config.put("quoting", EMPTY);
    config.put("column_types", EMPTY);
    config.put("full_refresh", null);
    config.put("unique_key", null);
    config.put("on_schema_change", "ignore");
    config.put("on_configuration_change", "apply");
    config.put("grants", EMPTY);
    config.put("packages", List.of());
    config.put("docs", docs());
    Map<String, Object> contract = new LinkedHashMap<>();
    contract.put("enforced", false);
    contract.put("alias_types", true);
    config.put("contract", contract);
    config.put("event_time", null);
    config.put("concurrent_batches", null);
    if (type == ResourceType.SEED) {
      config.put("delimiter", ",");
      config.put("quote_columns", null);
    } else if (type == ResourceType.MODEL) {
      config.put("access", "protected");
      config.put("freshness", null);
    } else if (type == ResourceType.SNAPSHOT) {
      snapshot(config);
    }
  }

  private static void snapshot(Map<String, @Nullable Object> config) {
    for (String key :
        List.of(
            "strategy",
            "target_schema",
            "target_database",
            "updated_at",
            "check_cols",
            "dbt_valid_to_current")) {
      config.put(key, null);
    }
    Map<String, @Nullable Object> names = new LinkedHashMap<>();
    for (String column : List.of("valid_to", "valid_from", "scd_id", "updated_at", "is_deleted")) {
      names.put("dbt_" + column, null);
    }
    config.put("snapshot_meta_column_names", names);
  }

  static Map<String, @Nullable Object> docs() {
    Map<String, @Nullable Object> docs = new LinkedHashMap<>();
    docs.put("show", true);
    docs.put("node_color", null);
    return docs;
  }

  private static Object over(@Nullable Object defaults, Object value) {
    if (!(value instanceof Map<?, ?> map)) {
      return value;
    }
    Map<Object, @Nullable Object> merged = new LinkedHashMap<>();
    if (defaults instanceof Map<?, ?> base) {
      merged.putAll(base);
    }
    merged.putAll(map);
    return merged;
  }

  private static Map<String, @Nullable Object> threshold() {
    Map<String, @Nullable Object> threshold = new LinkedHashMap<>();
    threshold.put("count", null);
    threshold.put("period", null);
    return threshold;
  }

  private static Object freshness(Object value) {
    if (!(value instanceof Map<?, ?> map)) {
      return value;
    }
    Map<Object, @Nullable Object> all = new LinkedHashMap<>(map);
    all.putIfAbsent("filter", null);
    return all;
  }

  private static List<Object> hooks(Object value) {
    List<Object> hooks = new ArrayList<>();
    for (Object hook : value instanceof List<?> list ? list : List.of(value)) {
      Map<String, @Nullable Object> each = new LinkedHashMap<>();
      if (hook instanceof Map<?, ?> map) {
        each.put("sql", map.get("sql"));
        Object transaction = map.get("transaction");
        each.put("transaction", transaction == null || Boolean.TRUE.equals(transaction));
      } else {
        each.put("sql", hook);
        each.put("transaction", true);
      }
      each.put("index", null);
      hooks.add(each);
    }
    return hooks;
  }
}
