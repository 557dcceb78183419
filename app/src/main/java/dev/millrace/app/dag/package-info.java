/**
 * The graph of a project's models: who reads whom, how each stands and how fast rows pass; as a
 * picture, as a tree and as a table.
 *
 * <p>May use {@code fx}, {@code project}, {@code shell} and {@code watch}; no feature may depend on
 * it.
 */
@NullMarked
package dev.millrace.app.dag;

import org.jspecify.annotations.NullMarked;
