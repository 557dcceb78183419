package dev.millrace.engine.project.context;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.connect.RelationName;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What templates see of the database a project was written for: names, quoting, internal macros.
 *
 * <p>Millrace opens every project for {@link #FLINK}. Another dialect renders a project as dbt
 * itself would for that database, which is how rendering is compared with dbt's own results.
 *
 * @param prefixes what {@code adapter.dispatch} tries before {@code default}; empty for those of
 *     the profile
 * @param internalPackages dbt's own package and the adapter's, nearest first
 * @param quote the character around identifiers
 * @param macros texts of macros by package and name: of internal packages in place of those that
 *     come with Millrace, of others where they are not installed
 * @param columns what {@code adapter.get_columns_in_relation} answers, by relation
 * @param target what {@code target} holds beside the profile's fields
 * @param adapterQuoting of sources for which nothing else is said
 * @param quoting of all other relations
 * @param databaseShown whether names of relations begin with the database
 */
public record AdapterDialect(
    List<String> prefixes,
    List<String> internalPackages,
    String quote,
    Map<String, Map<String, String>> macros,
    Map<RelationKey, List<CatalogColumn>> columns,
    Optional<ForeignTarget> target,
    Quoting adapterQuoting,
    Quoting quoting,
    boolean databaseShown) {
  /** Millrace's own. */
  public static final AdapterDialect FLINK =
      new AdapterDialect(
          List.of(), List.of("dbt_flink", "dbt"), "`", Map.of(), Map.of(), Optional.empty());

  public AdapterDialect {
    prefixes = List.copyOf(prefixes);
    internalPackages = List.copyOf(internalPackages);
    requireNonNull(quote, "quote");
    Map<String, Map<String, String>> copy = new LinkedHashMap<>();
    macros.forEach(
        (name, texts) -> copy.put(name, Collections.unmodifiableMap(new LinkedHashMap<>(texts))));
    macros = Collections.unmodifiableMap(copy);
    columns = Map.copyOf(columns);
    requireNonNull(target, "target");
    requireNonNull(adapterQuoting, "adapterQuoting");
    requireNonNull(quoting, "quoting");
  }

  /** A dialect that quotes and shows all parts of names. */
  public AdapterDialect(
      List<String> prefixes,
      List<String> internalPackages,
      String quote,
      Map<String, Map<String, String>> macros,
      Map<RelationKey, List<CatalogColumn>> columns,
      Optional<ForeignTarget> target) {
    this(
        prefixes, internalPackages, quote, macros, columns, target, Quoting.ALL, Quoting.ALL, true);
  }

  /** The dialect with other names of relations. */
  public AdapterDialect naming(Quoting adapter, Quoting parts, boolean showsDatabase) {
    return new AdapterDialect(
        prefixes, internalPackages, quote, macros, columns, target, adapter, parts, showsDatabase);
  }

  /** A relation as this dialect writes it. */
  public RelationValue relation(RelationName name, String type, Quoting parts) {
    return RelationValue.of(name, type, quote).quoting(parts).showing(databaseShown, true, true);
  }

  /** A column as a database's catalog tells it. */
  public record CatalogColumn(String name, String type) {
    public CatalogColumn {
      requireNonNull(name, "name");
      requireNonNull(type, "type");
    }
  }

  /** A relation's parts in lower case, so that a catalog's spelling does not matter. */
  public record RelationKey(String database, String schema, String identifier) {
    public RelationKey {
      database = database.toLowerCase(java.util.Locale.ROOT);
      schema = schema.toLowerCase(java.util.Locale.ROOT);
      identifier = identifier.toLowerCase(java.util.Locale.ROOT);
    }
  }

  /** The target of another database. */
  public record ForeignTarget(String type, String database, String schema) {
    public ForeignTarget {
      requireNonNull(type, "type");
      requireNonNull(database, "database");
      requireNonNull(schema, "schema");
    }
  }

  /** One identifier quoted. */
  public String quoted(String identifier) {
    return quote + identifier.replace(quote, quote + quote) + quote;
  }
}
