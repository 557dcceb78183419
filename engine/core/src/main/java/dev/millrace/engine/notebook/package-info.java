/**
 * Notebooks: SQL files cut into cells by {@code -- %%} lines, read and written without losing a
 * character, and run cell by cell in one session.
 *
 * <p>May depend on {@code query}, {@code compile}, {@code connect}, {@code sql}, {@code project}
 * and {@code problem}; never on {@code plan}, {@code deploy} or {@code ledger}: a notebook looks
 * and starts nothing that lasts.
 */
@NullMarked
package dev.millrace.engine.notebook;

import org.jspecify.annotations.NullMarked;
