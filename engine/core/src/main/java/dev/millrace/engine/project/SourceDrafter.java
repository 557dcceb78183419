package dev.millrace.engine.project;

import dev.millrace.engine.connect.RelationName;
import dev.millrace.engine.project.PropertyFile.SourceProperties;
import dev.millrace.engine.project.context.AdapterDialect;
import dev.millrace.engine.project.context.Quoting;
import dev.millrace.engine.project.yaml.YamlValue.Entry;
import dev.millrace.engine.project.yaml.YamlValue.YamlMapping;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Makes nodes of the tables of sources, in the words of all dialects. */
final class SourceDrafter {
  private final Target target;
  private final boolean foreign;
  private final Quoting quoting;

  SourceDrafter(Target target, AdapterDialect dialect) {
    this.target = target;
    this.foreign = dialect.target().isPresent();
    this.quoting = dialect.adapterQuoting();
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
    draft.originalFilePath = file.packagePath();
    draft.resourcePath = file.packagePath();
    draft.columns = properties.columns();
    draft.materialization = Materialization.STREAMING_SOURCE;
    Map<Object, Object> quoted = new LinkedHashMap<>();
    for (YamlMapping mapping : List.of(properties.sourceTop(), properties.top())) {
      if (mapping.get("quoting").map(value -> renderer.render(value, "quoting")).orElse(null)
          instanceof Map<?, ?> said) {
        quoted.putAll(said);
      }
    }
    draft.quoting = quoting.over(quoted);
    draft.properties = kept(properties.top(), List.of("loader", "columns", "external"));
    draft.properties.put("quoting", quoted);
    // Not all of it, which holds every other table too.
    draft.properties.put(
        "source", kept(properties.sourceTop(), List.of("description", "loader", "meta")));
    tree.apply(fqn, draft.config);
    source(draft.config, properties.sourceTop(), properties.sourceConfig(), renderer);
    source(draft.config, properties.top(), properties.config(), renderer);
    // In dbt's order, whichever of the four places says them.
    Set<String> tags = new TreeSet<>(properties.tags());
    tags.addAll(tags(properties.sourceConfig(), renderer));
    tags.addAll(tags(properties.config(), renderer));
    if (!tags.isEmpty()) {
      draft.config.set("tags", List.copyOf(tags), properties.position());
    }
    properties
        .primaryKey()
        .ifPresent(key -> draft.config.setIfAbsent("primary_key", key.columns(), key.position()));
    mergeDefaults(draft.config);
    draft.relation = relation(properties);
    return draft;
  }

  private static List<String> tags(YamlMapping config, YamlRenderer renderer) {
    Object said = config.get("tags").map(value -> renderer.render(value, "tags")).orElse(null);
    return switch (said) {
      case null -> List.of();
      case List<?> many -> many.stream().map(String::valueOf).toList();
      default -> List.of(String.valueOf(said));
    };
  }

  private static Map<String, @Nullable Object> kept(YamlMapping mapping, List<String> keys) {
    Map<String, @Nullable Object> kept = new LinkedHashMap<>();
    keys.forEach(key -> mapping.get(key).ifPresent(value -> kept.put(key, value.plain())));
    return kept;
  }

  /** What a source or a table says outside of its config counts as config too. */
  private static void source(
      ConfigLayer layer, YamlMapping top, YamlMapping config, YamlRenderer renderer) {
    for (YamlMapping mapping : List.of(top, config)) {
      for (String key : List.of("loaded_at_field", "loaded_at_query", "freshness", "meta")) {
        Entry entry = mapping.entries().get(key);
        if (entry == null) {
          continue;
        }
        Object value = renderer.render(entry.value(), key);
        if (value == null) {
          layer.unset(key, entry.position());
        } else if (value instanceof Map<?, ?> freshness && key.equals("freshness")) {
          layer.set(key, merged(layer.get(key), freshness), entry.position());
        } else {
          layer.set(key, value, entry.position());
        }
      }
    }
    Map<String, Object> values = renderer.mapping(config);
    values
        .keySet()
        .removeAll(List.of("loaded_at_field", "loaded_at_query", "freshness", "meta", "tags"));
    values.forEach(
        (key, value) -> {
          Entry entry = config.entries().get(key);
          layer.set(key, value, entry == null ? config.position() : entry.position());
        });
  }

  private static Map<Object, Object> merged(@Nullable Object before, Map<?, ?> after) {
    Map<Object, Object> all = new LinkedHashMap<>();
    if (before instanceof Map<?, ?> map) {
      all.putAll(map);
    }
    all.putAll(after);
    return all;
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
        properties
            .schema()
            .orElse(foreign ? properties.source() : target.database() + "_" + properties.source()),
        properties.identifier().orElse(properties.table()));
  }
}
