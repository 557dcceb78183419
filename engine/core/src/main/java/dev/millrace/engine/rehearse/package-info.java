/**
 * Tries an upgrade before anything stops: a savepoint of the running job, changed as the upgrade
 * would change it, and the new plan started from it without its tables.
 *
 * <p>May depend on {@code deploy}, {@code plan}, {@code ledger}, {@code state} and {@code connect}.
 */
@NullMarked
package dev.millrace.engine.rehearse;

import org.jspecify.annotations.NullMarked;
