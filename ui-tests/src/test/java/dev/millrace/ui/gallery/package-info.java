/** Pictures of every view, for the README and for looking at. Run by {@code docs/gallery/make}. */
@NullMarked
package dev.millrace.ui.gallery;

import org.jspecify.annotations.NullMarked;
