/**
 * The frame every feature hangs in: commands, docked items, running work, status bar, palette, what
 * is remembered between starts.
 *
 * <p>Features depend on it; it knows none of them and nothing of the engine but its problems, so
 * that a feature can be added without touching the frame.
 */
@NullMarked
package dev.millrace.app.shell;

import org.jspecify.annotations.NullMarked;
