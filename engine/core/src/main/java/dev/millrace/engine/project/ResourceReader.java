package dev.millrace.engine.project;

import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import dev.millrace.engine.problem.SourcePosition;
import dev.millrace.engine.project.NodeDetails.NamedReference;
import dev.millrace.engine.project.ProjectResource.Kind;
import dev.millrace.engine.project.yaml.YamlValue;
import dev.millrace.engine.project.yaml.YamlValue.YamlMapping;
import dev.millrace.engine.project.yaml.YamlValue.YamlScalar;
import dev.millrace.jinja.Environment;
import dev.millrace.jinja.StaticCall;
import dev.millrace.jinja.TemplateException;
import dev.millrace.jinja.values.Python;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads exposures, groups and the semantic layer of property files. Used by one thread. */
final class ResourceReader {
  private final Environment environment;
  private final ReferenceIndex references;
  private final YamlFields fields;
  private final Consumer<Problem> problems;

  /** What one resource reads. */
  private static final class Reads {
    private final Set<String> dependsOn = new LinkedHashSet<>();
    private final List<NamedReference> refs = new ArrayList<>();
    private final List<NamedReference> sources = new ArrayList<>();
  }

  ResourceReader(Environment environment, ReferenceIndex references, Consumer<Problem> problems) {
    this.environment = environment;
    this.references = references;
    this.problems = problems;
    this.fields = new YamlFields(problems);
  }

  /** All resources by unique id; a faulty one is told and left out. */
  Map<String, ProjectResource> read(List<PropertyFile> files) {
    Map<String, ProjectResource> all = new LinkedHashMap<>();
    Map<String, String> measures = measures(files);
    for (PropertyFile file : files) {
      for (Kind kind : Kind.values()) {
        for (YamlMapping mapping : fields.mappings(file.root(), kind.plural())) {
          read(kind, file, mapping, measures)
              .ifPresent(
                  resource -> {
                    if (all.putIfAbsent(resource.uniqueId(), resource) != null) {
                      problems.accept(
                          Problem.warning(
                                  ProblemCode.DUPLICATE_NAME,
                                  "There are two " + kind.plural() + " `" + resource.name() + "`")
                              .at(mapping.position())
                              .remedy("Rename one of the two"));
                    }
                  });
        }
      }
    }
    return all;
  }

  /** Unique ids of semantic models by the measures they define. */
  private Map<String, String> measures(List<PropertyFile> files) {
    Map<String, String> measures = new LinkedHashMap<>();
    for (PropertyFile file : files) {
      for (YamlMapping model : fields.mappings(file.root(), Kind.SEMANTIC_MODEL.plural())) {
        Optional<String> name = fields.text(model, "name");
        for (YamlMapping measure : fields.mappings(model, "measures")) {
          name.ifPresent(
              owner ->
                  fields
                      .text(measure, "name")
                      .ifPresent(
                          text ->
                              measures.put(
                                  text, "semantic_model." + file.packageName() + "." + owner)));
        }
      }
    }
    return measures;
  }

  private Optional<ProjectResource> read(
      Kind kind, PropertyFile file, YamlMapping mapping, Map<String, String> measures) {
    Optional<String> name = fields.name(mapping, kind.dbtName().replace('_', ' '));
    Map<String, Object> config = config(mapping);
    if (name.isEmpty() || Boolean.FALSE.equals(config.get("enabled"))) {
      return Optional.empty();
    }
    Reads reads = new Reads();
    switch (kind) {
      case EXPOSURE ->
          fields.elements(mapping, "depends_on").forEach(each -> reference(file, each, reads));
      case SEMANTIC_MODEL -> mapping.get("model").ifPresent(value -> reference(file, value, reads));
      case METRIC -> metric(file, mapping, measures, reads);
      case SAVED_QUERY ->
          fields
              .texts(fields.mapping(mapping, "query_params"), "metrics")
              .forEach(metric -> reads.dependsOn.add(id(Kind.METRIC, file, metric)));
      case GROUP -> {}
    }
    List<String> fqn = new ArrayList<>(List.of(file.packageName()));
    fqn.addAll(file.folders());
    fqn.add(name.get());
    String packagePath = file.packagePath();
    return Optional.of(
        new ProjectResource(
            kind,
            id(kind, file, name.get()),
            name.get(),
            file.packageName(),
            file.path(),
            packagePath.substring(packagePath.indexOf('/') + 1),
            packagePath,
            fqn,
            List.copyOf(reads.dependsOn),
            reads.refs,
            reads.sources,
            config,
            mapping.plain()));
  }

