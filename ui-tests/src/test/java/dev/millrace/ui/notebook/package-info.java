/** Journeys through notebooks, against real Flink. */
@NullMarked
package dev.millrace.ui.notebook;

import org.jspecify.annotations.NullMarked;
