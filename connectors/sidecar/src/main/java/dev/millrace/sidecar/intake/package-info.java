/**
 * Takes what Flink's OpenTelemetry reporter sends and keeps it for a while, within a fixed amount
 * of memory.
 *
 * <p>May depend on {@code guard} only.
 */
@NullMarked
package dev.millrace.sidecar.intake;

import org.jspecify.annotations.NullMarked;
