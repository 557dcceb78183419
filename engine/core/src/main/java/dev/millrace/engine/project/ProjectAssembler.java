package dev.millrace.engine.project;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.connect.RelationName;
import dev.millrace.engine.graph.Dag;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import dev.millrace.engine.problem.SourcePosition;
import dev.millrace.engine.project.ResourceFiles.SourceFile;
import dev.millrace.engine.project.context.NamingMacros;
import dev.millrace.engine.project.context.ProjectScope;
import dev.millrace.engine.project.yaml.YamlValue.YamlMapping;
import dev.millrace.jinja.Template;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Puts a project together from the files of all its packages. For one load. */
final class ProjectAssembler {
  private static final List<String> DOCS_FOLDERS =
      List.of(
          "docs-paths",
          "model-paths",
          "seed-paths",
          "snapshot-paths",
          "analysis-paths",
          "macro-paths",
          "test-paths");

  private final Path root;
  private final ProjectFile project;
  private final List<ProjectFile> packages;
  private final ProjectScope scope;
  private final Target target;
  private final List<Problem> problems;
  private final KindWarnings kinds = new KindWarnings();
  private final DocBlocks docs;
  private final List<PropertyFile> propertyFiles = new ArrayList<>();
  private final Map<String, Path> fixtures = new LinkedHashMap<>();

  ProjectAssembler(
      Path root,
      ProjectFile project,
      List<ProjectFile> packages,
      ProjectScope scope,
      Target target,
      List<Problem> problems) {
    this.root = root;
    this.project = project;
    this.packages = packages;
    this.scope = scope;
    this.target = target;
    this.problems = problems;
    this.docs = new DocBlocks(project.name(), scope, problems::add);
  }

  Project assemble() {
    List<NodeDraft> drafts = new ArrayList<>(collect(project, Optional.empty()));
    for (ProjectFile file : packages) {
      drafts.addAll(collect(file, Optional.of(project)));
    }
    List<String> disabled = new ArrayList<>();
    List<String> disabledIds = new ArrayList<>();
    List<NodeDraft> tests = new ArrayList<>();
    List<NodeDraft> relations = new ArrayList<>();
    for (NodeDraft draft : drafts) {
      if (!draft.isEnabled()) {
        disabled.add(referenceName(draft));
        draft.version.ifPresent(
            version ->
                disabled.add(ReferenceIndex.versioned(draft.name, Optional.of(version.text()))));
        disabledIds.add(draft.uniqueId);
      } else if (draft.type == ResourceType.TEST) {
        tests.add(draft);
      } else {
        relations.add(draft);
      }
    }
    Map<String, NodeDraft> enabled = unique(relations);
    DraftCompletion completion = new DraftCompletion(problems::add);
    enabled.values().forEach(completion::materialize);
    completion.report();
    name(enabled);
    drafts.forEach(docs::describe);
    ReferenceIndex references = index(enabled, disabled);
    enabled.values().forEach(draft -> completion.resolve(draft, references, enabled.keySet()));
    new AccessRules(packages, references, enabled, problems::add).check(relations, tests);
    Map<String, Node> nodes = nodes(enabled);
    Map<String, Node> operations = operations(nodes);
    cycles(nodes, enabled);
    Map<String, UnitTest> unitTests = unitTests(references, nodes);
    Selectors selectors = new SelectorsReader(scope, project.name(), problems::add).read(root);
    Map<String, ProjectResource> resources =
        new ResourceReader(scope.environment(), references, problems::add).read(propertyFiles);
    kinds.report(problems::add);
    DataTestCompletion testCompletion =
        new DataTestCompletion(completion, references, scope, target, problems::add);
    Map<String, DataTest> dataTests = testCompletion.complete(tests, enabled.keySet());
    Map<String, Node> disabledNodes = new LinkedHashMap<>();
    Map<String, NodeDetails> details = new LinkedHashMap<>();
    for (NodeDraft draft : drafts) {
      if (!draft.isEnabled() && draft.type != ResourceType.TEST) {
        // What is switched off gets no name from macros: its own stands for it.
        disabledNodes.put(
            draft.uniqueId,
            draft.toNode(
                new RelationName(
                    target.catalog(), target.database(), draft.text("alias").orElse(draft.name))));
        details.put(draft.uniqueId, draft.details());
      }
    }
    enabled.forEach((id, draft) -> details.put(id, draft.details()));
    tests.forEach(draft -> details.put(draft.uniqueId, draft.details()));
    Map<String, Template> templates = new LinkedHashMap<>();
    Map<String, DraftBase> bases = new LinkedHashMap<>();
    tests.stream()
        .filter(draft -> draft.template != null && dataTests.containsKey(draft.uniqueId))
        .forEach(draft -> templates.put(draft.uniqueId, requireNonNull(draft.template)));
    enabled.forEach(
        (id, draft) -> {
          if (draft.template != null) {
            templates.put(id, draft.template);
          }
          if (draft.base != null) {
            bases.put(id, draft.base);
          }
        });
    return new Project(
        root,
        project.name(),
        target,
        nodes,
        unitTests,
        // One faulty macro fails in the same way for every node that calls it.
        problems.stream().distinct().toList(),
        new ProjectTemplates(
            scope,
            references,
            templates,
            Optional.of(new NodeRereader(scope, references, target, bases))),
        new ProjectDetails(
            dataTests,
            operations,
            details,
            disabledIds,
            disabledNodes,
            resources,
            docs.all(),
            selectors));
  }

