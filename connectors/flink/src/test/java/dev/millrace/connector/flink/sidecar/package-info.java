/** Tests of the wire's mapping. */
@NullMarked
package dev.millrace.connector.flink.sidecar;

import org.jspecify.annotations.NullMarked;
