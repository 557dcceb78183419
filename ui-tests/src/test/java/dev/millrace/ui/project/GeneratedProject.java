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
 * with columns, the others read one to three models of the layers before theirs, about 1.5 edges a
 * model, and are views or, every third, tables kept up to date by a job.
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
    List<String> names = new ArrayList<>();
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
      String text = source ? source() : model(random, names, number);
      write(folder.resolve("models/layer_%02d/%s.sql".formatted(layer, name)), text);
      names.add(name);
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

  private static String model(Random random, List<String> names, int number) {
    // Mostly near ones, as in projects people write.
    int reach = Math.max(1, Math.min(names.size(), 40 + names.size() / 8));
    int parents = random.nextInt(10) < 6 ? 1 : random.nextInt(10) < 8 ? 2 : 3;
    List<String> selects = new ArrayList<>();
    for (int parent = 0; parent < parents; parent++) {
      String name = names.get(names.size() - 1 - random.nextInt(reach));
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
