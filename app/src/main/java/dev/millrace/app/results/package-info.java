/**
 * Rows of models and queries: panes that show a snapshot or follow a live query, as a table or as a
 * changelog, in bounded memory.
 *
 * <p>May use {@code fx}, {@code work}, {@code shell} and {@code project}; knows no other feature.
 * {@code Pane*} classes without {@code View} know no scene and are tested without a toolkit.
 */
@NullMarked
package dev.millrace.app.results;

import org.jspecify.annotations.NullMarked;
