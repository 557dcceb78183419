package dev.millrace.engine.project;

import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import dev.millrace.engine.problem.SourcePosition;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the config {@code materialized} means, in all dialects. */
final class ModelMaterializations {
  /** Other dialects' tables that a long-running job can keep up to date. */
  private static final Set<String> TABLES = Set.of("table", "incremental", "materialized_table");

  private static final Map<String, String> UNSUPPORTED =
      Map.of(
          "materialized_view", "Use streaming_table",
          "snapshot", "Use streaming_table with a primary_key");

  private ModelMaterializations() {}

  /**
   * The materialization of a model.
   *
   * @throws MillraceException CONFIG_INVALID
   */
  static Materialization of(String name, SourcePosition origin) {
    Optional<Materialization> own =
        Arrays.stream(Materialization.values())
            .filter(materialization -> materialization.dbtName().equals(name))
            .findFirst();
    if (own.isPresent()) {
      return own.get();
    }
    if (TABLES.contains(name)) {
      return Materialization.STREAMING_TABLE;
    }
    List<String> known =
        new ArrayList<>(
            Arrays.stream(Materialization.values()).map(Materialization::dbtName).toList());
    Optional<String> remedy =
        Optional.ofNullable(UNSUPPORTED.get(name))
            .or(
                () ->
                    NameSuggester.nearest(name, known).map(near -> "Did you mean `" + near + "`?"));
    throw new MillraceException(
        Problem.error(
                ProblemCode.CONFIG_INVALID, "There is no materialization `" + name + "` for Flink")
            .at(origin)
            .remedy(remedy.orElse("Use one of " + String.join(", ", known))));
  }

  /** Whether a draft is a function that nothing here can load: one of an artifact in a cloud. */
  static boolean isPassedOver(String name, NodeDraft draft) {
    return name.equals(Materialization.FUNCTION.dbtName())
        && draft.text("artifact_id").isPresent()
        && draft.text("jars").isEmpty();
  }

  /** Whether the name is another dialect's and means less here than there. */
  static boolean isForeign(String name) {
    return name.equals("incremental") || name.equals("materialized_table");
  }
}
