package dev.millrace.engine.language;

import dev.millrace.engine.connect.TimeAttribute;
import dev.millrace.engine.project.Node;
import java.util.Optional;

/**
 * A column that can be named somewhere.
 *
 * @param type empty when only the planner could tell
 * @param node the model or source it comes from unchanged
 * @param origin where the document itself gives it its name
 */
record ScopeColumn(
    String name,
    Optional<String> type,
    TimeAttribute time,
    Optional<Node> node,
    Optional<TextSpan> origin) {
  /** The same column under another name. */
  ScopeColumn as(QueryShape.Name other) {
    return new ScopeColumn(other.text(), type, time, node, Optional.of(other.span()));
  }
}
