/**
 * Runs what dbt's verbs run (models, unit tests and data tests, one after another as the DAG wants
 * it) and keeps how each node went, for artifacts.
 *
 * <p>May depend on {@code deploy}, {@code plan}, {@code testing}, {@code query}, {@code artifact}
 * and what those stand on; nothing but the engine's door may depend on it.
 */
@NullMarked
package dev.millrace.engine.build;

import org.jspecify.annotations.NullMarked;
