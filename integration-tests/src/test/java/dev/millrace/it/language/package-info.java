/** The language service over the real planner, with no cluster. */
@NullMarked
package dev.millrace.it.language;

import org.jspecify.annotations.NullMarked;
