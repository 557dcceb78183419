/** Generated templates against the Jinja engine: none may crash, hang or leak. */
@NullMarked
package dev.millrace.benchmark.fuzz;

import org.jspecify.annotations.NullMarked;
