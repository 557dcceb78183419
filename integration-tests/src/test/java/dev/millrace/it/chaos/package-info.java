/**
 * Ends the engine's process at every moment that matters and looks at what the next one makes of
 * it.
 *
 * <p>The engine that is killed is the staged product as it is: the moments are breakpoints of a
 * debugger outside of it, so that nothing in it knows of its end. May use the command line, the
 * ledger and connectors; nothing else of the tests depends on it.
 */
@NullMarked
package dev.millrace.it.chaos;

import org.jspecify.annotations.NullMarked;
