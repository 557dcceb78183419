/**
 * Parts of Python's standard library that dbt hands to templates: {@code datetime} and {@code re}.
 */
@NullMarked
package dev.millrace.jinja.modules;

import org.jspecify.annotations.NullMarked;
