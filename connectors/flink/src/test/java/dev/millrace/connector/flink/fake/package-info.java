/** A fake gateway and JobManager: the happy path of the contracts, and faults on demand. */
@NullMarked
package dev.millrace.connector.flink.fake;

import org.jspecify.annotations.NullMarked;
