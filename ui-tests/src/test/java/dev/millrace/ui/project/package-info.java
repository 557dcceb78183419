/** Project folders for tests and measurements of the window. */
@NullMarked
package dev.millrace.ui.project;

import org.jspecify.annotations.NullMarked;
