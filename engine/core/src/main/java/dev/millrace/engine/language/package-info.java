/**
 * What an editor needs of a project whose files are being edited: faults at their place while
 * typing, compiled SQL beside the template, completion, hover and definitions.
 *
 * <p>May depend on {@code project}, {@code compile}, {@code sql}, {@code connect} and {@code
 * problem}; never on what runs or ran, and never on a user interface: it answers with records.
 */
@NullMarked
package dev.millrace.engine.language;

import org.jspecify.annotations.NullMarked;
