package dev.millrace.sidecar.planner;

import dev.millrace.wire.Range;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlBasicVisitor;

/**
 * A statement's text and its tree, and the way from one to the other. Calcite's lines and columns
 * are 1-based, ends inclusive, columns in UTF-16 units.
 */
final class StatementText {
  private final String text;
  private final SqlNode tree;
  private final List<Integer> lineStarts = new ArrayList<>(List.of(0));

  StatementText(String text, SqlNode tree) {
    this.text = text;
    this.tree = tree;
    for (int index = 0; index < text.length(); index++) {
      char character = text.charAt(index);
      boolean lineFeedFollows = index + 1 < text.length() && text.charAt(index + 1) == '\n';
      if (character == '\n' || (character == '\r' && !lineFeedFollows)) {
        lineStarts.add(index + 1);
      }
    }
  }

  SqlNode tree() {
    return tree;
  }

  String text() {
    return text;
  }

  /** The text of a node, from its first to its last token. */
  String cut(SqlNode node) {
    return text.substring(start(node), end(node));
  }

  /** Where the first token of a node starts in the text. */
  int start(SqlNode node) {
    Range range = rangeOf(node);
    return offset(range.line(), range.column());
  }

  /** Where the last token of a node has ended in the text. */
  int end(SqlNode node) {
    Range range = rangeOf(node);
    return Math.min(text.length(), offset(range.endLine(), range.endColumn()) + 1);
  }

  private static Range rangeOf(SqlNode node) {
    return range(node).orElseThrow(() -> new IllegalArgumentException("a node without position"));
  }

  /** Where a line and a column, both from 1, stand in the text. */
  int offset(int line, int column) {
    return Math.min(text.length(), lineStarts.get(line - 1) + column - 1);
  }

  /** All nodes that a condition holds for, outer before inner, in the order of the text. */
  List<SqlNode> all(Predicate<SqlNode> condition) {
    return all(tree, condition);
  }

  static List<SqlNode> all(SqlNode root, Predicate<SqlNode> condition) {
    List<SqlNode> found = new ArrayList<>();
    visit(
        root,
        node -> {
          if (condition.test(node)) {
            found.add(node);
          }
        });
    return found;
  }

  /** From the first to the last token of a node: its own position often covers a part only. */
  static Optional<Range> range(SqlNode node) {
    List<SqlParserPos> positions = new ArrayList<>();
    visit(
        node,
        part -> {
          if (part.getParserPosition().getLineNum() > 0) {
            positions.add(part.getParserPosition());
          }
        });
    return positions.isEmpty() ? Optional.empty() : range(SqlParserPos.sum(positions));
  }

  static Optional<Range> range(SqlParserPos position) {
    return position.getLineNum() < 1 || position.getColumnNum() < 1
        ? Optional.empty()
        : Optional.of(
            new Range(
                position.getLineNum(),
                position.getColumnNum(),
                position.getEndLineNum(),
                position.getEndColumnNum()));
  }

  private static void visit(SqlNode root, Consumer<SqlNode> action) {
    root.accept(
        new SqlBasicVisitor<Void>() {
          @Override
          public Void visit(SqlCall call) {
            action.accept(call);
            return super.visit(call);
          }

          @Override
          public Void visit(SqlNodeList list) {
            action.accept(list);
            return super.visit(list);
          }

          @Override
          public Void visit(SqlIdentifier identifier) {
            action.accept(identifier);
            return null;
          }

          @Override
          public Void visit(SqlLiteral literal) {
            action.accept(literal);
            return null;
          }

          @Override
          public Void visit(SqlIntervalQualifier qualifier) {
            action.accept(qualifier);
            return null;
          }

          @Override
          public Void visit(SqlDynamicParam parameter) {
            action.accept(parameter);
            return null;
          }
        });
  }
}
