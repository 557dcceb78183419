/**
 * Which theme is on, and the commands that change it.
 *
 * <p>Canvas views observe it to paint with the right palette. Knows no feature and no engine.
 */
@NullMarked
package dev.millrace.app.look;

import org.jspecify.annotations.NullMarked;
