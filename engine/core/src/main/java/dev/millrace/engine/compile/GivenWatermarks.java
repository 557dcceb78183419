package dev.millrace.engine.compile;

import dev.millrace.engine.connect.Column;
import dev.millrace.engine.connect.RelationAnalysis;
import dev.millrace.engine.connect.RelationName;
import dev.millrace.engine.connect.TimeAttribute;
import dev.millrace.engine.connect.Watermark;
import dev.millrace.engine.project.Node;
import dev.millrace.engine.sql.FlinkSql;
import java.util.List;
import java.util.Optional;

/** The watermark under which given rows arrive: that of the relation they stand for. */
final class GivenWatermarks {
  private GivenWatermarks() {}

  static Optional<Watermark> of(AnalyzedProject analyzed, Node input) {
    Optional<Watermark> declared = declared(analyzed, input.uniqueId());
    if (declared.isPresent()) {
      return declared;
    }
    return rowtime(analyzed, input.uniqueId()).map(column -> inherited(analyzed, input, column));
  }

  /** A view's event time is that of a table below it, under the same name or another. */
  private static Watermark inherited(AnalyzedProject analyzed, Node view, String column) {
    for (String parent : view.dependsOn()) {
      Optional<Watermark> watermark =
          analyzed.nodes().containsKey(parent)
              ? of(analyzed, analyzed.node(parent).node())
              : Optional.empty();
      if (watermark.filter(found -> found.column().equals(column)).isPresent()) {
        return watermark.get();
      }
    }
    return new Watermark(column, RelationName.quote(column));
  }

  private static Optional<Watermark> declared(AnalyzedProject analyzed, String id) {
    return analyzed
        .node(id)
        .analysis()
        .flatMap(RelationAnalysis::createStatement)
        .flatMap(FlinkSql::tableDeclaration)
        .flatMap(FlinkSql.TableDeclaration::watermark);
  }

  private static Optional<String> rowtime(AnalyzedProject analyzed, String id) {
    List<Column> columns =
        analyzed.node(id).analysis().map(RelationAnalysis::columns).orElse(List.of());
    return columns.stream()
        .filter(column -> column.time() == TimeAttribute.ROWTIME)
        .map(Column::name)
        .findFirst();
  }
}
