/**
 * Leads out when a job does not run: what went wrong, in the words of models and SQL lines, which
 * ways out there are, what each keeps and loses, and the one that is recommended, carried out by
 * {@code deploy}.
 *
 * <p>May depend on {@code deploy}, {@code inspect}, {@code plan}, {@code ledger}, {@code state} and
 * {@code connect}.
 */
@NullMarked
package dev.millrace.engine.recover;

import org.jspecify.annotations.NullMarked;
