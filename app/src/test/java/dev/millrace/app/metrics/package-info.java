/** The lag chart's model and geometry, without a toolkit. */
@NullMarked
package dev.millrace.app.metrics;

import org.jspecify.annotations.NullMarked;
