/**
 * What every view needs of JavaFX and JavaFX lacks: one door to its thread, one clock for live
 * data, a bounded list, texts.
 *
 * <p>Knows no feature and no engine.
 */
@NullMarked
package dev.millrace.app.fx;

import org.jspecify.annotations.NullMarked;
