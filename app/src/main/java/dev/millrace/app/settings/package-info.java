/**
 * What the window remembers between starts: the look, folders opened lately, where the window
 * stood, which tabs were open and how they were arranged.
 *
 * <p>Records and files only; no control, no feature, no engine but its data folder.
 */
@NullMarked
package dev.millrace.app.settings;

import org.jspecify.annotations.NullMarked;
