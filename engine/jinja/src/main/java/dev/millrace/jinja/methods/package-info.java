/** Python's methods on strings, lists, dicts and the rest, by name; and string formatting. */
@NullMarked
package dev.millrace.jinja.methods;

import org.jspecify.annotations.NullMarked;
