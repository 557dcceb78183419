/**
 * Who may talk to the sidecar: the same three checks (Host, Origin, token) before every HTTP
 * endpoint it opens, be it ours, Flink's JobManager or the SQL Gateway.
 *
 * <p>Loopback alone protects nothing: any web page in a browser on this machine can reach it. May
 * depend on no other package of the sidecar.
 */
@NullMarked
package dev.millrace.sidecar.guard;

import org.jspecify.annotations.NullMarked;
