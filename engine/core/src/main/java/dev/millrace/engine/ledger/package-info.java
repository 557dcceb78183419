/**
 * What Millrace knows of its own: deployments, attempts, savepoints, a journal of every step, and
 * locks; one for each project and target, in SQLite under the platform data folder or in PostgreSQL
 * for a team.
 *
 * <p>May depend on {@code connect}, {@code state} and {@code problem}; never on what plans or
 * deploys.
 */
@NullMarked
package dev.millrace.engine.ledger;

import org.jspecify.annotations.NullMarked;
