package dev.millrace.engine.project;

import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import dev.millrace.engine.project.yaml.YamlValue.YamlScalar;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Which models may be read by whom: a private one by its own group, a protected one of a package
 * that restricts access by that package alone.
 */
final class AccessRules {
  private final Set<String> restricted;
  private final ReferenceIndex references;
  private final Map<String, NodeDraft> drafts;
  private final Consumer<Problem> problems;

  /**
   * @param drafts by unique id
   */
  AccessRules(
      List<ProjectFile> packages,
      ReferenceIndex references,
      Map<String, NodeDraft> drafts,
      Consumer<Problem> problems) {
    this.restricted =
        packages.stream()
            .filter(AccessRules::restrictsAccess)
            .map(ProjectFile::name)
            .collect(Collectors.toUnmodifiableSet());
    this.references = references;
    this.drafts = drafts;
    this.problems = problems;
  }

  private static boolean restrictsAccess(ProjectFile file) {
    return file.document().get("restrict-access").orElse(null) instanceof YamlScalar scalar
        && scalar.text().equalsIgnoreCase("true");
  }

  /** Tells of each reference that is not allowed. */
  void check(List<NodeDraft> nodes, List<NodeDraft> tests) {
    boolean limits =
        !restricted.isEmpty()
            || drafts.values().stream().anyMatch(draft -> access(draft).equals("private"));
    if (limits) {
      nodes.forEach(this::check);
      // A generic test belongs to the model it stands at, whatever its group.
      tests.stream().filter(test -> test.generic == null).forEach(this::check);
    }
  }

  private void check(NodeDraft reader) {
    for (NodeDraft.Reference reference : reader.references) {
      if (!reference.source()) {
        read(reader, reference).ifPresent(model -> check(reader, model, reference));
      }
    }
  }

  private Optional<NodeDraft> read(NodeDraft reader, NodeDraft.Reference reference) {
    try {
      return Optional.ofNullable(
          drafts.get(
              references.ref(
                  reader.packageName, reference.scope(), reference.name(), reference.version())));
    } catch (MillraceException e) {
      // Told where references are resolved.
      return Optional.empty();
    }
  }

  private void check(NodeDraft reader, NodeDraft model, NodeDraft.Reference reference) {
    if (model.type != ResourceType.MODEL) {
      return;
    }
    boolean closed = restricted.contains(model.packageName);
    boolean elsewhere = closed && !reader.packageName.equals(model.packageName);
    Optional<String> group = model.text("group");
    switch (access(model)) {
      case "private" -> {
        if (elsewhere || !Objects.equals(reader.text("group"), group)) {
          refuse(
              reader,
              reference,
              "is private to " + group.map(name -> "the group `" + name + "`").orElse("no group"),
              "Put the reader into the same group, or set `access: protected` on the model");
        }
      }
      case "protected" -> {
        if (elsewhere) {
          refuse(
              reader,
              reference,
              "is protected within the package `" + model.packageName + "`",
              "Read a public model of the package, or set `access: public` on this one");
        }
      }
      default -> {}
    }
  }

  private static String access(NodeDraft draft) {
    return draft.type == ResourceType.MODEL ? draft.text("access").orElse("protected") : "";
  }

  private void refuse(NodeDraft reader, NodeDraft.Reference reference, String why, String remedy) {
    Problem problem =
        Problem.error(
                ProblemCode.REFERENCE_UNKNOWN,
                "`" + reader.name + "` may not read `" + reference.name() + "`, which " + why)
            .at(reference.position())
            .remedy(remedy);
    problems.accept(
        reader.type == ResourceType.TEST ? DraftCompletion.asWarning(problem) : problem);
    reader.template = null;
  }
}
