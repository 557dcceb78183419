/** User-defined functions from jars, from their first call to a change of their code. */
@NullMarked
package dev.millrace.it.function;

import org.jspecify.annotations.NullMarked;
