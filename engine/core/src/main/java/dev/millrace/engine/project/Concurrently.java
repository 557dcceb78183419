package dev.millrace.engine.project;

import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.project.ResourceFiles.SourceFile;
import dev.millrace.engine.project.yaml.YamlDocument;
import dev.millrace.engine.project.yaml.YamlReader;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/**
 * Work on many files or drafts that know nothing of each other: done by all processors, and told in
 * the order of what it was done on, so that a load gives the same answer each time.
 */
final class Concurrently {
  private Concurrently() {}

  /** A file that could be read. */
  record FileText<T>(SourceFile file, T content) {}

  private record Outcome<R>(Optional<R> result, List<Problem> problems) {}

  /** The texts of the files that can be read. */
  static List<FileText<String>> read(List<SourceFile> files, Consumer<Problem> problems) {
    return map(
        files,
        (file, told) ->
            ProjectPaths.read(file.file(), file.path(), told)
                .map(text -> new FileText<>(file, text)),
        problems);
  }

  /** The files that can be read, as YAML; the faults of a document stand in the document. */
  static List<FileText<YamlDocument>> readYaml(List<SourceFile> files, Consumer<Problem> problems) {
    YamlReader reader = new YamlReader();
    return map(
        files,
        (file, told) ->
            ProjectPaths.read(file.file(), file.path(), told)
                .map(text -> new FileText<>(file, reader.read(text, file.path()))),
        problems);
  }

  /** Does the same to each draft; what it tells comes in the drafts' order. */
  static void each(
      Collection<NodeDraft> drafts,
      BiConsumer<NodeDraft, Consumer<Problem>> work,
      Consumer<Problem> problems) {
    map(
        drafts,
        (draft, told) -> {
          work.accept(draft, told);
          return Optional.of(draft);
        },
        problems);
  }

  private static <T, R> List<R> map(
      Collection<T> all,
      BiFunction<T, Consumer<Problem>, Optional<R>> work,
      Consumer<Problem> problems) {
    List<Outcome<R>> outcomes =
        all.parallelStream()
            .map(
                each -> {
                  List<Problem> told = new ArrayList<>(0);
                  return new Outcome<>(work.apply(each, told::add), told);
                })
            .toList();
    List<R> results = new ArrayList<>(outcomes.size());
    for (Outcome<R> outcome : outcomes) {
      outcome.problems().forEach(problems);
      outcome.result().ifPresent(results::add);
    }
    return results;
  }
}
