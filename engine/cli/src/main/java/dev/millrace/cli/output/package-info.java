/**
 * What a user or a script reads: text in dbt's manner or one JSON document, and problems with their
 * place and remedy.
 *
 * <p>Knows the engine's records, not its commands.
 */
@NullMarked
package dev.millrace.cli.output;

import org.jspecify.annotations.NullMarked;
