/**
 * Bounded, cancellable, silent HTTP to one endpoint, and what Flink's error texts boil down to.
 *
 * <p>Nothing here logs a request, a header or a body. May depend on {@code engine.problem}, {@code
 * engine.trust} and {@code engine.connect} and on no other package of this connector.
 */
@NullMarked
package dev.millrace.connector.flink.rest;

import org.jspecify.annotations.NullMarked;
