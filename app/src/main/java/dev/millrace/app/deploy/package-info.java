/**
 * Deploying from the window: the plan first, then its carrying out step by step; the jobs that run,
 * and the local cluster they run on.
 *
 * <p>Says what the engine says and decides nothing about state by itself. May use {@code fx},
 * {@code work}, {@code shell}, {@code project}, {@code watch} and {@code parts}; no other feature.
 */
@NullMarked
package dev.millrace.app.deploy;

import org.jspecify.annotations.NullMarked;
