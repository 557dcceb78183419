package dev.millrace.engine.project;

import dev.millrace.engine.project.yaml.YamlValue;
import dev.millrace.engine.project.yaml.YamlValue.YamlMapping;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One of the configuration trees of a {@code dbt_project.yml}, such as {@code models:}, rendered
 * once. Keys with {@code +} are configs; without it, those whose value is no mapping.
 */
final class ConfigTree {
  private static final Set<String> NOT_RENDERED =
      Set.of("pre-hook", "post-hook", "pre_hook", "post_hook");

  private final ConfigLayer configs = new ConfigLayer();
  private final Map<String, ConfigTree> children = new LinkedHashMap<>();

  private ConfigTree() {}

  static ConfigTree of(YamlMapping mapping, YamlRenderer renderer) {
    ConfigTree tree = new ConfigTree();
    mapping
        .entries()
        .forEach(
            (name, entry) -> {
              if (name.startsWith("+") || !(entry.value() instanceof YamlMapping child)) {
                String key = name.startsWith("+") ? name.substring(1) : name;
                Object value = value(key, entry.value(), renderer);
                if (value != null) {
                  tree.configs.set(key, value, entry);
                }
              } else {
                tree.children.put(name, of(child, renderer));
              }
            });
    return tree;
  }

  private static @org.jspecify.annotations.Nullable Object value(
      String key, YamlValue value, YamlRenderer renderer) {
    return NOT_RENDERED.contains(key) ? value.plain() : renderer.render(value, key);
  }

  /** Sets what the tree says about a node, the least specific first. */
  void apply(List<String> fqn, ConfigLayer layer) {
    layer.setAll(configs);
    ConfigTree level = this;
    for (String part : fqn) {
      level = level.children.get(part);
      if (level == null) {
        return;
      }
      layer.setAll(level.configs);
    }
  }
}
