package dev.millrace.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A project of any size: groups of ten models over one source, a chain of five and five leaves that
 * join, aggregate and rank.
 */
final class GeneratedProject {
  private static final int GROUP = 10;

  private GeneratedProject() {}

  static void write(Path folder, int models) throws IOException {
    file(
        folder,
        "dbt_project.yml",
        "name: generated\nmodels:\n  generated:\n    +materialized: view\n");
    file(
        folder,
        "models/feed.sql",
        """
        {{ config(materialized='streaming_source', connector='datagen') }}
        id BIGINT, customer BIGINT, product STRING, amount DECIMAL(10, 2), at_time TIMESTAMP(3),
        WATERMARK FOR at_time AS at_time - INTERVAL '5' SECOND
        """);
    for (int i = 0; i < models; i++) {
      int group = i / GROUP;
      file(folder, "models/g" + group + "/m" + i + ".sql", model(i, group * GROUP));
    }
  }

  private static String model(int number, int first) {
    String chain = "{{ ref('m" + (first + Math.min(number - first - 1, 4)) + "') }}";
    String table = "{{ config(materialized='streaming_table') }}\n";
    return switch (number - first) {
      case 0 ->
          "SELECT id, customer, product, amount, at_time FROM {{ ref('feed') }} WHERE amount > 0\n";
      case 1 ->
          "SELECT id, customer, UPPER(product) AS product, amount, at_time FROM " + chain + "\n";
      case 2 ->
          table
              + "{{ config(watermark={'column': 'at_time', 'expression': 'at_time'}) }}\n"
              + "WITH priced AS (\n"
              + "  SELECT *, CASE WHEN amount > 100 THEN 'high' ELSE 'low' END AS band\n"
              + "  FROM "
              + chain
              + "\n)\nSELECT id, customer, product, amount, band, at_time FROM priced\n";
      case 3 ->
          "SELECT a.id, a.customer, a.product, a.amount, b.band, a.at_time\nFROM "
              + chain
              + " AS a\nJOIN "
              + chain
              + " AS b\n"
              + "  ON a.id = b.id AND b.at_time BETWEEN a.at_time AND a.at_time + INTERVAL '1'"
              + " MINUTE\n";
      case 4 ->
          "SELECT id, customer, product, amount, band, at_time FROM "
              + chain
              + " WHERE band = 'high'\n";
      case 5 ->
          table
              + "SELECT customer, COUNT(*) AS orders, SUM(amount) AS revenue FROM "
              + chain
              + " GROUP BY customer\n";
      case 6 ->
          table
              + "SELECT window_start, window_end, product, SUM(amount) AS revenue\n"
              + "FROM TABLE(TUMBLE(TABLE {{ ref('m"
              + (first + 2)
              + "') }}, DESCRIPTOR(at_time), INTERVAL '1' MINUTE))\n"
              + "GROUP BY window_start, window_end, product\n";
      case 7 ->
          table
              + "{{ config(primary_key=['customer', 'place']) }}\n"
              + "SELECT customer, product, amount, place FROM (\n"
              + "  SELECT *, ROW_NUMBER() OVER (PARTITION BY customer ORDER BY amount DESC) AS"
              + " place FROM "
              + chain
              + "\n) WHERE place <= 3\n";
      case 8 ->
          "SELECT customer, product, amount FROM "
              + chain
              + "\nUNION ALL\nSELECT customer, product, amount FROM {{ ref('m"
              + (first + 1)
              + "') }}\n";
      default ->
          table
              + "{{ config(primary_key=['id']) }}\n"
              + "SELECT o.id, o.customer, t.revenue FROM "
              + chain
              + " AS o JOIN {{ ref('m"
              + (first + 5)
              + "') }} AS t ON o.customer = t.customer\n";
    };
  }

  private static void file(Path folder, String path, String text) throws IOException {
    Path file = folder.resolve(path);
    Path parent = file.getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    Files.writeString(file, text);
  }
}
