/** The graph's model, layout and keys, without a toolkit. */
@NullMarked
package dev.millrace.app.dag;

import org.jspecify.annotations.NullMarked;
