/**
 * The desktop face of the engine: start and wiring.
 *
 * <p>Everything is put together in {@code Wiring}; no other package may depend on this one, since
 * it knows all of them.
 */
@NullMarked
package dev.millrace.app;

import org.jspecify.annotations.NullMarked;
