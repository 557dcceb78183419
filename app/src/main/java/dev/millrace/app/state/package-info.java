/**
 * What jobs remember: how much, by which columns, and since when, read from their newest checkpoint
 * or a savepoint.
 *
 * <p>Reads only, and touches no job. May use {@code fx}, {@code work}, {@code shell}, {@code
 * project}, {@code watch} and {@code parts}; no other feature.
 */
@NullMarked
package dev.millrace.app.state;

import org.jspecify.annotations.NullMarked;
