/** Tests of profiles, probing and wiring. */
@NullMarked
package dev.millrace.connector.flink.connect;

import org.jspecify.annotations.NullMarked;
