/** Tests of the lag chart as a user meets it. */
@NullMarked
package dev.millrace.ui.metrics;

import org.jspecify.annotations.NullMarked;
