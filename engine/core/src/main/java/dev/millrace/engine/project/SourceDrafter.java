package dev.millrace.engine.project;

import dev.millrace.engine.connect.RelationName;
import dev.millrace.engine.project.PropertyFile.SourceProperties;
import dev.millrace.engine.project.yaml.YamlValue.YamlMapping;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes nodes of the tables of sources, in the words of all dialects. */
final class SourceDrafter {
  private final Target target;

  SourceDrafter(Target target) {
    this.target = target;
  }

  NodeDraft draft(
      PropertyFile file, SourceProperties properties, ConfigTree tree, YamlRenderer renderer) {
    List<String> fqn = new ArrayList<>();
    fqn.add(file.packageName());
    fqn.addAll(file.folders());
    fqn.add(properties.source());
    fqn.add(properties.table());
    NodeDraft draft =
        new NodeDraft(
            ResourceType.SOURCE,
            file.packageName(),
            properties.table(),
            fqn,
            properties.position(),
            "");
    draft.description = properties.description();
    draft.columns = properties.columns();
    draft.materialization = Materialization.STREAMING_SOURCE;
    tree.apply(fqn, draft.config);
    set(draft.config, properties.sourceConfig(), renderer);
    set(draft.config, properties.config(), renderer);
    if (!properties.tags().isEmpty()) {
      draft.config.set("tags", properties.tags(), properties.position());
    }
    properties
        .primaryKey()
        .ifPresent(key -> draft.config.setIfAbsent("primary_key", key.columns(), key.position()));
    mergeDefaults(draft.config);
    draft.relation = relation(properties);
    return draft;
  }

  private static void set(ConfigLayer layer, YamlMapping config, YamlRenderer renderer) {
    Map<String, Object> values = renderer.mapping(config);
    values.forEach(
        (key, value) -> {
          var entry = config.entries().get(key);
          layer.set(key, value, entry == null ? config.position() : entry.position());
        });
  }

  /** dbt-flink-adapter lets a project give all its sources common options under another key. */
  private static void mergeDefaults(ConfigLayer config) {
    if (config.get("default_connector_properties") instanceof Map<?, ?> defaults) {
      Map<Object, Object> merged = new LinkedHashMap<>(defaults);
      if (config.get("connector_properties") instanceof Map<?, ?> own) {
        merged.putAll(own);
      }
      config
          .origin("default_connector_properties")
          .ifPresent(origin -> config.set("connector_properties", merged, origin));
    }
  }

  // A source lives beside the models, not among them: dbt gives it a schema of its own name.
  private RelationName relation(SourceProperties properties) {
    return new RelationName(
        properties.database().orElse(target.catalog()),
        properties.schema().orElse(target.database() + "_" + properties.source()),
        properties.identifier().orElse(properties.table()));
  }
}
