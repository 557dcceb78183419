/** Tests of notebook without a toolkit. */
@NullMarked
package dev.millrace.app.notebook;

import org.jspecify.annotations.NullMarked;
