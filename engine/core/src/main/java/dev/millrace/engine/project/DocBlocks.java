package dev.millrace.engine.project;

import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import dev.millrace.engine.problem.SourcePosition;
import dev.millrace.engine.project.ResourceFiles.SourceFile;
import dev.millrace.engine.project.context.Faults;
import dev.millrace.engine.project.context.ProjectScope;
import dev.millrace.jinja.Callable;
import dev.millrace.jinja.EvaluationException;
import dev.millrace.jinja.TemplateBlocks;
import dev.millrace.jinja.TemplateException;
import dev.millrace.jinja.UndefinedPolicy;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The texts between {@code docs} tags, and the descriptions that use them. Used by one thread. */
final class DocBlocks {
  private final String rootPackage;
  private final ProjectScope scope;
  private final Consumer<Problem> problems;
  private final Map<String, DocBlock> blocks = new LinkedHashMap<>();

  DocBlocks(String rootPackage, ProjectScope scope, Consumer<Problem> problems) {
    this.rootPackage = rootPackage;
    this.scope = scope;
    this.problems = problems;
  }

  /** All blocks by unique id. */
  Map<String, DocBlock> all() {
    return blocks;
  }

  /** Adds the blocks of a file. */
  void read(String packageName, SourceFile file, String text) {
    if (!text.contains("docs")) {
      return;
    }
    try {
      for (TemplateBlocks.Block block : TemplateBlocks.scan(text, file.path())) {
        if (block.kind() == TemplateBlocks.Kind.DOCS) {
          DocBlock made =
              new DocBlock(
                  "doc." + packageName + "." + block.name(),
                  block.name(),
                  packageName,
                  file.resourcePath(),
                  file.packagePath(),
                  block.contents().strip());
          if (blocks.putIfAbsent(made.uniqueId(), made) != null) {
            problems.accept(
                Problem.warning(
                        ProblemCode.DUPLICATE_NAME,
                        "There are two docs blocks `" + block.name() + "` in one package")
                    .at(Faults.position(block.position()))
                    .remedy("Rename one of the two"));
          }
        }
      }
    } catch (TemplateException e) {
      problems.accept(DraftCompletion.asWarning(Faults.of(e)));
    }
  }

  /** Renders the descriptions of a node and of its columns. */
  void describe(NodeDraft draft) {
    draft.description = render(draft.description, draft.packageName, draft.position);
    draft.columns =
        draft.columns.stream()
            .map(
                column ->
                    column.described(
                        render(
                            column.description(),
                            draft.packageName,
                            column.position().orElse(draft.position))))
            .toList();
  }

  /** The description with the blocks it names. */
  String render(String description, String packageName, SourcePosition position) {
    if (!YamlRenderer.isTemplate(description)) {
      return description;
    }
    Callable doc =
        arguments -> {
          List<Object> names = arguments.positional();
          DocBlock block =
              names.size() == 2
                  ? find(List.of(String.valueOf(names.getFirst())), names.getLast())
                  : find(search(packageName), names.isEmpty() ? "" : names.getFirst());
          if (block == null) {
            throw EvaluationException.raised("There is no docs block of this name");
          }
          return block.contents();
        };
    try {
      return scope
          .environment()
          .parse(description, position.file(), Math.max(position.line(), 1), 1)
          .under(UndefinedPolicy.CHAINABLE)
          .render(YamlRenderer.context(scope, packageName, problems, Map.of("doc", doc)))
          .text();
    } catch (TemplateException e) {
      problems.accept(
          Problem.warning(
                  ProblemCode.YAML_INVALID,
                  "This description cannot be rendered: " + Faults.of(e).message())
              .at(position)
              .remedy("Name a docs block that exists, or put the braces into {% raw %}"));
      return description;
    }
  }

  private Set<String> search(String packageName) {
    Set<String> packages = new LinkedHashSet<>(List.of(rootPackage, packageName));
    blocks.values().forEach(block -> packages.add(block.packageName()));
    return packages;
  }

  private @Nullable DocBlock find(Iterable<String> packages, Object name) {
    for (String packageName : packages) {
      DocBlock block = blocks.get("doc." + packageName + "." + name);
      if (block != null) {
        return block;
      }
    }
    return null;
  }
}
