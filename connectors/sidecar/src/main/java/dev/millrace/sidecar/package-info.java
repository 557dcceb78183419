/**
 * The sidecar process: what runs in it, when it starts and when it ends.
 *
 * <p>The top of this module: it puts {@code cluster}, {@code control}, {@code guard} and {@code
 * intake} together, and none of them may depend on it.
 */
@NullMarked
package dev.millrace.sidecar;

import org.jspecify.annotations.NullMarked;
