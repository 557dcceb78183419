/**
 * The demonstration: the whole main job on the bundled sample, told phase by phase and proved at
 * the end.
 *
 * <p>It calls the engine as any command does; nothing in it is prepared or pretended.
 */
@NullMarked
package dev.millrace.cli.demo;

import org.jspecify.annotations.NullMarked;
