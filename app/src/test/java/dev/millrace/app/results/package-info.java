/** Tests of results without a toolkit. */
@NullMarked
package dev.millrace.app.results;

import org.jspecify.annotations.NullMarked;
