/**
 * A Jinja2-compatible template engine with dbt's extensions: lexer, parser, syntax tree, closures
 * compiled once per template, and a Python-like value model.
 *
 * <p>Usable on its own: it depends on the JDK alone, and nothing here may import another Millrace
 * package. Templates reach only the values that are handed in.
 */
@NullMarked
package dev.millrace.jinja;

import org.jspecify.annotations.NullMarked;
