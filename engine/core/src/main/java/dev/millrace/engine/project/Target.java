package dev.millrace.engine.project;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.connect.Connector;
import dev.millrace.engine.connect.TargetSpec;

/**
 * The chosen target of the profile.
 *
 * @param spec what its connector needs
 * @param production whether names carry no target prefix
 * @param defaultTableOptions how a table without a connector is stored, over the connector's own
 *     defaults; keys of {@code keyed} apply to tables with a key
 */
public record Target(
    String profile,
    String name,
    TargetSpec spec,
    String catalog,
    String database,
    boolean production,
    int threads,
    Connector.DefaultTableOptions defaultTableOptions) {
  public Target {
    requireNonNull(profile, "profile");
    requireNonNull(name, "name");
    requireNonNull(spec, "spec");
    requireNonNull(catalog, "catalog");
    requireNonNull(database, "database");
    requireNonNull(defaultTableOptions, "defaultTableOptions");
    if (threads < 1) {
      throw new IllegalArgumentException("a target needs at least one thread");
    }
  }
}
