/**
 * What is known of the target while the window is open: which jobs run, how far behind they are,
 * how fast rows pass.
 *
 * <p>The one place that asks the cluster again and again; features read its snapshots. May use
 * {@code fx} and {@code project}, and no feature. Never starts anything.
 */
@NullMarked
package dev.millrace.app.watch;

import org.jspecify.annotations.NullMarked;
