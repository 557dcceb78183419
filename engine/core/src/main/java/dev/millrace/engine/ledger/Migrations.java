package dev.millrace.engine.ledger;

import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.jdbi.v3.core.Handle;

/** How ledgers of older versions become ones of today. */
final class Migrations {
  /** Version of the newest migration; a ledger that has it needs no look at the others. */
  static final String NEWEST = "5";

  private Migrations() {}

  /** Flyway, still to be loaded. */
  static FluentConfiguration of(DataSource source, String identity) {
    return Flyway.configure()
        .dataSource(source)
        .locations("classpath:dev/millrace/engine/ledger/migration")
        .placeholders(Map.of("identity", identity));
  }

  /** The version that a ledger with a history has. */
  static Optional<String> version(Handle handle) {
    return handle
        .createQuery(
            "SELECT version FROM flyway_schema_history WHERE success AND version IS NOT NULL"
                + " ORDER BY installed_rank DESC LIMIT 1")
        .mapTo(String.class)
        .findOne();
  }
}
