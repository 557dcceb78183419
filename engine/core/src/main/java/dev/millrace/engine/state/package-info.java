/**
 * What the state of a job means: fingerprints of Flink's compiled plans, operator UIDs of our own,
 * and which operators of a new plan may go on with the state of an old one.
 *
 * <p>Pure functions over plan JSON and what checkpoints hold. May depend on {@code problem} and the
 * records of {@code connect} only, so that the ledger, plans and recovery can all use it.
 */
@NullMarked
package dev.millrace.engine.state;

import org.jspecify.annotations.NullMarked;
