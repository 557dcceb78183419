/** What the window knows of the target, without a window. */
@NullMarked
package dev.millrace.app.watch;

import org.jspecify.annotations.NullMarked;
