/**
 * The values behind the placeholders of plans and options: put in at the last moment, in memory,
 * and taken out again of whatever is said about what went wrong.
 *
 * <p>Depends on nothing but {@code control}, for the failure of a call.
 */
@NullMarked
package dev.millrace.sidecar.bindings;

import org.jspecify.annotations.NullMarked;
