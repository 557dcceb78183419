package dev.millrace.wire;

import java.util.Map;

/**
 * The new metadata.
 *
 * @param path of it, from which a job can be started
 * @param ids by the UIDs that were asked for, the ids that Flink gives operators with these UIDs
 * @param droppedBytes of the state that was left out
 * @param migratedEntries how many entries were brought into another form
 */
public record StateRewriteResponse(
    String path, Map<String, String> ids, long droppedBytes, long migratedEntries) {}
