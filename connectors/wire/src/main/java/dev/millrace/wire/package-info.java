/**
 * The records spoken between a client and the sidecar, as JSON over HTTP on loopback.
 *
 * <p>Plain data with no dependencies, compiled to 17, so that any JVM of ours can speak it.
 * Behaviour belongs to the two ends. Lists and maps are never null; what may be absent is
 * {@code @Nullable}. Unknown fields are ignored on reading; a change that an older end would
 * misread raises {@link Wire#VERSION}.
 */
@NullMarked
package dev.millrace.wire;

import org.jspecify.annotations.NullMarked;
