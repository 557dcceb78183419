package dev.millrace.benchmark;

import dev.millrace.engine.connect.Connector;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Projects that are opened by what measures loading. */
final class LoadedFiles {
  /** Of a connector that is not asked. */
  static final Connector.DefaultTableOptions OPTIONS =
      new Connector.DefaultTableOptions(
          Map.of("connector", "datagen"), Map.of("connector", "datagen"));

  private LoadedFiles() {}

  /** Models of one line, each reading the one before. */
  static void simple(Path folder, int models) {
    write(folder, "dbt_project.yml", "name: simple\nmodels:\n  simple:\n    +materialized: view\n");
    write(folder, "models/feed.sql", "SELECT 1 AS id, 2 AS amount\n");
    for (int i = 0; i < models; i++) {
      String read = i % 10 == 0 ? "feed" : "m" + (i - 1);
      write(
          folder,
          "models/g" + i / 10 + "/m" + i + ".sql",
          "SELECT id, amount FROM {{ ref('" + read + "') }} WHERE amount > " + i + "\n");
    }
  }

  /** Models that call macros a hundred times each, over one more model. */
  static void macros(Path folder, int models) {
    write(folder, "dbt_project.yml", "name: macros\n");
    write(
        folder,
        "macros/columns.sql",
        """
        {% macro column(name, i) %}{{ return(adapter.quote(name ~ '_' ~ i)) }}{% endmacro %}
        {% macro columns(name, n) %}
          {%- for i in range(n) -%}
            {%- if i % 3 == 0 -%}CAST({{ column(name, i) }} AS {{ dbt.type_string() }})
            {%- else -%}COALESCE({{ column(name, i) }}, {{ i * 2 }}){%- endif %} AS {{ name }}_{{ i }}
            {%- if not loop.last %}, {% endif -%}
          {%- endfor -%}
        {% endmacro %}
        """);
    write(folder, "models/first.sql", "SELECT 1 AS id\n");
    for (int i = 0; i < models; i++) {
      write(
          folder,
          "models/m" + i + ".sql",
          """
          {% set names = ['a', 'b', 'c', 'd'] %}SELECT
          {% for name in names %}{{ columns(name, 25) }}{{ ',' if not loop.last }}
          {% endfor %}FROM {{ ref('first') }}
          """);
    }
  }

  static void write(Path folder, String path, String text) {
    Path file = folder.resolve(path);
    try {
      Path parent = file.getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
