package dev.millrace.engine.project;

import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import dev.millrace.engine.project.PropertyFile.DeclaredKey;
import dev.millrace.engine.project.PropertyFile.NodeProperties;
import dev.millrace.engine.project.PropertyFile.SourceProperties;
import dev.millrace.engine.project.PropertyFile.TestSpec;
import dev.millrace.engine.project.ResourceFiles.SourceFile;
import dev.millrace.engine.project.yaml.YamlDocument;
import dev.millrace.engine.project.yaml.YamlValue;
import dev.millrace.engine.project.yaml.YamlValue.YamlMapping;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Reads property YAML. */
final class PropertyFileReader {
  private static final Map<String, ResourceType> NODES =
      Map.of(
          "models", ResourceType.MODEL,
          "seeds", ResourceType.SEED,
          "snapshots", ResourceType.SNAPSHOT,
          "analyses", ResourceType.ANALYSIS);

  /** dbt's other kinds of resource, with what they are called in a warning. */
  private static final Map<String, String> WITHOUT_EFFECT =
      Map.of(
          "exposures", "Exposures",
          "metrics", "Metrics",
          "semantic_models", "Semantic models",
          "saved_queries", "Saved queries",
          "groups", "Groups",
          "functions", "Functions");

  private static final Set<String> QUIET = Set.of("version", "macros", "data_tests", "anchors");

  private final Consumer<Problem> problems;
  private final KindWarnings kinds;
  private final YamlFields fields;
  private final YamlRenderer renderer;

  /**
   * @param kinds where uses of kinds without effect are counted
   */
  PropertyFileReader(Consumer<Problem> problems, KindWarnings kinds, YamlRenderer renderer) {
    this.problems = problems;
    this.kinds = kinds;
    this.fields = new YamlFields(problems);
    this.renderer = renderer;
  }

  PropertyFile read(String packageName, SourceFile file, YamlDocument document) {
    String path = file.path();
    List<TestSpec> tests = new ArrayList<>();
    document.problems().forEach(problems);
    List<NodeProperties> nodes = new ArrayList<>();
    List<SourceProperties> sources = new ArrayList<>();
    YamlMapping root = document.root();
    root.entries()
        .forEach(
            (key, entry) -> {
              ResourceType type = NODES.get(key);
              if (type != null) {
                fields
                    .mappings(root, key)
                    .forEach(mapping -> node(type, key, file.packagePath(), mapping, nodes, tests));
              } else if (key.equals("sources")) {
                fields.mappings(root, key).forEach(mapping -> source(mapping, sources, tests));
              } else if (WITHOUT_EFFECT.containsKey(key)) {
                kinds.count(String.valueOf(WITHOUT_EFFECT.get(key)), entry.position());
              } else if (!key.equals("unit_tests") && !QUIET.contains(key)) {
                unknown(key, entry.position());
              }
            });
    return new PropertyFile(
        packageName,
        path,
        file.folders(),
        nodes,
        sources,
        fields.mappings(root, "unit_tests"),
        tests,
        file.packagePath(),
        root);
  }

  private void unknown(String key, dev.millrace.engine.problem.SourcePosition position) {
    Set<String> known = new LinkedHashSet<>(NODES.keySet());
    known.addAll(WITHOUT_EFFECT.keySet());
    known.addAll(List.of("sources", "unit_tests", "macros", "version"));
    Problem problem =
        Problem.warning(
                ProblemCode.YAML_INVALID,
                "The key `" + key + "` has no meaning in this file and is passed over")
            .at(position);
    problems.accept(
        NameSuggester.nearest(key, known)
            .map(name -> problem.remedy("Did you mean `" + name + "`?"))
            .orElse(problem.remedy("Take it out")));
  }

  private void node(
      ResourceType type,
      String yamlKey,
      String file,
      YamlMapping mapping,
      List<NodeProperties> nodes,
      List<TestSpec> tests) {
    Optional<String> name = fields.name(mapping, type.dbtName());
    if (name.isEmpty()) {
      return;
    }
    List<VersionedModel> versions =
        type == ResourceType.MODEL
            ? VersionedModel.of(name.get(), mapping, fields)
            : List.of(new VersionedModel(mapping, Optional.empty(), List.of(name.get())));
    for (VersionedModel version : versions) {
      YamlMapping own = version.mapping();
      tests(
          yamlKey,
          name.get(),
          Optional.empty(),
          version.version().map(ModelVersion::text),
          List.of(),
          own,
          tests);
      nodes.add(
          new NodeProperties(
              type,
              name.get(),
              description(own),
              own.position(),
              columns(own),
              fields.mapping(own, "config"),
              primaryKey(own),
              file,
              version.version(),
              version.files(),
              own));
    }
  }

