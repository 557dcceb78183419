/**
 * A Jinja2-compatible template engine with dbt's extensions: lexer, parser, syntax tree, closures
 * compiled once per template, and a Python-like value model.
 *
 * <p>This package is the public door. An {@link dev.millrace.jinja.Environment} parses text into
 * immutable, thread-safe {@link dev.millrace.jinja.Template}s; each render has its own state. The
 * other packages below it are the machinery and may change.
 *
 * <h2>Values</h2>
 *
 * Templates see these Java objects, and nothing is reached by reflection:
 *
 * <table>
 * <caption>Python values and the Java objects that stand for them</caption>
 * <tr><th>Python</th><th>Java</th></tr>
 * <tr><td>{@code None}</td><td>{@link dev.millrace.jinja.values.None#NONE}; a Java {@code null} inside a
 *   host's map or list reads as None</td></tr>
 * <tr><td>undefined</td><td>{@link dev.millrace.jinja.values.Undefined}</td></tr>
 * <tr><td>{@code bool}</td><td>{@link java.lang.Boolean}; counts as 0 or 1 in arithmetic and as a key</td></tr>
 * <tr><td>{@code int}</td><td>{@link java.lang.Long}, or {@link java.math.BigInteger} when it does not fit;
 *   smaller integer types of a host are widened when read</td></tr>
 * <tr><td>{@code float}</td><td>{@link java.lang.Double}, printed as Python prints it</td></tr>
 * <tr><td>{@code str}</td><td>{@link java.lang.String}, measured in code points</td></tr>
 * <tr><td>{@code tuple}</td><td>{@link dev.millrace.jinja.values.PyTuple}</td></tr>
 * <tr><td>{@code list}</td><td>any {@link java.util.List}; {@code append} and its kin need a mutable one</td></tr>
 * <tr><td>{@code dict}</td><td>any {@link java.util.Map}; literals make {@link
 *   dev.millrace.jinja.values.PyDict}, which has Python's key equality</td></tr>
 * <tr><td>{@code set}</td><td>{@link dev.millrace.jinja.values.PySet}</td></tr>
 * <tr><td>{@code range}</td><td>{@link dev.millrace.jinja.values.PyRange}</td></tr>
 * <tr><td>functions, macros</td><td>{@link dev.millrace.jinja.Callable}</td></tr>
 * <tr><td>everything else</td><td>{@link dev.millrace.jinja.JinjaObject}, which answers for its own
 *   attributes, items and text; objects of any other class are refused</td></tr>
 * </table>
 *
 * <p>Usable on its own: it depends on the JDK alone, and nothing here may import another Millrace
 * package. Templates reach only the values that are handed in.
 */
@NullMarked
package dev.millrace.jinja;

import org.jspecify.annotations.NullMarked;
