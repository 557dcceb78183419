/**
 * The processes of this machine: finds, starts, watches and stops the sidecar and the broker.
 *
 * <p>It knows processes, folders and ports, and of the sidecar's calls only those that keep it
 * alive or end it. It may depend on {@code engine.connect}, {@code engine.problem} and {@code wire}
 * and on no other package of this connector.
 */
@NullMarked
package dev.millrace.connector.flink.local;

import org.jspecify.annotations.NullMarked;
