/**
 * Unsaved texts that outlive the process, for whatever edits files of a project. Knows no views and
 * no engine.
 */
@NullMarked
package dev.millrace.app.recovery;

import org.jspecify.annotations.NullMarked;
