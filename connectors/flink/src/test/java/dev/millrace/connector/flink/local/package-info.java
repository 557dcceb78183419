/** Tests of how the processes of a local cluster are started. */
@NullMarked
package dev.millrace.connector.flink.local;

import org.jspecify.annotations.NullMarked;
