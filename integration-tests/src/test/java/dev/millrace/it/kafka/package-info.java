/** What becomes of jobs whose topics change, on a real broker. */
@NullMarked
package dev.millrace.it.kafka;

import org.jspecify.annotations.NullMarked;
