/** What users do with Millrace, through the command line, on real clusters. */
@NullMarked
package dev.millrace.it.story;

import org.jspecify.annotations.NullMarked;
