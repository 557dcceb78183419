/**
 * Files that are written whole or not at all.
 *
 * <p>Beside {@code problem} the lowest package of the engine: it may depend on no other package of
 * Millrace, so that every one may write through it.
 */
@NullMarked
package dev.millrace.engine.file;

import org.jspecify.annotations.NullMarked;
