/**
 * Unit tests of models: run on given rows, compared cell by cell, reported. Data tests: run on what
 * the target holds, counted, judged by their rules.
 *
 * <p>May depend on {@code connect}, {@code compile}, {@code project}, {@code query} (folding and
 * values) and {@code problem}; never on {@code plan} or {@code deploy}: a unit test needs no
 * cluster, and a data test only looks.
 */
@NullMarked
package dev.millrace.engine.testing;

import org.jspecify.annotations.NullMarked;
