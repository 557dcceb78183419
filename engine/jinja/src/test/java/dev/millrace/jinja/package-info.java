/** Tests of the template engine, and the runner for case files. */
@NullMarked
package dev.millrace.jinja;

import org.jspecify.annotations.NullMarked;
