/** Tests of the graph as a user meets it. */
@NullMarked
package dev.millrace.ui.dag;

import org.jspecify.annotations.NullMarked;
