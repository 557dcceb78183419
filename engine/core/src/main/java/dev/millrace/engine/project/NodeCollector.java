package dev.millrace.engine.project;

import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import dev.millrace.engine.project.Concurrently.FileText;
import dev.millrace.engine.project.PropertyFile.NodeProperties;
import dev.millrace.engine.project.ResourceFiles.SourceFile;
import dev.millrace.engine.project.context.ProjectScope;
import dev.millrace.engine.project.yaml.YamlValue.YamlMapping;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Reads the files of one package into drafts of nodes, configured by dbt's precedence. */
final class NodeCollector {
  private static final List<String> PROPERTY_FOLDERS =
      List.of(
          "model-paths",
          "seed-paths",
          "snapshot-paths",
          "analysis-paths",
          "macro-paths",
          "test-paths");

  /** What may stand beside {@code config} and means the same as within. */
  private static final List<String> CONFIGS_OUTSIDE =
      List.of("meta", "docs", "group", "contract", "access");

  private final ProjectFile project;
  private final Optional<ProjectFile> root;
  private final ResourceFiles files;
  private final Consumer<Problem> problems;
  private final KindWarnings kinds;
  private final FileDrafter drafter;
  private final ProjectScope scope;
  private final Target target;
  private final YamlRenderer renderer;
  private final YamlFields fields;
  private final Map<String, ConfigTree> trees = new HashMap<>();
  private final List<PropertyFile> propertyFiles = new ArrayList<>();

  /**
   * @param root the project that uses this package; empty for the project itself
   */
  NodeCollector(
      ProjectFile project,
      Optional<ProjectFile> root,
      ResourceFiles files,
      ProjectScope scope,
      Target target,
      KindWarnings kinds,
      Consumer<Problem> problems) {
    this.project = project;
    this.root = root;
    this.files = files;

    this.problems = problems;
    this.kinds = kinds;
    this.scope = scope;
    this.drafter = new FileDrafter(project.name(), problems);
    this.target = target;
    this.renderer = new YamlRenderer(scope, project.name(), problems);
    this.fields = new YamlFields(problems);
  }

  /** Property files, once {@link #collect} has read them. */
  List<PropertyFile> propertyFiles() {
    return propertyFiles;
  }

  /** CSV files of the test folders and SQL files of their fixtures, by name with ending. */
  Map<String, Path> fixtures() {
    Map<String, Path> fixtures = new LinkedHashMap<>();
    files
        .in(List.of("test-paths"), ".csv")
        .forEach(file -> fixtures.put(file.stem() + ".csv", file.file()));
    files.in(List.of("test-paths"), ".sql").stream()
        .filter(file -> file.folders().contains("fixtures"))
        .forEach(file -> fixtures.put(file.stem() + ".sql", file.file()));
    return fixtures;
  }

  List<NodeDraft> collect() {
    readPropertyFiles();
    Map<String, NodeProperties> properties = properties();
    List<NodeDraft> drafts = new ArrayList<>();
    SourceDrafter sources = new SourceDrafter(target, scope.dialect());
    for (PropertyFile file : propertyFiles) {
      file.sources()
          .forEach(
              source ->
                  drafts.add(sources.draft(file, source, tree(project, "sources"), renderer)));
    }
    add(ResourceType.SEED, "seed-paths", properties, drafts, ".csv");
    add(ResourceType.MODEL, "model-paths", properties, drafts, ".sql", ".py");
    add(ResourceType.ANALYSIS, "analysis-paths", properties, drafts, ".sql");
    snapshots(properties, drafts);
    List<NodeDraft> hooks = drafter.hooks(project);
    for (NodeDraft hook : hooks) {
      kinds.count("Hooks of the project", hook.position);
      configure(hook, Optional.empty());
    }
    parse(hooks, drafts);
    unmatched(properties, drafts);
    tests(drafts);
    return drafts;
  }

  private void readPropertyFiles() {
    PropertyFileReader reader = new PropertyFileReader(problems, kinds, renderer);
    Concurrently.readYaml(files.in(PROPERTY_FOLDERS, ".yml", ".yaml"), problems)
        .forEach(
            read -> propertyFiles.add(reader.read(project.name(), read.file(), read.content())));
  }

