/**
 * What would have to happen: the project as it should be, compared with what the ledger knows and
 * what the cluster runs, becomes an immutable {@link dev.millrace.engine.plan.Plan}.
 *
 * <p>Planning changes nothing. May depend on {@code compile}, {@code ledger}, {@code state} and
 * {@code connect}; never on {@code deploy}.
 */
@NullMarked
package dev.millrace.engine.plan;

import org.jspecify.annotations.NullMarked;
