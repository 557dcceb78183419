/**
 * Options that several commands share, with dbt's names and meaning, and what they open.
 *
 * <p>May depend on {@code output} and the engine; not on commands.
 */
@NullMarked
package dev.millrace.cli.options;

import org.jspecify.annotations.NullMarked;
