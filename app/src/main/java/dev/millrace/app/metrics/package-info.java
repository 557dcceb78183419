/**
 * How far behind models are, over time and now, with deployments as marks.
 *
 * <p>May use {@code fx}, {@code project}, {@code shell} and {@code watch}; no feature may depend on
 * it.
 */
@NullMarked
package dev.millrace.app.metrics;

import org.jspecify.annotations.NullMarked;
