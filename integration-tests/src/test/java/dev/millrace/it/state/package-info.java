/**
 * Runs changes of queries for real and compares the plan's verdict with what becomes of the values.
 *
 * <p>The project, its upgrade and its verdicts are the product's, by its command line; this package
 * writes rows, waits for them and compares. May use the command line and the ledger; nothing else
 * of the tests depends on it.
 */
@NullMarked
package dev.millrace.it.state;

import org.jspecify.annotations.NullMarked;
