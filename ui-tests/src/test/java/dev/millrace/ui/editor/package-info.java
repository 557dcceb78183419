/** Editing files in the window, with the real planner looking on. */
@NullMarked
package dev.millrace.ui.editor;

import org.jspecify.annotations.NullMarked;
