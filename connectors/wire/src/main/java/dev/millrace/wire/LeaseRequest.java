package dev.millrace.wire;

/**
 * Hold the sidecar: {@link Wire#LEASE}. It does not end for idleness while a lease is alive.
 *
 * @param id chosen by the client; sending it again renews the lease
 * @param seconds how long it lives without renewal; 0 gives it back
 */
public record LeaseRequest(String id, int seconds) {}