  private void source(YamlMapping mapping, List<SourceProperties> sources, List<TestSpec> tests) {
    Optional<String> source = fields.name(mapping, "source");
    if (source.isEmpty()) {
      return;
    }
    List<String> tags = fields.texts(mapping, "tags");
    for (YamlMapping table : fields.mappings(mapping, "tables")) {
      Optional<String> name = fields.name(table, "table");
      if (name.isEmpty()) {
        continue;
      }
      List<String> all = new ArrayList<>(tags);
      all.addAll(fields.texts(table, "tags"));
      tests("sources", source.get(), name, Optional.empty(), all, table, tests);
      sources.add(
          new SourceProperties(
              source.get(),
              name.get(),
              description(table),
              table.position(),
              renderer.text(mapping, "database").or(() -> renderer.text(mapping, "catalog")),
              renderer.text(mapping, "schema"),
              renderer.text(table, "identifier"),
              columns(table),
              all,
              fields.mapping(mapping, "config"),
              fields.mapping(table, "config"),
              primaryKey(table),
              mapping,
              table));
    }
  }

  private String description(YamlMapping mapping) {
    return fields.text(mapping, "description").map(String::strip).orElse("");
  }

  /** Adds the tests of the columns and then those of the whole, as dbt does. */
  private void tests(
      String yamlKey,
      String parent,
      Optional<String> table,
      Optional<String> version,
      List<String> inherited,
      YamlMapping mapping,
      List<TestSpec> tests) {
    for (YamlMapping column : fields.mappings(mapping, "columns")) {
      Optional<String> name = fields.text(column, "name");
      List<String> tags = new ArrayList<>(inherited);
      tags.addAll(fields.texts(column, "tags"));
      tags.addAll(fields.texts(fields.mapping(column, "config"), "tags"));
      for (YamlValue test : definitions(column)) {
        tests.add(new TestSpec(yamlKey, parent, table, name, version, test, tags));
      }
    }
    for (YamlValue test : definitions(mapping)) {
      tests.add(new TestSpec(yamlKey, parent, table, Optional.empty(), version, test, inherited));
    }
  }

  private List<YamlValue> definitions(YamlMapping mapping) {
    List<YamlValue> all = new ArrayList<>(fields.elements(mapping, "tests"));
    all.addAll(fields.elements(mapping, "data_tests"));
    return all;
  }

  private List<ColumnSpec> columns(YamlMapping mapping) {
    List<ColumnSpec> columns = new ArrayList<>();
    for (YamlMapping column : fields.mappings(mapping, "columns")) {
      fields
          .name(column, "column")
          .ifPresent(
              name ->
                  columns.add(
                      new ColumnSpec(
                          name,
                          description(column),
                          dataType(column),
                          kind(column),
                          fields.text(column, "expression"),
                          Optional.of(column.position()))));
    }
    return columns;
  }

  private Optional<String> dataType(YamlMapping column) {
    boolean required =
        fields.mappings(column, "constraints").stream()
            .anyMatch(each -> fields.text(each, "type").filter("not_null"::equals).isPresent());
    return fields
        .text(column, "data_type")
        .map(
            type ->
                required && !type.toUpperCase(Locale.ROOT).contains("NOT NULL")
                    ? type + " NOT NULL"
                    : type);
  }

  private ColumnSpec.Kind kind(YamlMapping column) {
    String kind = fields.text(column, "column_type").orElse("physical");
    return switch (kind.toLowerCase(Locale.ROOT)) {
      case "physical" -> ColumnSpec.Kind.PHYSICAL;
      case "metadata" -> ColumnSpec.Kind.METADATA;
      case "computed" -> ColumnSpec.Kind.COMPUTED;
      default -> {
        fields.report(
            column.position(),
            "`" + kind + "` is no column_type",
            "Use physical, metadata or computed");
        yield ColumnSpec.Kind.PHYSICAL;
      }
    };
  }

  private Optional<DeclaredKey> primaryKey(YamlMapping mapping) {
    for (YamlMapping constraint : fields.mappings(mapping, "constraints")) {
      if (fields.text(constraint, "type").filter("primary_key"::equals).isPresent()) {
        return Optional.of(
            new DeclaredKey(fields.texts(constraint, "columns"), constraint.position()));
      }
    }
    List<String> keyed = new ArrayList<>();
    Optional<DeclaredKey> first = Optional.empty();
    for (YamlMapping column : fields.mappings(mapping, "columns")) {
      for (YamlMapping constraint : fields.mappings(column, "constraints")) {
        if (fields.text(constraint, "type").filter("primary_key"::equals).isPresent()) {
          fields.text(column, "name").ifPresent(keyed::add);
          first = first.or(() -> Optional.of(new DeclaredKey(List.of(), constraint.position())));
        }
      }
    }
    return first.map(key -> new DeclaredKey(keyed, key.position()));
  }
}
