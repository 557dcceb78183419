package dev.millrace.engine.ledger;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/** From the place of a ledger to its storage. */
final class Storages {
  private Storages() {}

  /** What is behind a place. */
  static Storage of(LedgerPlace place, String project, String target) {
    return switch (place) {
      case LedgerPlace.Folder local -> new SqliteStorage(local.folder().resolve("ledger.sqlite"));
      case LedgerPlace.Server server ->
          new PostgresStorage(
              server.url(), server.user(), server.password(), schema(project, target));
    };
  }

  /** A name PostgreSQL takes as it is, and no two projects and targets have in common. */
  private static String schema(String project, String target) {
    String readable =
        ("millrace_" + project + "_" + target)
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^a-z0-9_]", "_");
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest((project + "\n" + target).getBytes(StandardCharsets.UTF_8));
      return readable.substring(0, Math.min(50, readable.length()))
          + "_"
          + HexFormat.of().formatHex(digest, 0, 4);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
