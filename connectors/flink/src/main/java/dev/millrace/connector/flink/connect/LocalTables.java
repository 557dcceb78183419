package dev.millrace.connector.flink.connect;

import dev.millrace.engine.connect.Connector.DefaultTableOptions;
import dev.millrace.engine.trust.Bindings;
import java.util.LinkedHashMap;
import java.util.Map;

/** How tables of the embedded default are stored: in the local broker, as JSON. */
final class LocalTables {
  /** Name of the placeholder for the broker's address, which changes between starts. */
  static final String BOOTSTRAP_SERVERS = "kafka.bootstrap.servers";

  private LocalTables() {}

  /** Without {@code topic}, which the engine names. */
  static DefaultTableOptions options() {
    Map<String, String> append = new LinkedHashMap<>();
    append.put("connector", "kafka");
    append.put("properties.bootstrap.servers", Bindings.localPlaceholder(BOOTSTRAP_SERVERS));
    append.put("scan.startup.mode", "earliest-offset");
    append.put("format", "json");
    append.put("json.timestamp-format.standard", "ISO-8601");
    append.put("json.encode.decimal-as-plain-number", "true");
    Map<String, String> keyed = new LinkedHashMap<>();
    keyed.put("connector", "upsert-kafka");
    keyed.put("properties.bootstrap.servers", Bindings.localPlaceholder(BOOTSTRAP_SERVERS));
    keyed.put("key.format", "json");
    keyed.put("key.json.timestamp-format.standard", "ISO-8601");
    keyed.put("value.format", "json");
    keyed.put("value.json.timestamp-format.standard", "ISO-8601");
    keyed.put("value.json.encode.decimal-as-plain-number", "true");
    return new DefaultTableOptions(append, keyed);
  }
}
