package dev.millrace.engine.project;

import dev.millrace.engine.problem.SourcePosition;
import dev.millrace.engine.project.PropertyFile.TestSpec;
import dev.millrace.engine.project.yaml.YamlValue;
import dev.millrace.engine.project.yaml.YamlValue.YamlMapping;
import dev.millrace.engine.project.yaml.YamlValue.YamlScalar;
import dev.millrace.engine.project.yaml.YamlValue.YamlSequence;
import dev.millrace.jinja.values.Python;
import dev.millrace.jinja.values.Values;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Turns the tests of property files into drafts, named as dbt names them. */
final class GenericTestDrafter {
  private static final Pattern NAME =
      Pattern.compile("(?:([a-zA-Z_][0-9a-zA-Z_]*)\\.)?([a-zA-Z_][0-9a-zA-Z_]*).*");

  /** Arguments of the YAML that configure the test and are not handed to its macro, in order. */
  private static final List<String> CONFIGS =
      List.of(
          "severity",
          "tags",
          "enabled",
          "where",
          "limit",
          "warn_if",
          "error_if",
          "fail_calc",
          "store_failures",
          "store_failures_as",
          "meta",
          "database",
          "schema",
          "alias");

  private final YamlRenderer renderer;
  private final YamlFields fields;

  GenericTestDrafter(YamlRenderer renderer, YamlFields fields) {
    this.renderer = renderer;
    this.fields = fields;
  }

  /** The draft; empty when the test is written wrongly, which is told. */
  Optional<NodeDraft> draft(PropertyFile file, TestSpec spec, ConfigTree tree) {
    Map<String, @Nullable Object> arguments = new LinkedHashMap<>();
    Optional<String> written = written(spec.definition(), arguments);
    Matcher name = NAME.matcher(written.orElse(""));
    if (written.isEmpty() || !name.matches()) {
      fields.report(
          spec.definition().position(),
          "This is no data test",
          "Write its name, or its name with its arguments below it");
      return Optional.empty();
    }
    if (arguments.remove("arguments") instanceof Map<?, ?> nested) {
      nested.forEach((key, value) -> arguments.put(String.valueOf(key), value));
    }
    spec.column().ifPresent(column -> arguments.put("column_name", column));
    arguments.put("model", "{{ get_where_subquery(" + target(spec) + ") }}");
    Map<String, Object> config = config(file.path(), arguments);
    arguments.remove("description");
    Object custom = arguments.remove("name");
    Optional<String> namespace = Optional.ofNullable(name.group(1));
    GenericTestName names =
        custom == null
            ? GenericTestName.of(
                (spec.table().isPresent() ? "source_" : ""),
                namespace,
                name.group(2),
                spec.table().isPresent()
                    ? spec.parent() + "_" + spec.table().get()
                    : spec.parent() + spec.version().map(version -> "_v" + version).orElse(""),
                arguments)
            : new GenericTestName(String.valueOf(custom), String.valueOf(custom));
    if (!names.isWhole()) {
      config.putIfAbsent("alias", names.shortName());
    }
    GenericTest test =
        new GenericTest(
            name.group(2),
            namespace,
            arguments,
            spec.column(),
            spec.yamlKey() + "." + spec.parent());
    return Optional.of(made(file, spec, tree, names, test, config));
  }

  private static NodeDraft made(
      PropertyFile file,
      TestSpec spec,
      ConfigTree tree,
      GenericTestName names,
      GenericTest test,
      Map<String, Object> config) {
    List<String> fqn = new ArrayList<>(List.of(file.packageName()));
    String[] folders = file.packagePath().split("/", -1);
    for (int i = 1; i < folders.length - 1; i++) {
      fqn.add(folders[i]);
    }
    fqn.add(names.fullName());
    SourcePosition position = spec.definition().position();
    NodeDraft draft =
        new NodeDraft(
            ResourceType.TEST,
            file.packageName(),
            names.fullName() + "." + names.hash(test),
            names.fullName(),
            fqn,
            position,
            code(test, config));
    draft.generic = test;
    draft.testedVersion = spec.version();
    draft.originalFilePath = file.packagePath();
    draft.resourcePath = names.shortName() + ".sql";
    tree.apply(fqn, draft.config);
    Set<String> tags = new LinkedHashSet<>(spec.tags());
    config.forEach((key, value) -> draft.config.set(key, value, position));
    draft.config.setIfAbsent("schema", "dbt_test__audit", position);
    draft.tags = tags;
    return draft;
  }

  private static String target(TestSpec spec) {
    return spec.table()
        .map(table -> "source('" + spec.parent() + "', '" + table + "')")
        .orElseGet(
            () ->
                "ref('"
                    + spec.parent()
                    + "'"
                    + spec.version().map(version -> ", version='" + version + "'").orElse("")
                    + ")");
  }

  /** The test's name; its arguments are added. */
  private static Optional<String> written(
      YamlValue definition, Map<String, @Nullable Object> arguments) {
    return switch (definition) {
      case YamlScalar scalar when scalar.value() instanceof String text -> Optional.of(text);
      case YamlScalar scalar -> Optional.empty();
      case YamlSequence sequence -> Optional.empty();
      case YamlMapping mapping -> {
        Optional<YamlValue> alternate = mapping.get("test_name");
        if (alternate.isPresent()) {
          arguments.putAll(mapping.plain());
          yield Optional.ofNullable(arguments.remove("test_name")).map(String::valueOf);
        }
        if (mapping.entries().size() != 1) {
          yield Optional.empty();
        }
        String name = mapping.entries().keySet().iterator().next();
        if (mapping.get(name).orElse(null) instanceof YamlMapping inner) {
          arguments.putAll(inner.plain());
        }
        yield Optional.of(name);
      }
    };
  }

  private Map<String, Object> config(String file, Map<String, @Nullable Object> arguments) {
    Map<String, @Nullable Object> block = new LinkedHashMap<>();
    if (arguments.remove("config") instanceof Map<?, ?> map) {
      map.forEach((key, value) -> block.put(String.valueOf(key), value));
    }
    Map<String, Object> config = new LinkedHashMap<>();
    for (String key : CONFIGS) {
      Object value = arguments.remove(key);
      Object nested = block.remove(key);
      put(file, config, key, value == null ? nested : value);
    }
    block.forEach((key, value) -> put(file, config, key, value));
    return config;
  }

  private void put(String file, Map<String, Object> config, String key, @Nullable Object value) {
    Object rendered = value instanceof String text ? renderer.value(text, key, file) : value;
    if (rendered != null) {
      config.put(key, rendered);
    }
  }

  private static String code(GenericTest test, Map<String, Object> config) {
    List<String> parts = new ArrayList<>();
    config.forEach(
        (key, value) ->
            parts.add(
                key
                    + "="
                    + (value instanceof String text
                        ? '"' + text.replace("\"", "\\\"") + '"'
                        : Python.str(Values.of(value)))));
    return "{{ "
        + test.namespace().map(name -> name + ".").orElse("")
        + "test_"
        + test.name()
        + "(**_dbt_generic_test_kwargs) }}"
        + (parts.isEmpty() ? "" : "{{ config(" + String.join(",", parts) + ") }}");
  }
}
