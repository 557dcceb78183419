package dev.millrace.tables.mute;

import static java.util.Objects.requireNonNull;

/**
 * What a table can do, as far as it decides what a query over it means.
 *
 * @param lookup whether {@code FOR SYSTEM_TIME AS OF} a processing time asks it by key
 * @param watermarkPushDown whether watermarks are made inside its source
 */
public record TableAbilities(
    SourceChanges source, SinkChanges sink, boolean lookup, boolean watermarkPushDown) {
  public TableAbilities {
    requireNonNull(source, "source");
    requireNonNull(sink, "sink");
  }

  /** Of a table of which nothing is known: whatever a query asks of it, it is believed to do. */
  static final TableAbilities UNKNOWN =
      new TableAbilities(SourceChanges.UNKNOWN, SinkChanges.UNKNOWN, true, false);

  /** Whether one can tell the changes that it gives and takes. */
  public boolean isKnown() {
    return source != SourceChanges.UNKNOWN && sink != SinkChanges.UNKNOWN;
  }
}
