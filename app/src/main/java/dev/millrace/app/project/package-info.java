/**
 * The project folder that is open: its engine, what is known of its cluster, its files as a tree.
 *
 * <p>The one place where an engine is opened and closed; features borrow it. May use {@code fx},
 * {@code work} and {@code shell}, and no feature.
 */
@NullMarked
package dev.millrace.app.project;

import org.jspecify.annotations.NullMarked;