  /** Descriptions by kind and name of file; a latest version may also go without its number. */
  private Map<String, NodeProperties> properties() {
    Map<String, NodeProperties> byId = new LinkedHashMap<>();
    Set<String> models = new HashSet<>();
    files.in(List.of("model-paths"), ".sql", ".py").forEach(file -> models.add(file.stem()));
    for (PropertyFile file : propertyFiles) {
      for (NodeProperties properties : file.nodes()) {
        String stem =
            properties.files().stream()
                .filter(models::contains)
                .findFirst()
                .orElse(properties.files().getFirst());
        String id = properties.type().dbtName() + "." + stem;
        NodeProperties before = byId.putIfAbsent(id, properties);
        if (before != null) {
          problems.accept(
              Problem.error(
                      ProblemCode.DUPLICATE_NAME,
                      "The "
                          + properties.type().dbtName()
                          + " `"
                          + properties.name()
                          + "` is described twice, first at "
                          + before.position())
                  .at(properties.position())
                  .remedy("Join the two descriptions"));
        }
      }
    }
    return byId;
  }

  private void add(
      ResourceType type,
      String folder,
      Map<String, NodeProperties> properties,
      List<NodeDraft> drafts,
      String... endings) {
    List<NodeDraft> added = new ArrayList<>();
    for (FileText<String> read : Concurrently.read(files.in(List.of(folder), endings), problems)) {
      SourceFile file = read.file();
      Optional<NodeProperties> described =
          Optional.ofNullable(properties.get(type.dbtName() + "." + file.stem()));
      NodeDraft draft = drafter.file(type, file, read.content(), described);
      if (file.path().endsWith(".py")) {
        draft.language = "python";
        kinds.count("Python models", draft.position);
      }
      configure(draft, described);
      added.add(draft);
    }
    parse(added, drafts);
  }

  private void snapshots(Map<String, NodeProperties> properties, List<NodeDraft> drafts) {
    List<NodeDraft> snapshots = new ArrayList<>();
    for (FileText<String> read :
        Concurrently.read(files.in(List.of("snapshot-paths"), ".sql"), problems)) {
      snapshots.addAll(drafter.snapshots(read.file(), read.content()));
    }
    for (PropertyFile file : propertyFiles) {
      for (NodeProperties described : file.nodes()) {
        if (described.type() == ResourceType.SNAPSHOT) {
          drafter.snapshot(file, described).ifPresent(snapshots::add);
        }
      }
    }
    for (NodeDraft draft : snapshots) {
      kinds.count("Snapshots", draft.position);
      configure(draft, Optional.ofNullable(properties.get("snapshot." + draft.name)));
    }
    parse(snapshots, drafts);
  }

  /** Generic tests of the property files, and those that are files of their own. */
  private void tests(List<NodeDraft> drafts) {
    GenericTestDrafter drafter = new GenericTestDrafter(renderer, fields);
    List<NodeDraft> generic = new ArrayList<>();
    for (PropertyFile file : propertyFiles) {
      for (PropertyFile.TestSpec spec : file.tests()) {
        drafter.draft(file, spec, tree(project, testTree(project))).ifPresent(generic::add);
      }
    }
    generic.forEach(draft -> draft.quoting = scope.dialect().quoting());
    Concurrently.each(generic, this::parse, problems);
    for (NodeDraft draft : generic) {
      root.ifPresent(user -> tree(user, testTree(user)).apply(draft.fqn, draft.config));
      complete(draft);
      drafts.add(draft);
    }
    List<NodeDraft> singular = new ArrayList<>();
    add(ResourceType.TEST, "test-paths", Map.of(), singular, ".sql");
    for (NodeDraft draft : singular) {
      if (!draft.resourcePath.startsWith("generic/")
          && !draft.resourcePath.startsWith("fixtures/")) {
        draft.config.setIfAbsent("schema", "dbt_test__audit", draft.position);
        complete(draft);
        drafts.add(draft);
      }
    }
  }

  private void complete(NodeDraft draft) {
    StoredFailures.complete(draft);
    if (Boolean.TRUE.equals(draft.config.get("store_failures"))) {
      kinds.count("Stored failures of data tests", draft.origin("store_failures"));
    }
  }

  private static String testTree(ProjectFile file) {
    return file.document().get("data_tests").isPresent() ? "data_tests" : "tests";
  }

