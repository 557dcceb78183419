/**
 * The headless face of the engine: dbt's verbs and Millrace's own, as picocli commands.
 *
 * <p>The only place of the engine modules that may print, read the environment or end the process.
 * Connectors are found by {@link java.util.ServiceLoader}; none is imported here.
 */
@NullMarked
package dev.millrace.cli;

import org.jspecify.annotations.NullMarked;
