/**
 * The JobManager's REST interface: jobs, savepoints, checkpoints, failures and polled metrics.
 *
 * <p>May depend on {@code rest} of this connector, on no other package.
 */
@NullMarked
package dev.millrace.connector.flink.jobmanager;

import org.jspecify.annotations.NullMarked;
