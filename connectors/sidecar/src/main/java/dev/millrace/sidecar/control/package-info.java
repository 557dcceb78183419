/**
 * The sidecar's own HTTP port: JSON in, JSON out, one {@link Endpoint} per path.
 *
 * <p>Features bring their endpoints through {@link EndpointProvider}, found by {@link
 * java.util.ServiceLoader}; this package knows none of them. It may depend on {@code guard} only.
 */
@NullMarked
package dev.millrace.sidecar.control;

import org.jspecify.annotations.NullMarked;
