package dev.millrace.sidecar.planner;

import dev.millrace.wire.AnalyzeResponse.Finding;
import dev.millrace.wire.Range;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSelect;
import org.jspecify.annotations.Nullable;

/**
 * Finds the errors after the first. Calcite stops at one, so the same text is validated again with
 * all items of the select list, or all conditions, but one blanked out: positions stay true.
 */
final class MoreFindings {
  private static final int MOST = 20;
  private static final String TRUE = "TRUE";

  private static final Comparator<Finding> BY_PLACE =
      Comparator.comparing(
          Finding::range,
          Comparator.nullsLast(
              Comparator.comparingInt(Range::line).thenComparingInt(Range::column)));

  private final PlannerEnvironment environment;
  private final StatementText statement;

  MoreFindings(PlannerEnvironment environment, StatementText statement) {
    this.environment = environment;
    this.statement = statement;
  }

  /**
   * @param first the error found
   * @param position where validation said it is; nothing more is sought for one without
   * @return the first and what else is wrong, in the order of the text
   */
  List<Finding> after(Finding first, Optional<Range> position) {
    if (position.isEmpty() || !(statement.tree() instanceof SqlSelect select)) {
      return List.of(first);
    }
    Set<Finding> findings = new LinkedHashSet<>(List.of(first));
    List<SqlNode> items = List.copyOf(select.getSelectList());
    List<SqlNode> conditions = conjuncts(select.getWhere());
    if (select.getGroup() != null || items.size() + conditions.size() > MOST) {
      // Items depend on what is grouped by: alone, a right one would look wrong.
      return List.of(first);
    }
    for (SqlNode item : items) {
      validate(blankedBut(items, item, conditions, null)).ifPresent(findings::add);
    }
    for (SqlNode condition : conditions) {
      validate(blankedBut(items, items.get(0), conditions, condition)).ifPresent(findings::add);
    }
    return findings.stream().sorted(BY_PLACE).toList();
  }

  /** The text with one item and one condition left; with no condition, TRUE stands in its place. */
  private String blankedBut(
      List<SqlNode> items, SqlNode item, List<SqlNode> conditions, @Nullable SqlNode condition) {
    StringBuilder text = new StringBuilder(statement.text());
    blank(text, items, item);
    blank(text, conditions, condition);
    return text.toString();
  }

  private void blank(StringBuilder text, List<SqlNode> nodes, @Nullable SqlNode kept) {
    if (nodes.isEmpty()) {
      return;
    }
    int start = statement.start(nodes.get(0));
    int end = statement.end(nodes.get(nodes.size() - 1));
    for (int index = start; index < end; index++) {
      boolean stays =
          Character.isWhitespace(text.charAt(index))
              || (kept != null && index >= statement.start(kept) && index < statement.end(kept));
      if (!stays) {
        text.setCharAt(index, ' ');
      }
    }
    if (kept == null && end - start >= TRUE.length()) {
      text.replace(start, start + TRUE.length(), TRUE);
    }
  }

  private Optional<Finding> validate(String text) {
    SqlNode parsed;
    try {
      parsed = environment.parse(text);
    } catch (RuntimeException | AssertionError e) {
      // Blanking cut a bracket off: the text says nothing about what was written.
      return Optional.empty();
    }
    try {
      environment.statementPlanner().validate(parsed);
      return Optional.empty();
    } catch (RuntimeException | AssertionError e) {
      boolean placed = Findings.positionOf(e).isPresent();
      return placed ? Optional.of(Findings.of(e, null, null)) : Optional.empty();
    }
  }

  private static List<SqlNode> conjuncts(@Nullable SqlNode condition) {
    List<SqlNode> conjuncts = new ArrayList<>();
    if (condition instanceof SqlCall call && call.getKind() == SqlKind.AND) {
      call.getOperandList().forEach(operand -> conjuncts.addAll(conjuncts(operand)));
    } else if (condition != null) {
      conjuncts.add(condition);
    }
    return conjuncts;
  }
}
