/**
 * Turns a compiled plan into a job graph and hands it to a JobManager, the sidecar's own or a
 * remote one that has no class of ours.
 *
 * <p>Values of secrets live here for the length of a call. They are in no log, no exception and no
 * file but the one that Flink's client uploads to a remote one, which is deleted whatever happens.
 */
@NullMarked
package dev.millrace.sidecar.submit;

import org.jspecify.annotations.NullMarked;
