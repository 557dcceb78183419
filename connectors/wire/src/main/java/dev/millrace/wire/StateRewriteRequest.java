package dev.millrace.wire;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Write other metadata beside a checkpoint's or savepoint's own: {@link Wire#STATE_REWRITE}. No
 * file that is there is changed, and no state is copied but what is migrated.
 *
 * @param path as in {@link StateRequest}
 * @param name of the new metadata file, in the same folder
 * @param uids UIDs that operators are to have from now on, by the operators' ids
 * @param dropped ids of operators whose state is left out; what is in neither stays as it is
 * @param migration state that is brought into another form; null for none
 * @param forgotten topics that sources are to have never read, by the operators' ids: their
 *     partitions count as new
 * @param onlyCheck whether it is only to be seen that all of it can be done; then the state may be
 *     in any format, since none of it is read
 */
public record StateRewriteRequest(
    String path,
    @Nullable String flinkVersion,
    String name,
    Map<String, String> uids,
    List<String> dropped,
    @Nullable StateMigration migration,
    Map<String, List<String>> forgotten,
    boolean onlyCheck) {

  /** Ids alone. */
  public StateRewriteRequest(
      String path,
      @Nullable String flinkVersion,
      String name,
      Map<String, String> uids,
      List<String> dropped) {
    this(path, flinkVersion, name, uids, dropped, null, Map.of(), false);
  }
}
