@NullMarked
package dev.millrace.app.state;

import org.jspecify.annotations.NullMarked;
