/** Compares what Millrace makes of dbt projects with what dbt made of them. */
@NullMarked
package dev.millrace.benchmark.dbt;

import org.jspecify.annotations.NullMarked;
