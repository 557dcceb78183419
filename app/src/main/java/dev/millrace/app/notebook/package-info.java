/**
 * Notebooks: a SQL file as cells of SQL and text, run in one session with results below each cell.
 *
 * <p>May use {@code fx}, {@code work}, {@code shell}, {@code project}, {@code sqlfield}, and of
 * {@code results} the grid of rows. {@code *Model} classes know no scene.
 */
@NullMarked
package dev.millrace.app.notebook;

import org.jspecify.annotations.NullMarked;
