package dev.millrace.sidecar.planner;

import dev.millrace.wire.AnalyzeRequest;
import dev.millrace.wire.AnalyzeRequest.Relation;
import dev.millrace.wire.AnalyzeRequest.StorageSpec;
import dev.millrace.wire.AnalyzeResponse;
import dev.millrace.wire.WatermarkSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Builds projects to analyze: tables of a small shop, and relations on top of them. */
final class Projects {
  static final Map<String, String> APPEND =
      Map.of("connector", "kafka", "topic", "t", "format", "json");
  static final Map<String, String> KEYED =
      Map.of(
          "connector", "upsert-kafka", "topic", "t", "key.format", "json", "value.format", "json");

  private final List<Relation> relations = new ArrayList<>();
  private final List<String> setup = new ArrayList<>();

  static Projects shop() {
    return new Projects()
        .declared(
            "orders",
            """
            CREATE TABLE c.d.orders (
              order_id BIGINT NOT NULL,
              customer_id BIGINT,
              amount DECIMAL(10, 2),
              currency STRING,
              order_time TIMESTAMP(3),
              proc AS PROCTIME(),
              WATERMARK FOR order_time AS order_time - INTERVAL '5' SECOND
            ) WITH ('connector' = 'kafka', 'topic' = 'orders', 'format' = 'json',
              'properties.bootstrap.servers' = '${local:broker}')\
            """)
        .declared(
            "payments",
            """
            CREATE TABLE c.d.payments (
              payment_id BIGINT NOT NULL,
              order_id BIGINT,
              paid DECIMAL(10, 2),
              payment_time TIMESTAMP(3),
              WATERMARK FOR payment_time AS payment_time - INTERVAL '5' SECOND
            ) WITH ('connector' = 'kafka', 'topic' = 'payments', 'format' = 'json')\
            """)
        .declared(
            "customers",
            """
            CREATE TABLE c.d.customers (
              customer_id BIGINT NOT NULL,
              name STRING,
              changed TIMESTAMP(3),
              WATERMARK FOR changed AS changed,
              PRIMARY KEY (customer_id) NOT ENFORCED
            ) WITH ('connector' = 'upsert-kafka', 'topic' = 'customers', 'key.format' = 'json',
              'value.format' = 'json')\
            """)
        .declared(
            "products",
            """
            CREATE TABLE c.d.products (
              product_id BIGINT NOT NULL,
              title STRING,
              PRIMARY KEY (product_id) NOT ENFORCED
            ) WITH ('connector' = 'jdbc', 'url' = 'jdbc:x', 'table-name' = 'products')\
            """);
  }

  Projects setup(String statement) {
    setup.add(statement);
    return this;
  }

  Projects declared(String name, String sql) {
    relations.add(new Relation("source." + name, "declared", "c", "d", name, sql, null));
    return this;
  }

  Projects function(String name, String sql) {
    relations.add(new Relation("function." + name, "function", "c", "d", name, sql, null));
    return this;
  }

  Projects view(String name, String sql) {
    relations.add(new Relation("model." + name, "view", "c", "d", name, sql, null));
    return this;
  }

  Projects derived(String name, String sql) {
    return derived(
        name, sql, new StorageSpec(List.of(), List.of(), null, List.of(), Map.of(), APPEND, KEYED));
  }

  Projects derived(String name, String sql, StorageSpec storage) {
    relations.add(new Relation("model." + name, "derived", "c", "d", name, sql, storage));
    return this;
  }

  Projects derivedWithKey(String name, String sql, String... key) {
    return derived(
        name,
        sql,
        new StorageSpec(List.of(key), List.of(), null, List.of(), Map.of(), APPEND, KEYED));
  }

  Projects derivedWithWatermark(String name, String sql, String column, String expression) {
    return derived(
        name,
        sql,
        new StorageSpec(
            List.of(),
            List.of(),
            new WatermarkSpec(column, expression),
            List.of(),
            Map.of(),
            APPEND,
            KEYED));
  }

  AnalyzeRequest request() {
    return new AnalyzeRequest(List.copyOf(setup), List.copyOf(relations));
  }

  /** The result for the relation of this name. */
  static AnalyzeResponse.Relation in(AnalyzeResponse response, String name) {
    return response.relations().stream()
        .filter(relation -> relation.id().endsWith("." + name))
        .findFirst()
        .orElseThrow();
  }

  static @Nullable String typeOf(AnalyzeResponse.Relation relation, String column) {
    return relation.columns().stream()
        .filter(candidate -> candidate.name().equals(column))
        .map(candidate -> candidate.type() + " " + candidate.time())
        .findFirst()
        .orElse(null);
  }
}
