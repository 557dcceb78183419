package dev.millrace.wire;

/**
 * What a started sidecar writes for its clients, to a file only its owner can read.
 *
 * @param role {@code cluster} with JobManager and TaskManager, {@code planner} without
 * @param token to be sent in {@link Wire#TOKEN_HEADER}
 * @param startedAt epoch milliseconds
 * @param jobManagerPort 0 in role {@code planner}; so is gatewayPort
 */
public record ReadyFile(
    int version,
    long pid,
    String role,
    long startedAt,
    String token,
    int controlPort,
    int jobManagerPort,
    int gatewayPort,
    int intakePort,
    String flinkVersion,
    String javaVersion,
    String log) {}
