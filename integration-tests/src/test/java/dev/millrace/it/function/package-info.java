/** Jars of a project: functions and connectors, from their first use to a change of their code. */
@NullMarked
package dev.millrace.it.function;

import org.jspecify.annotations.NullMarked;
