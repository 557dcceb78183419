/**
 * One class per command; each opens the engine, calls it and shows what it answered.
 *
 * <p>No rules about projects, plans or jobs live here: what a command decides, the desktop must
 * decide the same way.
 */
@NullMarked
package dev.millrace.cli.command;

import org.jspecify.annotations.NullMarked;
