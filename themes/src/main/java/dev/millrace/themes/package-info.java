/**
 * How the window looks: style sheets, bundled fonts, and the colours that Canvas views paint with.
 *
 * <p>Knows JavaFX and AtlantaFX and nothing of Millrace, so that a look can change without the
 * workbench, and a view cannot smuggle behaviour in here.
 */
@NullMarked
package dev.millrace.themes;

import org.jspecify.annotations.NullMarked;
