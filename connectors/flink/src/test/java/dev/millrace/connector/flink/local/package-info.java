/** Tests of types and values. */
@NullMarked
package dev.millrace.connector.flink.local;

import org.jspecify.annotations.NullMarked;
