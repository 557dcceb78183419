/**
 * Our own meters and traces, sent out through OTLP when the environment names an endpoint.
 *
 * <p>May depend on nothing else of the engine: everything may report through it. It never breaks or
 * delays its host.
 */
@NullMarked
package dev.millrace.engine.telemetry;

import org.jspecify.annotations.NullMarked;
