package dev.millrace.wire;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Write other metadata beside a checkpoint's or savepoint's own: {@link Wire#STATE_REWRITE}. No
 * file that is there is changed, and no state is copied.
 *
 * @param path as in {@link StateRequest}
 * @param name of the new metadata file, in the same folder
 * @param uids UIDs that operators are to have from now on, by the operators' ids
 * @param dropped ids of operators whose state is left out; what is in neither stays as it is
 */
public record StateRewriteRequest(
    String path,
    @Nullable String flinkVersion,
    String name,
    Map<String, String> uids,
    List<String> dropped) {}
