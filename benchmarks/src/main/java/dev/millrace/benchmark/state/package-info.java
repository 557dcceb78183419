/** How long it takes to bring state over to a changed query. Nothing depends on it. */
@NullMarked
package dev.millrace.benchmark.state;

import org.jspecify.annotations.NullMarked;
