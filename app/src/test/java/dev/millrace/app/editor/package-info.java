/** The editor without a toolkit. */
@NullMarked
package dev.millrace.app.editor;

import org.jspecify.annotations.NullMarked;
