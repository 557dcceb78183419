/**
 * The project's folder as a tree of files, kept true while files come and go.
 *
 * <p>Opens things by their ids through the workspace and knows no other feature.
 */
@NullMarked
package dev.millrace.app.tree;

import org.jspecify.annotations.NullMarked;
