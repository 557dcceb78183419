/** Journeys through the list of problems. */
@NullMarked
package dev.millrace.ui.problems;

import org.jspecify.annotations.NullMarked;
