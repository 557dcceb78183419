/**
 * A display for tests of the window: brought by the test JVM itself, so that {@code mvn verify}
 * needs none.
 */
@NullMarked
package dev.millrace.ui.display;

import org.jspecify.annotations.NullMarked;
