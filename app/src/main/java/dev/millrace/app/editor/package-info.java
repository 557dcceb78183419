/**
 * The editor of the project's files: highlighting, problems at their place, compiled SQL beside the
 * template, completion, hover, definitions, and text that survives a kill.
 *
 * <p>May use {@code fx}, {@code project} and {@code shell}; no feature may depend on it but those
 * that embed {@link dev.millrace.app.editor.CodePane}. Classes whose names end in Document,
 * Buffers, File, Scanner or Language know nothing of the scene.
 */
@NullMarked
package dev.millrace.app.editor;

import org.jspecify.annotations.NullMarked;
