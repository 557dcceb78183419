/**
 * The processes of the local cluster as they really are: started, refused, killed and started
 * again.
 *
 * <p>Uses the connector's {@code local} package and the staged installation, nothing above them.
 */
@NullMarked
package dev.millrace.it.local;

import org.jspecify.annotations.NullMarked;
