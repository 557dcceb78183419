package dev.millrace.app.results;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.compile.InlineSource;

/** What a pane shows rows of. */
public sealed interface Subject {
  /**
   * A model, seed or source.
   *
   * @param uniqueId dbt's, such as {@code model.shop.orders}
   */
  record Model(String uniqueId) implements Subject {
    public Model {
      requireNonNull(uniqueId, "uniqueId");
    }

    /** What users call it. */
    public String name() {
      return uniqueId.substring(uniqueId.lastIndexOf('.') + 1);
    }
  }

  /** A query that was typed. */
  record Query(InlineSource source) implements Subject {
    public Query {
      requireNonNull(source, "source");
    }
  }
}
