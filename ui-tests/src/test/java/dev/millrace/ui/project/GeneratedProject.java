package dev.millrace.ui.project;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Writes a project of any size: the same size gives the same files. Every tenth model is a source
 * with columns, the others stand in twelve layers and read one to three models of those before,
 * about 1.5 edges a model; they are views or, every third, tables kept up to date by a job.
 */
public final class GeneratedProject {
  private static final int LAYERS = 12;

  private GeneratedProject() {}

  /**
   * Writes the project.
   *
   * @param folder made when needed
   * @param models how many, at least 2
   * @return the folder
   */
  public static Path write(Path folder, int models) {
    Random random = new Random(models);
    List<List<String>> layers = new ArrayList<>();
    for (int layer = 0; layer <= LAYERS; layer++) {
      layers.add(new ArrayList<>());
    }
    int sources = Math.max(1, models / 10);
    write(
        folder.resolve("dbt_project.yml"),
        """
        name: generated
        version: '1.0'
        config-version: 2
        profile: generated
        """);
    write(
        folder.resolve("profiles.yml"),
        """
        generated:
          target: dev
          outputs:
            dev:
              type: flink
        """);
    for (int number = 0; number < models; number++) {
      boolean source = number < sources;
      int layer = source ? 0 : 1 + (number - sources) * LAYERS / (models - sources);
      String name = String.format("%s_%04d", source ? "events" : "model", number);
      String text = source ? source() : model(random, layers.subList(0, layer), number);
      write(folder.resolve("models/layer_%02d/%s.sql".formatted(layer, name)), text);
      layers.get(layer).add(name);
    }
    return folder;
  }

  private static String source() {
    return """
    {{ config(materialized='streaming_source', connector='datagen') }}
    id BIGINT,
    amount DECIMAL(10, 2),
    event_time TIMESTAMP_LTZ(3),
    WATERMARK FOR event_time AS event_time - INTERVAL '5' SECOND
    """;
  }

  private static String model(Random random, List<List<String>> above, int number) {
    int parents = random.nextInt(10) < 6 ? 1 : random.nextInt(10) < 8 ? 2 : 3;
    List<String> selects = new ArrayList<>();
    for (int parent = 0; parent < parents; parent++) {
      // Mostly of the layer before, as in projects people write.
      int back = random.nextInt(10) < 8 ? 1 : 1 + random.nextInt(above.size());
      List<String> layer = above.get(above.size() - back);
      List<String> names = layer.isEmpty() ? above.getFirst() : layer;
      String name = names.get(random.nextInt(names.size()));
      selects.add("SELECT id, amount, event_time FROM {{ ref('" + name + "') }}");
    }
    String kind = number % 3 == 0 ? "streaming_table" : "view";
    return "{{ config(materialized='"
        + kind
        + "') }}\n"
        + String.join("\nUNION ALL\n", selects)
        + "\n";
  }

  private static void write(Path file, String text) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
