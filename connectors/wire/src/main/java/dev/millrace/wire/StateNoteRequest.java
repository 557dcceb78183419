package dev.millrace.wire;

import java.util.Map;

/**
 * Keep a note beside a savepoint, in place of one that is there: {@link Wire#STATE_NOTE}.
 *
 * @param path folder of the savepoint
 * @param note whose savepoint it is
 */
public record StateNoteRequest(String path, Map<String, String> note) {}