  private List<NodeDraft> collect(ProjectFile file, Optional<ProjectFile> user) {
    ResourceFiles files = new ResourceFiles(root, file, problems::add);
    for (SourceFile text : files.in(DOCS_FOLDERS, ".md")) {
      ProjectPaths.read(text.file(), text.path(), problems::add)
          .ifPresent(content -> docs.read(file.name(), text, content));
    }
    NodeCollector collector =
        new NodeCollector(file, user, files, scope, target, kinds, problems::add);
    List<NodeDraft> drafts = collector.collect();
    propertyFiles.addAll(collector.propertyFiles());
    fixtures.putAll(collector.fixtures());
    return drafts;
  }

  private Map<String, NodeDraft> unique(List<NodeDraft> drafts) {
    Map<String, NodeDraft> unique = new LinkedHashMap<>();
    for (NodeDraft draft : drafts) {
      NodeDraft before = unique.putIfAbsent(draft.uniqueId, draft);
      if (before != null) {
        problems.add(
            Problem.error(
                    ProblemCode.DUPLICATE_NAME,
                    "There are two "
                        + draft.type.dbtName()
                        + "s `"
                        + referenceName(draft)
                        + "`, the other at "
                        + before.position)
                .at(draft.position)
                .remedy("Rename one of the two"));
      }
    }
    return unique;
  }

  private static String referenceName(NodeDraft draft) {
    return draft.type == ResourceType.SOURCE
        ? draft.fqn.get(draft.fqn.size() - 2) + "." + draft.name
        : draft.name;
  }

  private void name(Map<String, NodeDraft> drafts) {
    NamingMacros macros = new NamingMacros(scope);
    Concurrently.each(
        drafts.values().stream().filter(draft -> draft.relation == null).toList(),
        (draft, told) -> new RelationNamer(target, macros, told).nameByMacros(draft),
        problems::add);
    // Elsewhere nothing is created for a source, which may well be one's own seed.
    new SharedTables(problems::add).tell(drafts.values(), scope.dialect().target().isEmpty());
  }

