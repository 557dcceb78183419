/**
 * What jobs remember: the newest checkpoint of a deployment, in the words of its plan, and whether
 * savepoints can still be used.
 *
 * <p>Reads only. May depend on {@code connect}, {@code ledger}, {@code state}, {@code problem} and
 * the words of {@code plan}.
 */
@NullMarked
package dev.millrace.engine.inspect;

import org.jspecify.annotations.NullMarked;
