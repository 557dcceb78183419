package dev.millrace.engine.project;

import dev.millrace.engine.project.yaml.YamlValue;
import dev.millrace.engine.project.yaml.YamlValue.Entry;
import dev.millrace.engine.project.yaml.YamlValue.YamlMapping;
import dev.millrace.engine.project.yaml.YamlValue.YamlScalar;
import dev.millrace.engine.project.yaml.YamlValue.YamlSequence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One version of a model, described as if it stood alone.
 *
 * @param mapping what the model and the version say together
 * @param version which one it is; empty for a model without versions
 * @param files names its file may have, without ending, the best first
 */
record VersionedModel(YamlMapping mapping, Optional<ModelVersion> version, List<String> files) {
  private static final Set<String> OWN = Set.of("v", "defined_in", "columns", "config");

  VersionedModel {
    files = List.copyOf(files);
  }

  /** The versions of a model, or the model itself when it has none. */
  static List<VersionedModel> of(String name, YamlMapping model, YamlFields fields) {
    List<YamlMapping> versions = fields.mappings(model, "versions");
    List<Object> values = new ArrayList<>();
    List<YamlMapping> named = new ArrayList<>();
    for (YamlMapping version : versions) {
      Optional<Object> value = value(version, "v");
      if (value.isEmpty()) {
        fields.report(version.position(), "This version has no number", "Add `v:`, such as `v: 2`");
      } else {
        values.add(value.get());
        named.add(version);
      }
    }
    if (values.isEmpty()) {
      return List.of(new VersionedModel(model, Optional.empty(), List.of(name)));
    }
    Object latest =
        value(model, "latest_version")
            .orElseGet(() -> values.stream().max(ModelVersion::compare).orElseThrow());
    List<VersionedModel> all = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      ModelVersion version = new ModelVersion(values.get(i), latest);
      List<String> files = new ArrayList<>();
      files.add(fields.text(named.get(i), "defined_in").orElse(name + "_" + version.suffix()));
      if (version.isLatest()) {
        files.add(name);
      }
      all.add(new VersionedModel(joined(model, named.get(i), fields), Optional.of(version), files));
    }
    return all;
  }

  private static Optional<Object> value(YamlMapping mapping, String key) {
    return mapping.get(key).map(YamlValue::plain);
  }

  private static YamlMapping joined(YamlMapping model, YamlMapping version, YamlFields fields) {
    Map<String, Entry> entries = new LinkedHashMap<>(model.entries());
    entries.remove("versions");
    entries.remove("deprecation_date");
    version
        .entries()
        .forEach(
            (key, entry) -> {
              if (!OWN.contains(key)) {
                // Both names of the tests mean the same list.
                if (key.equals("tests") || key.equals("data_tests")) {
                  entries.remove("tests");
                  entries.remove("data_tests");
                }
                entries.put(key, entry);
              }
            });
    Entry config = merged(model.entries().get("config"), version.entries().get("config"));
    if (config != null) {
      entries.put("config", config);
    }
    YamlSequence columns = columns(model, version, fields);
    entries.put("columns", new Entry(columns.position(), columns));
    return new YamlMapping(version.position(), entries);
  }

  private static @Nullable Entry merged(@Nullable Entry below, @Nullable Entry above) {
    if (below == null || above == null) {
      return above == null ? below : above;
    }
    if (!(below.value() instanceof YamlMapping old)
        || !(above.value() instanceof YamlMapping own)) {
      return above;
    }
    Map<String, Entry> entries = new LinkedHashMap<>(old.entries());
    own.entries()
        .forEach(
            (key, entry) -> {
              Entry both = merged(entries.get(key), entry);
              if (both != null) {
                entries.put(key, both);
              }
            });
    return new Entry(above.position(), new YamlMapping(own.position(), entries));
  }

  /** The model's columns that the version includes, then its own, which win by name. */
  private static YamlSequence columns(YamlMapping model, YamlMapping version, YamlFields fields) {
    Set<String> included = Set.of("*", "all");
    List<String> include = List.of("*");
    List<String> exclude = List.of();
    List<YamlMapping> own = new ArrayList<>();
    for (YamlMapping column : fields.mappings(version, "columns")) {
      if (column.get("include").isPresent() || column.get("exclude").isPresent()) {
        include = fields.texts(column, "include");
        exclude = fields.texts(column, "exclude");
      } else {
        own.add(column);
      }
    }
    List<YamlValue> all = new ArrayList<>();
    for (YamlMapping column : fields.mappings(model, "columns")) {
      String name = column.get("name").map(VersionedModel::text).orElse("");
      boolean taken =
          (include.stream().anyMatch(included::contains) || include.contains(name))
              && !exclude.contains(name);
      if (taken) {
        all.add(column);
      }
    }
    all.addAll(own);
    return new YamlSequence(version.position(), all);
  }

  private static String text(YamlValue value) {
    return value instanceof YamlScalar scalar ? scalar.text() : "";
  }
}
