/**
 * What is wrong in the project's files, in one list: errors first, each with its place.
 *
 * <p>Shows what the project's last reading found; asks nobody. The problems of a text that is being
 * edited stand below its editor.
 */
@NullMarked
package dev.millrace.app.problems;

import org.jspecify.annotations.NullMarked;
