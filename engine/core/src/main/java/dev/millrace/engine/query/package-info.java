/**
 * Reading rows: bounded snapshots and live streams of models and queries, folding of changelogs,
 * and their text, JSON and CSV forms.
 *
 * <p>May depend on {@code connect}, {@code compile}, {@code sql}, {@code project} and {@code
 * problem}; never on {@code plan}, {@code deploy} or {@code ledger}: looking at rows changes
 * nothing.
 */
@NullMarked
package dev.millrace.engine.query;

import org.jspecify.annotations.NullMarked;
