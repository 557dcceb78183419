/**
 * What can go wrong, said once: a coded problem with its place in the source, its cause and its
 * remedy.
 *
 * <p>The lowest package of the engine: it may depend on no other package of Millrace.
 */
@NullMarked
package dev.millrace.engine.problem;

import org.jspecify.annotations.NullMarked;
