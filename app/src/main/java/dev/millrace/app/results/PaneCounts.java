package dev.millrace.app.results;

/**
 * What a pane has seen and what it could not keep.
 *
 * @param received changes since the start
 * @param waiting changes that came while the view stood still
 * @param overrun changes that came too fast to be kept at all
 * @param changesDropped changes that are not shown in the changelog any more, with those
 * @param rowsDropped rows that are not shown in the table for want of room
 */
public record PaneCounts(
    long received, long waiting, long overrun, long changesDropped, long rowsDropped) {
  static final PaneCounts NONE = new PaneCounts(0, 0, 0, 0, 0);

  PaneCounts withReceived(long all, long untaken) {
    return new PaneCounts(all, untaken, overrun, changesDropped, rowsDropped);
  }
}
