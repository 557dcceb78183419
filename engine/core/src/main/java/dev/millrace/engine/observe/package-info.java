/**
 * How far behind the running models are, and where on the path that comes from.
 *
 * <p>May depend on {@code connect} and {@code problem} only, so that a report of a running job
 * needs no project.
 */
@NullMarked
package dev.millrace.engine.observe;

import org.jspecify.annotations.NullMarked;