  private static String id(Kind kind, PropertyFile file, String name) {
    return kind.dbtName() + "." + file.packageName() + "." + name;
  }

  private Map<String, Object> config(YamlMapping mapping) {
    Map<String, Object> config = new LinkedHashMap<>();
    for (YamlMapping part : List.of(mapping, fields.mapping(mapping, "config"))) {
      Set<String> keys =
          part.equals(mapping) ? Set.of("tags", "meta", "enabled") : part.entries().keySet();
      for (String key : keys) {
        Object value = part.get(key).map(YamlValue::plain).orElse(null);
        if (value != null) {
          config.merge(key, value, ResourceReader::merged);
        }
      }
    }
    return config;
  }

  private static Object merged(Object before, Object after) {
    if (before instanceof Map<?, ?> below && after instanceof Map<?, ?> above) {
      Map<Object, @Nullable Object> all = new LinkedHashMap<>(below);
      all.putAll(above);
      return all;
    }
    return after;
  }

  private void metric(
      PropertyFile file, YamlMapping mapping, Map<String, String> measures, Reads reads) {
    YamlMapping parameters = fields.mapping(mapping, "type_params");
    for (String key : List.of("measure", "numerator", "denominator")) {
      named(parameters, key)
          .ifPresent(
              name ->
                  reads.dependsOn.add(measures.getOrDefault(name, id(Kind.METRIC, file, name))));
    }
    for (YamlValue input : fields.elements(parameters, "metrics")) {
      String name =
          switch (input) {
            case YamlScalar scalar -> scalar.text();
            case YamlMapping named -> fields.text(named, "name").orElse("");
            case YamlValue.YamlSequence sequence -> "";
          };
      if (!name.isEmpty()) {
        reads.dependsOn.add(id(Kind.METRIC, file, name));
      }
    }
  }

  private Optional<String> named(YamlMapping mapping, String key) {
    return switch (mapping.get(key).orElse(null)) {
      case null -> Optional.empty();
      case YamlScalar scalar -> Optional.of(scalar.text());
      case YamlMapping named -> fields.text(named, "name");
      case YamlValue.YamlSequence sequence -> Optional.empty();
    };
  }

  private void reference(PropertyFile file, YamlValue value, Reads reads) {
    if (!(value instanceof YamlScalar scalar)) {
      return;
    }
    SourcePosition position = value.position();
    try {
      String text = scalar.text().strip().replaceAll("^\\{\\{|}}$", "");
      for (StaticCall call :
          environment.parse("{{ " + text + " }}", position.file()).staticCalls()) {
        List<String> names = call.positional().stream().map(String::valueOf).toList();
        switch (call.function() + names.size()) {
          case "ref1", "ref2" -> {
            Optional<String> scope =
                names.size() == 2 ? Optional.of(names.getFirst()) : Optional.empty();
            Object given = call.named().getOrDefault("v", call.named().get("version"));
            Optional<String> version = Optional.ofNullable(given).map(Python::str);
            reads.refs.add(new NamedReference(scope, names.getLast(), version));
            reads.dependsOn.add(
                references.ref(file.packageName(), scope, names.getLast(), version));
          }
          case "source2" -> {
            reads.sources.add(
                new NamedReference(
                    Optional.of(names.getFirst()), names.getLast(), Optional.empty()));
            reads.dependsOn.add(
                references.source(file.packageName(), names.getFirst(), names.getLast()));
          }
          case "metric1" -> reads.dependsOn.add(id(Kind.METRIC, file, names.getFirst()));
          default -> {}
        }
      }
    } catch (MillraceException e) {
      problems.accept(DraftCompletion.asWarning(e.problem().at(position)));
    } catch (TemplateException e) {
      problems.accept(
          Problem.warning(ProblemCode.YAML_INVALID, "`" + scalar.text() + "` names nothing to read")
              .at(position)
              .remedy("Write ref('a_model') or source('a_source', 'a_table')"));
    }
  }
}
