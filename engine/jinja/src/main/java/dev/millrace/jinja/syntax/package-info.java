/**
 * From text to syntax tree: source with positions, lexer, parser, tree.
 *
 * <p>Knows nothing of values being rendered; nothing here may import the runtime package.
 */
@NullMarked
package dev.millrace.jinja.syntax;

import org.jspecify.annotations.NullMarked;
