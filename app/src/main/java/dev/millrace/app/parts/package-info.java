/**
 * Small pieces that views are put together from, so that they look and speak alike: labels, strips
 * and problems with their remedies, what to say of a failure, lengths of time.
 *
 * <p>Knows no feature. May use the engine's {@code problem} and {@code deploy} reports to find what
 * a button can do.
 */
@NullMarked
package dev.millrace.app.parts;

import org.jspecify.annotations.NullMarked;
