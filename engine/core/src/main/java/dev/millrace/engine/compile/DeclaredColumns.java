package dev.millrace.engine.compile;

import dev.millrace.engine.connect.Column;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import dev.millrace.engine.problem.Severity;
import dev.millrace.engine.problem.SourcePosition;
import dev.millrace.engine.project.ColumnSpec;
import dev.millrace.engine.project.Node;
import dev.millrace.engine.project.ResourceType;
import dev.millrace.engine.sql.SqlTypes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Compares the columns that property YAML declares with those the query has. */
final class DeclaredColumns {
  private DeclaredColumns() {}

  /** Errors under an enforced contract, else warnings. */
  static List<Problem> compare(Node node, List<Column> actual) {
    if (node.resourceType() != ResourceType.MODEL || actual.isEmpty()) {
      return List.of();
    }
    boolean enforced = node.isContractEnforced();
    Severity severity = enforced ? Severity.ERROR : Severity.WARNING;
    Map<String, Column> byName = new LinkedHashMap<>();
    actual.forEach(column -> byName.put(column.name(), column));
    List<Problem> problems = new ArrayList<>();
    for (ColumnSpec spec : node.columns()) {
      Column column = byName.get(spec.name());
      if (column == null) {
        problems.add(
            problem(
                severity,
                node,
                spec.position(),
                "The column `"
                    + spec.name()
                    + "` is declared, but `"
                    + node.name()
                    + "` has none of this name",
                "Add it to the query or take it out of the YAML"));
      } else if (spec.dataType().isPresent()
          && !SqlTypes.same(spec.dataType().get(), column.type())) {
        problems.add(
            problem(
                severity,
                node,
                spec.position(),
                "The column `"
                    + spec.name()
                    + "` is declared as "
                    + spec.dataType().get()
                    + ", but the query makes it "
                    + column.type(),
                "Cast it in the query or correct the data_type"));
      }
    }
    if (enforced) {
      List<String> declared = node.columns().stream().map(ColumnSpec::name).toList();
      for (Column column : actual) {
        if (!declared.contains(column.name())) {
          problems.add(
              problem(
                  severity,
                  node,
                  Optional.empty(),
                  "The contract of `"
                      + node.name()
                      + "` does not name the column `"
                      + column.name()
                      + "`",
                  "Declare it with a data_type or take it out of the query"));
        }
      }
    }
    return problems;
  }

  private static Problem problem(
      Severity severity,
      Node node,
      Optional<SourcePosition> position,
      String message,
      String remedy) {
    return new Problem(
        ProblemCode.CONFIG_INVALID,
        severity,
        message,
        Optional.of(position.orElseGet(() -> SourcePosition.of(node.path()))),
        Optional.of(remedy));
  }
}
