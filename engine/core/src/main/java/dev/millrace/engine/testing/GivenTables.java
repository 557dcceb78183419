package dev.millrace.engine.testing;

import dev.millrace.engine.compile.AnalyzedNode;
import dev.millrace.engine.compile.AnalyzedProject;
import dev.millrace.engine.connect.Column;
import dev.millrace.engine.connect.GivenTable;
import dev.millrace.engine.connect.PlannedRelation;
import dev.millrace.engine.connect.RelationAnalysis;
import dev.millrace.engine.connect.RelationName;
import dev.millrace.engine.connect.TimeAttribute;
import dev.millrace.engine.connect.Watermark;
import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import dev.millrace.engine.query.DeclaredWatermark;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes given tables from what the planner knows of the inputs. */
public final class GivenTables {
  private GivenTables() {}

  /**
   * The table that stands for an input: all its columns, its key, its watermark.
   *
   * <p>A view has no watermark of its own: its event-time column carries that of the table it comes
   * from, so the table's declaration is used when the column kept its name. Otherwise rows are
   * taken to be in order.
   *
   * @param uniqueId of the input
   * @param rows as the test gives them; columns that are missing are NULL
   * @throws MillraceException UNIT_TEST_INVALID for a column that the input does not have, or an
   *     input that cannot be analyzed
   */
  public static GivenTable of(
      AnalyzedProject project, String uniqueId, List<Map<String, @Nullable Object>> rows) {
    AnalyzedNode input = project.node(uniqueId);
    RelationAnalysis analysis =
        input
            .analysis()
            .filter(found -> !found.columns().isEmpty())
            .orElseThrow(() -> notAnalyzed(input));
    requireKnown(input, analysis, rows);
    return new GivenTable(
        input.node().relation(),
        analysis.columns(),
        analysis.primaryKey(),
        watermark(project, input, analysis),
        rows);
  }

  private static Optional<Watermark> watermark(
      AnalyzedProject project, AnalyzedNode input, RelationAnalysis analysis) {
    Optional<Watermark> declared = declared(input);
    if (declared.isPresent()) {
      return declared;
    }
    return analysis.columns().stream()
        .filter(column -> column.time() == TimeAttribute.ROWTIME)
        .map(Column::name)
        .findFirst()
        .map(
            column ->
                inherited(project, input, column, new LinkedHashSet<>())
                    .orElse(new Watermark(column, RelationName.quote(column))));
  }

  private static Optional<Watermark> inherited(
      AnalyzedProject project, AnalyzedNode node, String column, Set<String> visited) {
    for (String parentId : node.node().dependsOn()) {
      AnalyzedNode parent = project.nodes().get(parentId);
      if (parent == null || !visited.add(parentId)) {
        continue;
      }
      Optional<Watermark> declared =
          declared(parent).filter(watermark -> watermark.column().equals(column));
      if (declared.isPresent()) {
        return declared;
      }
      Optional<Watermark> above = inherited(project, parent, column, visited);
      if (above.isPresent()) {
        return above;
      }
    }
    return Optional.empty();
  }

  private static Optional<Watermark> declared(AnalyzedNode node) {
    return node.compiled()
        .relation()
        .flatMap(
            relation ->
                switch (relation) {
                  case PlannedRelation.DerivedTable table -> table.storage().watermark();
                  case PlannedRelation.DeclaredTable table ->
                      DeclaredWatermark.of(table.createTable());
                  case PlannedRelation.View ignored -> Optional.empty();
                  case PlannedRelation.Function ignored -> Optional.empty();
                });
  }

  private static void requireKnown(
      AnalyzedNode input, RelationAnalysis analysis, List<Map<String, @Nullable Object>> rows) {
    List<String> known = analysis.columns().stream().map(Column::name).toList();
    String unknown =
        rows.stream()
            .flatMap(row -> row.keySet().stream())
            .distinct()
            .filter(column -> !known.contains(column))
            .map(column -> "`" + column + "`")
            .collect(Collectors.joining(", "));
    if (!unknown.isEmpty()) {
      throw new MillraceException(
          Problem.error(
                  ProblemCode.UNIT_TEST_INVALID,
                  "The rows given for `"
                      + input.node().name()
                      + "` name "
                      + unknown
                      + ", which it does not have")
              .remedy("Its columns are " + String.join(", ", known)));
    }
  }

  private static MillraceException notAnalyzed(AnalyzedNode input) {
    return new MillraceException(
        Problem.error(
                ProblemCode.UNIT_TEST_INVALID,
                "The columns of the input `" + input.node().name() + "` are not known")
            .remedy("Run `millrace compile --check` to see what is wrong with it"));
  }
}
