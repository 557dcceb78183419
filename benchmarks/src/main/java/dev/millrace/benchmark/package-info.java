/** Programs that measure what Millrace promises and print the figures. */
@NullMarked
package dev.millrace.benchmark;

import org.jspecify.annotations.NullMarked;
