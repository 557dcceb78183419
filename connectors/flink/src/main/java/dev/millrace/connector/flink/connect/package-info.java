/**
 * The connector: reads a target's profile, finds out what the target can do and wires the ports.
 *
 * <p>The topmost package of this module; no other may depend on it.
 */
@NullMarked
package dev.millrace.connector.flink.connect;

import org.jspecify.annotations.NullMarked;
