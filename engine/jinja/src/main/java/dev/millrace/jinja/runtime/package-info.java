/** Turns a syntax tree into closures once, and runs them: scopes, macros, output, limits. */
@NullMarked
package dev.millrace.jinja.runtime;

import org.jspecify.annotations.NullMarked;
