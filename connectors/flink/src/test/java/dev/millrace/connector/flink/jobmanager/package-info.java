/** Tests of what the JobManager answers. */
@NullMarked
package dev.millrace.connector.flink.jobmanager;

import org.jspecify.annotations.NullMarked;