  /** Everything but what the draft's own text says, which {@link #parse} reads. */
  private void configure(NodeDraft draft, Optional<NodeProperties> described) {
    String tree =
        switch (draft.type) {
          case SEED -> "seeds";
          case SNAPSHOT -> "snapshots";
          case TEST -> testTree(project);
          case MODEL, SOURCE, ANALYSIS, OPERATION -> "models";
        };
    draft.quoting = scope.dialect().quoting();
    tree(project, tree).apply(draft.fqn, draft.config);
    if (draft.type == ResourceType.ANALYSIS) {
      tree(project, "analyses").apply(draft.fqn, draft.config);
    }
    described.ifPresent(properties -> describe(draft, properties));
    if (draft.language.equals("python")
        && described.flatMap(properties -> properties.config().get("materialized")).isEmpty()) {
      // As in dbt, whatever the project says of its models: no database makes a view of Python.
      draft.config.set("materialized", "table", draft.position);
    }
    DraftBase base =
        new DraftBase(draft.config.copy(), root.map(file -> tree(file, tree)), draft.version);
    draft.base = base;
  }

  private void parse(List<NodeDraft> configured, List<NodeDraft> drafts) {
    Concurrently.each(configured, this::parse, problems);
    drafts.addAll(configured);
  }

  private void parse(NodeDraft draft, Consumer<Problem> told) {
    if (draft.language.equals("python")) {
      new PythonModelParser(scope.environment()).parse(draft);
    } else if (draft.type == ResourceType.TEST || draft.type == ResourceType.OPERATION) {
      new ModelParser(scope, problem -> told.accept(DraftCompletion.asWarning(problem)))
          .parse(draft);
    } else if (draft.type != ResourceType.SEED) {
      new ModelParser(scope, told).parse(draft);
    }
    if (draft.base != null) {
      draft.base.finish(draft);
    }
  }

  private void describe(NodeDraft draft, NodeProperties properties) {
    draft.description = properties.description();
    draft.patchPath = Optional.of(project.name() + "://" + properties.file());
    draft.columns = properties.columns();
    YamlMapping config = properties.config();
    renderer
        .mapping(config)
        .forEach(
            (key, value) -> {
              var entry = config.entries().get(key);
              if (entry == null) {
                draft.config.set(key, value, config.position());
              } else {
                draft.config.set(key, value, entry);
              }
            });
    for (String key : CONFIGS_OUTSIDE) {
      var entry = properties.top().entries().get(key);
      if (entry != null && !config.entries().containsKey(key)) {
        Object value = renderer.render(entry.value(), key);
        if (value != null) {
          draft.config.set(key, value, entry);
        }
      }
    }
    draft.properties = properties.top().plain();
    properties
        .primaryKey()
        .ifPresent(
            key -> {
              if (draft.config.get("primary_key") == null) {
                draft.config.set("primary_key", key.columns(), key.position());
                draft.derived.add("primary_key");
              }
            });
  }

  private ConfigTree tree(ProjectFile file, String key) {
    return trees.computeIfAbsent(
        file.name() + "/" + key,
        ignored -> ConfigTree.of(fields.mapping(file.document(), key), renderer));
  }

  private void unmatched(Map<String, NodeProperties> properties, List<NodeDraft> drafts) {
    Map<String, NodeProperties> rest = new LinkedHashMap<>(properties);
    drafts.forEach(
        draft -> {
          String path = draft.resourcePath.substring(draft.resourcePath.lastIndexOf('/') + 1);
          rest.remove(draft.type.dbtName() + "." + path.replaceFirst("\\.[^.]*$", ""));
          rest.remove(draft.type.dbtName() + "." + draft.name);
        });
    List<String> names = drafts.stream().map(draft -> draft.name).toList();
    rest.values()
        .forEach(
            orphan -> {
              Problem problem =
                  Problem.warning(
                          ProblemCode.REFERENCE_UNKNOWN,
                          "The "
                              + orphan.type().dbtName()
                              + " `"
                              + orphan.name()
                              + "` is described here, but there is no file of this name")
                      .at(orphan.position());
              problems.accept(
                  NameSuggester.nearest(orphan.name(), names)
                      .map(near -> problem.remedy("Did you mean `" + near + "`?"))
                      .orElse(problem.remedy("Correct the name or take the description out")));
            });
  }
}
