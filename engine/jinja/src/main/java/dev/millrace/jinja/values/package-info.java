/**
 * Python's values and their rules: printing, truth, equality, order, arithmetic.
 *
 * <p>Knows nothing of templates' syntax; nothing here may import the syntax or runtime packages.
 */
@NullMarked
package dev.millrace.jinja.values;

import org.jspecify.annotations.NullMarked;
