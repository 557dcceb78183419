package dev.millrace.wire;

/**
 * Tell the notes beside savepoints: {@link Wire#STATE_NOTES}.
 *
 * @param folder that savepoints are written to
 */
public record StateNotesRequest(String folder) {}
