/**
 * Flink's SQL types, from the gateway's JSON and from type text, and the Java values of their JSON.
 *
 * <p>May depend on no other package of this connector.
 */
@NullMarked
package dev.millrace.connector.flink.types;

import org.jspecify.annotations.NullMarked;
