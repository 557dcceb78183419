/**
 * Work that takes a while: off the FX thread, named, with progress, and cancelled when asked.
 *
 * <p>Knows no feature, no engine and no control.
 */
@NullMarked
package dev.millrace.app.work;

import org.jspecify.annotations.NullMarked;
