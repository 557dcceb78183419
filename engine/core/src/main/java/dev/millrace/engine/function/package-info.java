/**
 * User-defined functions of a project, and when their code is still the same.
 *
 * <p>Reads jars and runs nothing of them. May depend on {@code connect}, {@code jar}, {@code
 * problem} and {@code project}; never on {@code plan}, {@code state} or {@code deploy}.
 */
@NullMarked
package dev.millrace.engine.function;

import org.jspecify.annotations.NullMarked;
