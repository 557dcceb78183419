/**
 * What the window shows before a folder is open, and the question whether to trust one.
 *
 * <p>Hands chosen folders on; opens nothing itself.
 */
@NullMarked
package dev.millrace.app.welcome;

import org.jspecify.annotations.NullMarked;
