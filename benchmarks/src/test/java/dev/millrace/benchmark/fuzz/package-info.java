@NullMarked
package dev.millrace.benchmark.fuzz;

import org.jspecify.annotations.NullMarked;
