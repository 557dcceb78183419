/**
 * Jars that a project brings along, for its functions and for the connectors and formats of its
 * tables: which nodes name them, and what tells them apart.
 *
 * <p>Reads jars and runs nothing of them. May depend on {@code connect}, {@code problem} and {@code
 * project}.
 */
@NullMarked
package dev.millrace.engine.jar;

import org.jspecify.annotations.NullMarked;
