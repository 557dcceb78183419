/**
 * The SQL Gateway: sessions that heal, typed rows, and jobs through SQL alone.
 *
 * <p>May depend on {@code rest} and {@code types} of this connector, on no other.
 */
@NullMarked
package dev.millrace.connector.flink.gateway;

import org.jspecify.annotations.NullMarked;
