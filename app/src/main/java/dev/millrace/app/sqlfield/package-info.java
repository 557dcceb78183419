/** A field for a few lines of SQL, for panes and cells; knows no feature and no engine. */
@NullMarked
package dev.millrace.app.sqlfield;

import org.jspecify.annotations.NullMarked;
