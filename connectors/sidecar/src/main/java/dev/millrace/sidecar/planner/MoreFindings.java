package dev.millrace.sidecar.planner;

import dev.millrace.wire.AnalyzeResponse.Finding;
import dev.millrace.wire.Range;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSelect;
import org.jspecify.annotations.Nullable;

/**
 * Finds the errors after the first. Calcite stops at one, so the same text is validated again with
 * what is wrong written over by something of the same length that is right: positions stay true.
 */
final class MoreFindings {
  private static final int MOST = 20;
  private static final String VALUE = "0";
  private static final String CONDITION = "1=1";

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
    List<Finding> findings = new ArrayList<>(List.of(first));
    if (!(statement.tree() instanceof SqlSelect select)) {
      return findings;
    }
    StringBuilder text = new StringBuilder(statement.text());
    Optional<Range> wrong = position;
    while (wrong.isPresent() && findings.size() < MOST && mended(text, select, wrong.get())) {
      Optional<Finding> next = validate(text.toString());
      next.ifPresent(findings::add);
      wrong = next.map(Finding::range);
    }
    findings.sort(BY_PLACE);
    return findings;
  }

  /** Writes something right over the item or condition at a place; false when there is none. */
  private boolean mended(StringBuilder text, SqlSelect select, Range place) {
    for (SqlNode item : select.getSelectList()) {
      // What others call the item by stays.
      SqlNode value =
          item instanceof SqlCall call && call.getKind() == SqlKind.AS ? call.operand(0) : item;
      if (replaced(text, value, VALUE, place)) {
        return true;
      }
    }
    return conjuncts(select.getWhere()).stream()
        .anyMatch(condition -> replaced(text, condition, CONDITION, place));
  }

  private boolean replaced(StringBuilder text, SqlNode node, String right, Range place) {
    int start = statement.start(node);
    int end = statement.end(node);
    int wrong = statement.offset(place.line(), place.column());
    if (wrong < start || wrong >= end || end - start < right.length()) {
      return false;
    }
    String before = text.substring(start, end);
    for (int index = start; index < end; index++) {
      if (!Character.isWhitespace(text.charAt(index))) {
        text.setCharAt(index, ' ');
      }
    }
    text.replace(start, start + right.length(), right);
    // Something that was mended before and is still wrong would go on for ever.
    return !text.substring(start, end).equals(before);
  }

  private Optional<Finding> validate(String text) {
    SqlNode parsed;
    try {
      parsed = environment.parse(text);
    } catch (RuntimeException | AssertionError e) {
      // Writing over cut a bracket off: the text says nothing about what was written.
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
