/**
 * Secrets, the placeholders that stand for them in every artifact, and workspace trust.
 *
 * <p>May depend on {@code problem} and {@code file} only: a secret must be usable everywhere
 * without dragging anything along.
 */
@NullMarked
package dev.millrace.engine.trust;

import org.jspecify.annotations.NullMarked;
