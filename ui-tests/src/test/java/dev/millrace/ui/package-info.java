/** Journeys through the real window, as a user takes them. */
@NullMarked
package dev.millrace.ui;

import org.jspecify.annotations.NullMarked;
