/**
 * A field for a few lines of SQL, for panes and cells: a small port, and the editor's code pane
 * behind it. Knows no engine.
 */
@NullMarked
package dev.millrace.app.sqlfield;

import org.jspecify.annotations.NullMarked;
