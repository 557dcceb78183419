/**
 * Fifty models deployed, against the same INSERTs through bare gateway sessions. Nothing else may
 * depend on it.
 */
@NullMarked
package dev.millrace.benchmark.fifty;

import org.jspecify.annotations.NullMarked;
