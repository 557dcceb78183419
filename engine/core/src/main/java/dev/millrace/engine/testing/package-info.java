/**
 * Unit tests of models: run on given rows, compared cell by cell, reported.
 *
 * <p>May depend on {@code connect}, {@code compile}, {@code project}, {@code query} (folding and
 * values) and {@code problem}; never on {@code plan} or {@code deploy}: a test needs no cluster.
 */
@NullMarked
package dev.millrace.engine.testing;

import org.jspecify.annotations.NullMarked;
