package dev.millrace.engine.language;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.connect.TimeAttribute;
import java.util.List;
import java.util.Optional;

/** What is known of the thing under the pointer. */
public sealed interface Hover {
  /** The name it is about, in the document. */
  TextSpan span();

  /**
   * A column.
   *
   * @param type Flink's; empty when only the planner could tell and has not
   * @param relation the model, source, alias or common table expression it belongs to; empty for an
   *     output column of the document itself
   * @param description from property YAML; perhaps empty
   */
  record ColumnHover(
      TextSpan span,
      String name,
      Optional<String> type,
      TimeAttribute time,
      String relation,
      String description)
      implements Hover {
    public ColumnHover {
      requireNonNull(span, "span");
      requireNonNull(name, "name");
      requireNonNull(type, "type");
      requireNonNull(time, "time");
      requireNonNull(relation, "relation");
      requireNonNull(description, "description");
    }
  }

  /**
   * A model, seed or source.
   *
   * @param kind its materialization or resource type, in dbt's word
   * @param output empty when the planner has not seen it or has something against it
   */
  record RelationHover(
      TextSpan span,
      String name,
      String kind,
      String path,
      String description,
      Optional<RelationOutput> output)
      implements Hover {
    public RelationHover {
      requireNonNull(span, "span");
      requireNonNull(name, "name");
      requireNonNull(kind, "kind");
      requireNonNull(path, "path");
      requireNonNull(description, "description");
      requireNonNull(output, "output");
    }
  }

  /**
   * A common table expression or an alias.
   *
   * @param columns as far as they can be told; {@code name TYPE}
   */
  record ExpressionHover(TextSpan span, String name, List<String> columns) implements Hover {
    public ExpressionHover {
      requireNonNull(span, "span");
      requireNonNull(name, "name");
      columns = List.copyOf(columns);
    }
  }

  /**
   * A macro or a function of Flink.
   *
   * @param signature such as {@code cents(column, digits=...)}
   * @param about one sentence; empty for macros
   */
  record CallableHover(TextSpan span, String signature, String about) implements Hover {
    public CallableHover {
      requireNonNull(span, "span");
      requireNonNull(signature, "signature");
      requireNonNull(about, "about");
    }
  }
}
