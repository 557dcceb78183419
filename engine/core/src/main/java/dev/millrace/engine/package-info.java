/**
 * The shared engine: one door ({@code Engine}) through which the command line and the desktop reach
 * everything Millrace does with a project.
 *
 * <p>Nothing here may depend on {@code javafx.*}, on a connector, on the command line, or on a
 * Flink class other than those of {@code flink-sql-parser}.
 */
@NullMarked
package dev.millrace.engine;

import org.jspecify.annotations.NullMarked;
