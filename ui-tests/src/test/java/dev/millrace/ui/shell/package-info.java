/** Opening, finding one's way, and finding everything again. */
@NullMarked
package dev.millrace.ui.shell;

import org.jspecify.annotations.NullMarked;
