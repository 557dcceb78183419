package dev.millrace.engine.project;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.project.yaml.YamlReader;
import dev.millrace.engine.project.yaml.YamlValue.YamlMapping;
import dev.millrace.engine.project.yaml.YamlValue.YamlScalar;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Defaults of options that a project has under {@code flags:}, or its profile in dbt's older place,
 * {@code config:}. Read by themselves, since what they say must be known before a project is
 * loaded.
 */
public final class ProjectFlags {
  private ProjectFlags() {}

  /**
   * Values by the name of the option, lower case with underscores, such as {@code fail_fast}, a
   * mapping as JSON; the project's win over the profile's. None where there is no project, and none
   * of what cannot be read: loading tells of that.
   */
  public static Map<String, String> of(LoadRequest request) {
    Path root;
    try {
      root = ProjectPaths.find(request);
    } catch (MillraceException e) {
      return Map.of();
    }
    Map<String, String> flags = new LinkedHashMap<>();
    ProfileReader.find(request, root).ifPresent(file -> put(file, "config", flags));
    put(root.resolve(ProjectFileReader.FILE), "flags", flags);
    return Collections.unmodifiableMap(flags);
  }

  private static void put(Path file, String key, Map<String, String> flags) {
    String path = String.valueOf(file.getFileName());
    Optional<String> text = ProjectPaths.read(file, path, problem -> {});
    // Most projects have none, and reading a file as YAML takes longer than looking for a word.
    if (text.filter(content -> content.contains(key + ":")).isEmpty()) {
      return;
    }
    YamlMapping root = new YamlReader().read(text.get(), path).root();
    if (root.get(key).orElse(null) instanceof YamlMapping mapping) {
      mapping
          .entries()
          .forEach(
              (name, entry) -> {
                String flag = name.toLowerCase(Locale.ROOT).replace('-', '_');
                if (entry.value() instanceof YamlScalar scalar
                    && scalar.value() != null
                    && !scalar.text().contains("{{")) {
                  flags.put(flag, String.valueOf(scalar.value()));
                } else if (entry.value() instanceof YamlMapping options) {
                  flags.put(flag, new ObjectMapper().valueToTree(options.plain()).toString());
                }
              });
    }
  }
}
