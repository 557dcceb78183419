package dev.millrace.engine.artifact;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times as dbt writes them: Python reads no more than six digits of a second. */
public final class ArtifactTimes {
  private static final DateTimeFormatter FORMAT =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private ArtifactTimes() {}

  /** {@code 2026-01-02T03:04:05.000006Z}. */
  public static String text(Instant time) {
    return FORMAT.format(time);
  }
}
