package dev.millrace.tables.mute;

import java.util.Optional;
import org.apache.flink.table.catalog.GenericInMemoryCatalog;
import org.apache.flink.table.factories.Factory;

/**
 * A catalog in memory whose tables are made by a factory of the caller's choice, whatever connector
 * their options name; the planner asks a table's catalog before it looks for a connector.
 */
public final class MuteCatalog extends GenericInMemoryCatalog {
  private final Factory tables;

  /** A catalog of mute tables. */
  public MuteCatalog(String name, String defaultDatabase) {
    this(name, defaultDatabase, new MuteTableFactory());
  }

  /**
   * @param tables a {@code DynamicTableSourceFactory} and {@code DynamicTableSinkFactory}
   */
  public MuteCatalog(String name, String defaultDatabase, Factory tables) {
    super(name, defaultDatabase);
    this.tables = tables;
  }

  @Override
  public Optional<Factory> getFactory() {
    return Optional.of(tables);
  }
}
