/**
 * Clusters like those of a user: stock Flink in processes of their own, with no class of ours.
 *
 * <p>Only tests use it, and it uses nothing of Millrace.
 */
@NullMarked
package dev.millrace.it.remote;

import org.jspecify.annotations.NullMarked;
