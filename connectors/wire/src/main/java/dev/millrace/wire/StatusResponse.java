package dev.millrace.wire;

/**
 * How the sidecar is: {@link Wire#STATUS}.
 *
 * @param state {@code starting}, {@code ready} or {@code stopping}
 * @param leases clients that hold it
 */
public record StatusResponse(
    String state, long pid, long startedAt, int leases, long heapUsedBytes, long heapMaxBytes) {}