  private ReferenceIndex index(Map<String, NodeDraft> drafts, List<String> disabled) {
    Map<String, Map<String, String>> models = new LinkedHashMap<>();
    Map<String, Map<String, String>> sources = new LinkedHashMap<>();
    for (NodeDraft draft : drafts.values()) {
      switch (draft.type) {
        case MODEL, SEED, SNAPSHOT -> {
          if (draft.version.isEmpty() || draft.version.get().isLatest()) {
            put(models, referenceName(draft), draft);
          }
          draft.version.ifPresent(
              version ->
                  put(
                      models,
                      ReferenceIndex.versioned(draft.name, Optional.of(version.text())),
                      draft));
        }
        case SOURCE -> put(sources, referenceName(draft), draft);
        case ANALYSIS, TEST, OPERATION -> {}
      }
    }
    return new ReferenceIndex(project.name(), models, sources, disabled);
  }

  private static void put(Map<String, Map<String, String>> index, String name, NodeDraft draft) {
    index
        .computeIfAbsent(name, ignored -> new LinkedHashMap<>())
        .put(draft.packageName, draft.uniqueId);
  }

  private static Map<String, Node> nodes(Map<String, NodeDraft> drafts) {
    Map<String, Node> nodes = new LinkedHashMap<>();
    drafts.forEach(
        (id, draft) -> {
          RelationName relation = draft.relation;
          if (relation != null) {
            nodes.put(id, draft.toNode(relation));
          }
        });
    return nodes;
  }

  /** Takes the hooks out: they stand in no graph. */
  private static Map<String, Node> operations(Map<String, Node> nodes) {
    Map<String, Node> operations = new LinkedHashMap<>();
    nodes.values().stream()
        .filter(node -> node.resourceType() == ResourceType.OPERATION)
        .forEach(node -> operations.put(node.uniqueId(), node));
    nodes.keySet().removeAll(operations.keySet());
    return operations;
  }

  private void cycles(Map<String, Node> nodes, Map<String, NodeDraft> drafts) {
    for (List<String> cycle : Dag.ofNodes(nodes.values()).cycles()) {
      List<String> names = cycle.stream().map(id -> named(id, nodes)).toList();
      problems.add(
          Problem.error(
                  ProblemCode.CYCLE, "These models read each other: " + String.join(" -> ", names))
              .at(firstReference(cycle, drafts))
              .remedy("Take one of these references out"));
    }
  }

  private static String named(String id, Map<String, Node> nodes) {
    Node node = nodes.get(id);
    return node == null ? id : node.name();
  }

  /** Where the first node of the cycle reads the second. */
  private static SourcePosition firstReference(List<String> cycle, Map<String, NodeDraft> drafts) {
    NodeDraft reader = drafts.get(cycle.getFirst());
    NodeDraft read = drafts.get(cycle.get(1));
    if (reader == null || read == null) {
      return SourcePosition.of(ProjectFileReader.FILE);
    }
    return reader.references.stream()
        .filter(reference -> reference.name().equals(read.name))
        .findFirst()
        .map(NodeDraft.Reference::position)
        .orElse(reader.position);
  }

  private Map<String, UnitTest> unitTests(ReferenceIndex references, Map<String, Node> nodes) {
    UnitTestReader reader =
        new UnitTestReader(scope.environment(), references, root, fixtures, problems::add);
    Map<String, UnitTest> tests = new LinkedHashMap<>();
    for (PropertyFile file : propertyFiles) {
      for (YamlMapping mapping : file.unitTests()) {
        for (UnitTest test : reader.read(file, mapping)) {
          if (nodes.containsKey(test.model())) {
            add(test, tests);
          }
        }
      }
    }
    return tests;
  }

  private void add(UnitTest test, Map<String, UnitTest> tests) {
    UnitTest before = tests.putIfAbsent(test.uniqueId(), test);
    if (before != null) {
      problems.add(
          Problem.error(
                  ProblemCode.DUPLICATE_NAME,
                  "There are two unit tests `"
                      + test.name()
                      + "` of one model, the other at "
                      + before.position())
              .at(test.position())
              .remedy("Rename one of the two"));
    }
  }
}
