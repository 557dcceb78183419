/** Deploying from the window, against real Flink. */
@NullMarked
package dev.millrace.ui.deploy;

import org.jspecify.annotations.NullMarked;
