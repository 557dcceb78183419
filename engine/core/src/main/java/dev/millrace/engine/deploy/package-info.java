/**
 * Carries out plans: one journalled state machine per job, in dependency order and in parallel,
 * with a gate at the end and the way back when it does not pass; finishes or undoes what an ended
 * process left behind.
 *
 * <p>May depend on {@code plan}, {@code ledger}, {@code state} and {@code connect}.
 */
@NullMarked
package dev.millrace.engine.deploy;

import org.jspecify.annotations.NullMarked;
