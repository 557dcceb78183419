/** Jinja2's and dbt's filters and tests. */
@NullMarked
package dev.millrace.jinja.filters;

import org.jspecify.annotations.NullMarked;
