package dev.millrace.engine.connect;

/**
 * The full name of a table or view as Flink knows it.
 *
 * @param catalog Flink's catalog (dbt's database)
 * @param database Flink's database (dbt's schema)
 * @param name the table (dbt's identifier)
 */
public record RelationName(String catalog, String database, String name)
    implements Comparable<RelationName> {
  public RelationName {
    requireNonBlank(catalog, "catalog");
    requireNonBlank(database, "database");
    requireNonBlank(name, "name");
  }

  /** Quoted for SQL: {@code `catalog`.`database`.`name`}. */
  public String sql() {
    return quote(catalog) + "." + quote(database) + "." + quote(name);
  }

  /** One identifier quoted for SQL. */
  public static String quote(String identifier) {
    return "`" + identifier.replace("`", "``") + "`";
  }

  @Override
  public int compareTo(RelationName other) {
    return sql().compareTo(other.sql());
  }

  @Override
  public String toString() {
    return catalog + "." + database + "." + name;
  }

  private static void requireNonBlank(String value, String what) {
    if (value.isBlank()) {
      throw new IllegalArgumentException("a relation needs a " + what);
    }
  }
}
