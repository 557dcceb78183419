package dev.millrace.engine.connect;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.stream.Collectors;

/**
 * One relation of a project, or a function that their queries call, as the planner is told of it;
 * they are handed over in dependency order.
 */
public sealed interface PlannedRelation {
  /** dbt's unique id, such as {@code model.shop.orders}. */
  String id();

  RelationName name();

  /** Jars of the connector and the format of a table, where they are not Millrace's own. */
  default List<Jar> connectorJars() {
    return List.of();
  }

  /**
   * A table whose complete DDL is written in the project.
   *
   * @param createTable one CREATE TABLE statement for exactly {@code name}
   */
  record DeclaredTable(String id, RelationName name, String createTable, List<Jar> connectorJars)
      implements PlannedRelation {
    public DeclaredTable {
      requireNonNull(id, "id");
      requireNonNull(name, "name");
      requireNonNull(createTable, "createTable");
      connectorJars = List.copyOf(connectorJars);
    }

    /** Of a connector that Millrace brings along, or that only the cluster has. */
    public DeclaredTable(String id, RelationName name, String createTable) {
      this(id, name, createTable, List.of());
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
  record DerivedTable(
      String id, RelationName name, String query, Storage storage, List<Jar> connectorJars)
      implements PlannedRelation {
    public DerivedTable {
      requireNonNull(id, "id");
      requireNonNull(name, "name");
      requireNonNull(query, "query");
      requireNonNull(storage, "storage");
      connectorJars = List.copyOf(connectorJars);
    }

    /** Of a connector that Millrace brings along, or that only the cluster has. */
    public DerivedTable(String id, RelationName name, String query, Storage storage) {
      this(id, name, query, storage, List.of());
    }
  }

  /**
   * A user-defined function.
   *
   * @param className of its class, in Java's spelling
   * @param language Flink's word: {@code JAVA} or {@code SCALA}
   * @param jars the class and all it needs beside Flink, at least one
   */
  record Function(String id, RelationName name, String className, String language, List<Jar> jars)
      implements PlannedRelation {
    public Function {
      requireNonNull(id, "id");
      requireNonNull(name, "name");
      requireNonNull(className, "className");
      requireNonNull(language, "language");
      jars = List.copyOf(jars);
      if (jars.isEmpty()) {
        throw new IllegalArgumentException("no jar for " + id);
      }
    }

    /** Its declaration; jars are named as on every machine. */
    public String createFunction() {
      return "CREATE FUNCTION "
          + name.sql()
          + " AS "
          + literal(className)
          + " LANGUAGE "
          + language
          + " USING "
          + jars.stream().map(jar -> "JAR " + jar.literal()).collect(Collectors.joining(", "));
    }

    private static String literal(String text) {
      return "'" + text.replace("'", "''") + "'";
    }
  }
}
