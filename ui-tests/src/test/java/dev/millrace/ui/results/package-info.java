/** Journeys through panes of rows, against real Flink. */
@NullMarked
package dev.millrace.ui.results;

import org.jspecify.annotations.NullMarked;
