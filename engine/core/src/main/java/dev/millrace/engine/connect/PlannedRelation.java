package dev.millrace.engine.connect;

import static java.util.Objects.requireNonNull;

/**
 * One relation of a project, as the planner is told of it; relations are handed over in dependency
 * order.
 */
public sealed interface PlannedRelation {
  /** dbt's unique id, such as {@code model.shop.orders}. */
  String id();

  RelationName name();

  /**
   * A table whose complete DDL is written in the project.
   *
   * @param createTable one CREATE TABLE statement for exactly {@code name}
   */
  record DeclaredTable(String id, RelationName name, String createTable)
      implements PlannedRelation {
    public DeclaredTable {
      requireNonNull(id, "id");
      requireNonNull(name, "name");
      requireNonNull(createTable, "createTable");
    }
  }

  /**
   * A view.
   *
   * @param query one SELECT
   */
  record View(String id, RelationName name, String query) implements PlannedRelation {
    public View {
      requireNonNull(id, "id");
      requireNonNull(name, "name");
      requireNonNull(query, "query");
    }
  }

  /**
   * A table filled by a job of ours.
   *
   * @param query one SELECT, whose columns become the table's
   */
  record DerivedTable(String id, RelationName name, String query, Storage storage)
      implements PlannedRelation {
    public DerivedTable {
      requireNonNull(id, "id");
      requireNonNull(name, "name");
      requireNonNull(query, "query");
      requireNonNull(storage, "storage");
    }
  }
}
