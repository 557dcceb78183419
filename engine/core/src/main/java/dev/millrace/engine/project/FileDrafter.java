package dev.millrace.engine.project;

import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.SourcePosition;
import dev.millrace.engine.project.PropertyFile.NodeProperties;
import dev.millrace.engine.project.ResourceFiles.SourceFile;
import dev.millrace.engine.project.context.Faults;
import dev.millrace.engine.project.yaml.YamlValue;
import dev.millrace.engine.project.yaml.YamlValue.YamlMapping;
import dev.millrace.engine.project.yaml.YamlValue.YamlScalar;
import dev.millrace.engine.project.yaml.YamlValue.YamlSequence;
import dev.millrace.jinja.TemplateBlocks;
import dev.millrace.jinja.TemplateException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Makes drafts of what files hold, before anything configures them. */
final class FileDrafter {
  /** How dbt calls the folder of analyses, whatever its name is. */
  private static final String ANALYSIS_FOLDER = "analysis";

  private final String packageName;
  private final Consumer<Problem> problems;

  FileDrafter(String packageName, Consumer<Problem> problems) {
    this.packageName = packageName;
    this.problems = problems;
  }

  /** A node that is a whole file. */
  NodeDraft file(
      ResourceType type, SourceFile file, String text, Optional<NodeProperties> described) {
    Optional<ModelVersion> version = described.flatMap(NodeProperties::version);
    String name = version.isPresent() ? described.orElseThrow().name() : file.stem();
    List<String> fqn = new ArrayList<>(List.of(packageName));
    if (type == ResourceType.ANALYSIS) {
      fqn.add(ANALYSIS_FOLDER);
    }
    fqn.addAll(file.folders());
    fqn.add(name);
    version.map(ModelVersion::suffix).ifPresent(fqn::add);
    NodeDraft draft =
        new NodeDraft(
            type,
            packageName,
            version.map(known -> name + "." + known.suffix()).orElse(name),
            name,
            fqn,
            SourcePosition.of(file.path()),
            text);
    draft.version = version;
    draft.originalFilePath = file.packagePath();
    draft.resourcePath =
        (type == ResourceType.ANALYSIS ? ANALYSIS_FOLDER + "/" : "") + file.resourcePath();
    return draft;
  }

  /** The snapshots that blocks of a file define. */
  List<NodeDraft> snapshots(SourceFile file, String text) {
    List<NodeDraft> drafts = new ArrayList<>();
    try {
      for (TemplateBlocks.Block block : TemplateBlocks.scan(text, file.path())) {
        if (block.kind() == TemplateBlocks.Kind.SNAPSHOT) {
          List<String> fqn = new ArrayList<>(List.of(packageName));
          fqn.addAll(file.folders());
          fqn.add(file.stem());
          fqn.add(block.name());
          NodeDraft draft =
              new NodeDraft(
                  ResourceType.SNAPSHOT,
                  packageName,
                  block.name(),
                  block.name(),
                  fqn,
                  Faults.position(block.position()),
                  block.contents());
          draft.originalFilePath = file.packagePath();
          draft.resourcePath = file.resourcePath();
          draft.codeStart = Faults.position(block.contentsPosition());
          drafts.add(draft);
        }
      }
    } catch (TemplateException e) {
      problems.accept(Faults.of(e));
    }
    return drafts;
  }

  /** A snapshot that its YAML defines wholly; empty when the YAML only describes one. */
  Optional<NodeDraft> snapshot(PropertyFile file, NodeProperties described) {
    if (!(described.top().get("relation").orElse(null) instanceof YamlScalar relation)) {
      return Optional.empty();
    }
    List<String> fqn = new ArrayList<>(List.of(packageName));
    fqn.addAll(file.folders());
    fqn.add(described.name());
    NodeDraft draft =
        new NodeDraft(
            ResourceType.SNAPSHOT,
            packageName,
            described.name(),
            described.name(),
            fqn,
            described.position(),
            "select * from {{ " + relation.text() + " }}");
    draft.originalFilePath = file.packagePath();
    String path = file.packagePath();
    draft.resourcePath = path.substring(path.indexOf('/') + 1) + "/" + described.name() + ".sql";
    draft.codeStart = relation.position();
    return Optional.of(draft);
  }

  /** The hooks of a project file. */
  List<NodeDraft> hooks(ProjectFile project) {
    List<NodeDraft> drafts = new ArrayList<>();
    for (String key : List.of("on-run-start", "on-run-end")) {
      List<YamlValue> hooks =
          switch (project.document().get(key).orElse(null)) {
            case null -> List.of();
            case YamlSequence sequence -> sequence.elements();
            case YamlScalar scalar -> scalar.value() == null ? List.of() : List.of(scalar);
            case YamlMapping mapping -> List.of();
          };
      for (int i = 0; i < hooks.size(); i++) {
        if (hooks.get(i) instanceof YamlScalar hook) {
          drafts.add(hook(key, i, hook));
        }
      }
    }
    return drafts;
  }

  private NodeDraft hook(String key, int index, YamlScalar hook) {
    String name = packageName + "-" + key + "-" + index;
    NodeDraft draft =
        new NodeDraft(
            ResourceType.OPERATION,
            packageName,
            name,
            List.of(packageName, "hooks", name),
            hook.position(),
            hook.text());
    draft.originalFilePath = "./" + ProjectFileReader.FILE;
    draft.resourcePath = "hooks/" + name + ".sql";
    draft.codeStart = hook.textPosition();
    draft.tags = java.util.Set.of(key);
    draft.properties = Map.of("index", (long) index);
    return draft;
  }
}
