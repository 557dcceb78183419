/** The recovery drill: failures are provoked, and the recommended way out is taken. */
@NullMarked
package dev.millrace.it.recover;

import org.jspecify.annotations.NullMarked;
