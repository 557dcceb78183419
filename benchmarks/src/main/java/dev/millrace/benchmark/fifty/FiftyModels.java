package dev.millrace.benchmark.fifty;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A project of fifty models at one level: five feeds of one row a second and a view on each; by
 * turns filters, aggregations and readers of a view, all written to where nothing is kept.
 */
final class FiftyModels {
  static final int MODELS = 50;
  private static final int FEEDS = 5;

  private FiftyModels() {}

  static void write(Path folder) throws IOException {
    file(
        folder,
        "dbt_project.yml",
        """
        name: fifty
        models:
          fifty:
            jobs:
              +materialized: streaming_table
              +connector: blackhole
            views:
              +materialized: view
        """);
    for (int feed = 0; feed < FEEDS; feed++) {
      file(
          folder,
          "models/feeds/feed_" + feed + ".sql",
          """
          {{ config(materialized='streaming_source', connector='datagen', with={'rows-per-second': '1'}) }}
          id BIGINT, customer BIGINT, product STRING, amount DECIMAL(10, 2)
          """);
      file(
          folder,
          "models/views/priced_" + feed + ".sql",
          """
          SELECT customer, UPPER(product) AS product, amount * 2 AS amount
          FROM {{ ref('feed_%d') }} WHERE amount > 0
          """
              .formatted(feed));
    }
    for (int number = 0; number < MODELS; number++) {
      file(folder, "models/jobs/model_" + number + ".sql", model(number));
    }
  }

  private static String model(int number) {
    int feed = number % FEEDS;
    return switch (number / FEEDS % 3) {
      case 0 ->
          """
          SELECT id, customer, product, amount FROM {{ ref('feed_%d') }} WHERE amount > %d
          """
              .formatted(feed, number);
      case 1 ->
          """
          SELECT customer, COUNT(*) AS orders, SUM(amount + %d) AS revenue
          FROM {{ ref('feed_%d') }} GROUP BY customer
          """
              .formatted(number, feed);
      default ->
          """
          SELECT product, MAX(amount) AS highest, COUNT(DISTINCT customer) AS customers
          FROM {{ ref('priced_%d') }} WHERE amount > %d GROUP BY product
          """
              .formatted(feed, number);
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
